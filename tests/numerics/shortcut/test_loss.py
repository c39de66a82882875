import array_api_strict
import numpy as np
import pytest

from numerics import shortcut

STAR = {"v_star": np.array([0.6, 0.0, 0.8]), "a_star": np.array([1.0, -0.5, 2.0])}


def test_loss_and_gradient_vanish_at_the_teacher():
    w = STAR["v_star"] - 3**-0.5
    assert float(shortcut.population_loss(w, STAR["a_star"], **STAR)) == pytest.approx(0, abs=1e-30)
    for slope in shortcut.population_gradient(w, STAR["a_star"], **STAR):
        np.testing.assert_allclose(slope, 0, atol=1e-15)


def test_batches_and_array_libraries_agree():
    rng = np.random.default_rng(0)
    w, a = rng.standard_normal((4, 2, 3)), rng.standard_normal((2, 3))
    whole = shortcut.population_loss(w, a, **STAR)
    assert whole.shape == (4, 2)
    assert float(whole[1, 1]) == pytest.approx(
        float(shortcut.population_loss(w[1, 1], a[1], **STAR)), rel=1e-14
    )
    xp = array_api_strict
    strict = {name: xp.asarray(value) for name, value in STAR.items()}
    slopes = shortcut.population_gradient(xp.asarray(w), xp.asarray(a), **strict)
    for one, other in zip(slopes, shortcut.population_gradient(w, a, **STAR), strict=True):
        np.testing.assert_allclose(np.asarray(one), other, rtol=1e-13)
    run = shortcut.gradient_descent(xp.asarray(w), xp.asarray(a), **strict, schedule=[(3, 0.1, 0.1)])
    np.testing.assert_allclose(np.linalg.norm(np.asarray(run.w)[0] + 3**-0.5, axis=-1), 1, rtol=1e-14)


def test_off_the_unit_norm_only_the_gradient_in_w_shrinks():
    filters = np.array([1.0, 2.0, -0.5])
    by_w, by_a = shortcut.population_gradient(filters - 3**-0.5, STAR["a_star"], **STAR)
    longer = shortcut.population_gradient(4 * filters - 3**-0.5, STAR["a_star"], **STAR)
    np.testing.assert_allclose(longer[0], by_w / 4, rtol=1e-13)
    np.testing.assert_allclose(longer[1], by_a, rtol=1e-13)


@pytest.mark.parametrize("function", [shortcut.population_loss, shortcut.population_gradient])
def test_bad_arguments_are_named(function, rejects):
    good = {
        "w": np.full(3, 0.1),
        "a": np.full(3, 0.1),
        "a_star": np.full(3, 0.1),
        "v_star": np.array([0.6, 0.0, 0.8]),
    }
    rejects(function, good, dict.fromkeys(("w", "a"), "vector"), calls=300)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a_star", [0.0, 0.0, 0.0]),
        ("v_star", [1.0, 1.0, 0.0]),
        ("v_star", [1.0]),
        ("w", [-(3**-0.5)] * 3),
        ("w", [0.1, 0.2]),
        ("a", [0.1]),
    ],
)
def test_degenerate_arguments_are_refused(name, value):
    good = {"w": [0.0, 0.0, 0.0], "a": [1.0, 1.0, 1.0], **STAR}
    with pytest.raises(ValueError, match=name):
        shortcut.population_loss(**{**good, name: value})
