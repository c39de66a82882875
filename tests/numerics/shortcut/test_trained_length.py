import numpy as np
import pytest

from numerics.shortcut.trained_length import final_angles

HOW = {"runs": 3, "k": 4, "q2": 0.2, "size": 2.0, "phi": 1.2, "step": 0.1, "steps": 5}


def _loss(v, a, star):
    """The population loss from the moments of pairs of units, for a teacher along the first axis."""
    length, k = np.hypot(*v), len(a)
    angle = np.arccos(v[0] / length)
    g = (np.pi - angle) * np.cos(angle) + np.sin(angle)

    def product(left, right, kernel):
        same = np.eye(k, dtype=bool)
        return (np.outer(left, right) * np.where(same, kernel, 1)).sum() / (2 * np.pi)

    return (
        length**2 * product(a, a, np.pi) - 2 * length * product(a, star, g) + product(star, star, np.pi)
    ) / 2


def _slope(function, at):
    eye = np.eye(len(at)) * 1e-6
    return np.array([(function(at + h) - function(at - h)) / 2e-6 for h in eye])


def test_runs_follow_differences_of_the_loss():
    found = final_angles(np.random.default_rng(3), **HOW)
    rng, k, q2, size = np.random.default_rng(3), HOW["k"], HOW["q2"], HOW["size"]
    starts = rng.standard_normal((HOW["runs"], k))
    starts *= (
        np.sqrt(q2 * size) * rng.random((HOW["runs"], 1)) ** (1 / k) / np.linalg.norm(starts, axis=1)[:, None]
    )
    star = np.full(k, np.sqrt(q2 * size / k)) + np.sqrt((1 - q2) * size / 2) * np.array([1, -1, 0, 0])
    for angle, a in zip(found, starts, strict=True):
        v = np.array([np.cos(HOW["phi"]), np.sin(HOW["phi"])])
        for _ in range(HOW["steps"]):
            by_v, by_a = (
                _slope(lambda x, a=a: _loss(x, a, star), v),
                _slope(lambda x, v=v: _loss(v, x, star), a),
            )
            v, a = v - HOW["step"] * by_v, a - HOW["step"] * by_a  # noqa: PLW2901
        assert angle == pytest.approx(np.arctan2(v[1], v[0]), abs=1e-8)


def test_numbers_repeat_and_no_steps_leave_the_angle():
    one, two = (final_angles(np.random.default_rng(5), **HOW) for _ in range(2))
    np.testing.assert_array_equal(one, two)
    np.testing.assert_allclose(final_angles(np.random.default_rng(5), **{**HOW, "steps": 0}), 1.2, rtol=1e-15)


def test_optimum_attracts_whatever_the_sign_of_the_mean():
    ends = final_angles(np.random.default_rng(0), **{**HOW, "phi": 0.3, "steps": 3000})
    assert (ends < 1e-6).all()
    parallel = final_angles(np.random.default_rng(0), **{**HOW, "q2": 1.0, "steps": 3000})
    assert (parallel < 1e-6).all()


def test_bad_arguments_are_named(rejects):
    kinds = {"rng": "generator", "k": "count", "steps": "count", "runs": "count"}
    kinds |= dict.fromkeys(("size", "step"), "positive") | dict.fromkeys(("q2", "phi"), "real")
    rejects(final_angles, {"rng": np.random.default_rng(0), **HOW}, kinds)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phi", -0.1),
        ("phi", 3.2),
        ("phi", [0.1, 0.2]),
        ("step", 0.0),
        ("step", [0.1]),
        ("runs", 0),
        ("k", 1),
        ("q2", 1.1),
        ("q2", -0.1),
        ("size", 0.0),
    ],
)
def test_values_out_of_range_are_named(name, value):
    given = {**HOW, name: value} | ({"q2": 1.0} if (name, value) == ("k", 1) else {})
    with pytest.raises(ValueError, match=rf"\b{name}\b"):
        final_angles(np.random.default_rng(0), **given)
