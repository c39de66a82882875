import numpy as np
import pytest

from numerics.shortcut import starts


@pytest.mark.parametrize(("start", "moment"), [("ball", 5 / 7), ("radial", 1 / 3)])
def test_squared_radius_of_the_starts(start, moment):
    """E |a0|^2/R^2 is k/(k+2) in the ball and 1/3 along rays; each coordinate has 1/k of it."""
    u = starts.draw_output(5, 40_000, np.random.default_rng(0), start)
    assert u.shape == (2, 40_000)
    assert (np.sum(u**2, axis=0) <= 1).all()
    np.testing.assert_allclose(np.mean(u**2, axis=1), moment / 5, rtol=0.05)


def test_one_patch_lies_on_a_line():
    u = starts.draw_output(1, 1000, np.random.default_rng(0))
    assert (u[1] == 0).all()
    assert abs(float(np.mean(np.abs(u[0]))) - 0.5) < 0.05


def test_angles_have_the_law_that_angle_below_states():
    angles = starts.draw_angle(6, 40_000, np.random.default_rng(1))
    for phi in (0.7, 1.5, 2.2):
        assert abs(float(np.mean(angles < phi)) - float(starts.angle_below(phi, 6))) < 0.015
    np.testing.assert_allclose(starts.angle_below([0, np.pi / 2, np.pi], 3), [0, 0.5, 1], atol=1e-15)
    np.testing.assert_allclose(starts.angle_below(1.1, 3), (1 - np.cos(1.1)) / 2, rtol=1e-12)


def test_degenerate_teachers_keep_the_number_without_meaning_at_zero():
    u = np.array([[0.3], [0.4]])
    assert starts.start_of(u, 0.0)[0] == 0
    assert starts.start_of(u, 1.0)[1] == 0
    np.testing.assert_allclose(starts.start_of(u, 0.5), [[0.3], [0.4]])


def test_bad_arguments_are_named(rejects):
    rng = np.random.default_rng(0)
    kinds = {"runs": "count", "rng": "generator"}
    rejects(
        starts.draw_output,
        {"k": 3, "runs": 3, "rng": rng},
        {**kinds, "k": "count", "start": "choice"},
        calls=300,
    )
    rejects(starts.draw_angle, {"p": 3, "runs": 3, "rng": rng}, {**kinds, "p": "count"}, calls=300)
