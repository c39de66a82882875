import doctest

import array_api_strict as strict
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import gradient

same_examples = settings(derandomize=True, database=None, deadline=None)


@pytest.mark.parametrize("target", relu_unit.TARGETS)
def test_the_gradient_is_that_of_the_loss(target):
    rng, h = np.random.default_rng(1), 1e-5
    w, b, gamma = rng.standard_normal((50, 3)), rng.standard_normal(50), rng.uniform(0.1, 2, 50)
    grad_w, grad_b = relu_unit.population_gradient(w, b, gamma, target)

    def slope(dw, db):
        up, down = (relu_unit.population_loss(w + t * dw, b + t * db, gamma, target) for t in (h, -h))
        return (up - down) / (2 * h)

    # Central differences: h^2 times third derivatives, which grow like 1 / ||w||^2, plus 1e-16 / h.
    tolerance = 1e-8
    for i, axis in enumerate(np.eye(3)):
        np.testing.assert_allclose(slope(axis, 0), grad_w[:, i], rtol=0, atol=tolerance)
    np.testing.assert_allclose(slope(0, 1), grad_b, rtol=0, atol=tolerance)


coordinates = st.floats(-10, 10).map(lambda x: round(x, 6))  # so that no product with gamma underflows


@same_examples
@given(
    st.lists(coordinates, min_size=1, max_size=4),
    coordinates,
    st.floats(1e-3, 1e3),
    st.sampled_from(relu_unit.TARGETS),
)
def test_scaling_target_and_unit_together(w, b, gamma, target):
    # J_gamma(gamma w, gamma b) = gamma^2 J_1(w, b), and its gradient gamma times that of J_1.
    w = np.asarray(w)
    loss = relu_unit.population_loss(w, b, 1.0, target)
    scaled = relu_unit.population_loss(gamma * w, gamma * b, gamma, target)
    assert scaled == pytest.approx(gamma**2 * loss, rel=1e-12, abs=1e-14 * gamma**2)
    pairs = zip(
        relu_unit.population_gradient(w, b, 1.0, target),
        relu_unit.population_gradient(gamma * w, gamma * b, gamma, target),
        strict=True,
    )
    for one, other in pairs:
        np.testing.assert_allclose(other, gamma * one, rtol=1e-11, atol=1e-13 * gamma)


@same_examples
@given(st.integers(0, 10**6), st.floats(-5, 5), st.sampled_from(relu_unit.TARGETS))
def test_turning_inputs_about_the_target_turns_the_gradient(seed, b, target):
    rng = np.random.default_rng(seed)
    w = rng.standard_normal(4)
    turn = np.eye(4)
    turn[:3, :3] = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    grad_w, grad_b = relu_unit.population_gradient(w, b, 0.5, target)
    turned_w, turned_b = relu_unit.population_gradient(turn @ w, b, 0.5, target)
    np.testing.assert_allclose(turned_w, turn @ grad_w, rtol=0, atol=1e-12)
    np.testing.assert_allclose(turned_b, grad_b, rtol=0, atol=1e-12)


def test_the_optimum_and_the_dead_units():
    for gamma in (1e-3, 1.0, 20.0):
        for target, rest, dead in (("linear", 0.25, 0.5), ("relu", 0.0, 0.25)):
            optimum = np.asarray([0.0, 0.0, gamma])
            grad_w, grad_b = relu_unit.population_gradient(optimum, 0.0, gamma, target)
            assert not grad_w.any()
            assert grad_b == 0
            assert relu_unit.population_loss(optimum, 0.0, gamma, target) == pytest.approx(rest * gamma**2)
            for b in (0.0, -1.0, -1e-300):
                grad_w, grad_b = relu_unit.population_gradient(np.zeros(3), b, gamma, target)
                assert not grad_w.any()
                assert grad_b == 0
                assert relu_unit.population_loss(np.zeros(3), b, gamma, target) == dead * gamma**2


@pytest.mark.parametrize("target", relu_unit.TARGETS)
@pytest.mark.parametrize("b", [1.0, 1e-3, -1e-3])
def test_zero_weights_are_the_limit_of_small_ones(b, target):
    gamma = 0.7
    at_zero = np.append(*relu_unit.population_gradient(np.zeros(2), b, gamma, target))
    loss = relu_unit.population_loss(np.zeros(2), b, gamma, target)
    for w in ([1e-9, 0.0], [-1e-12, 1e-12], [0.0, -1e-200], [0.0, 5e-324]):
        near = np.append(*relu_unit.population_gradient(w, b, gamma, target))
        np.testing.assert_allclose(near, at_zero, rtol=0, atol=2e-9)
        assert relu_unit.population_loss(w, b, gamma, target) == pytest.approx(loss, rel=1e-8)
    mean, power = (0.0, gamma) if target == "linear" else (gamma / np.sqrt(2 * np.pi), gamma / 2)
    expected = [0, -power, b - mean] if b > 0 else [0, 0, 0]
    np.testing.assert_allclose(at_zero, expected, rtol=1e-14)


@pytest.mark.parametrize("target", relu_unit.TARGETS)
@pytest.mark.parametrize("size", [1e-300, 1e-150, 1e-20, 1e20, 1e150])
def test_extreme_sizes(size, target):
    w, b = np.asarray([3.0, -4.0]), -1.0
    grad = np.append(*relu_unit.population_gradient(w, b, 2.0, target))
    scaled = np.append(*relu_unit.population_gradient(size * w, size * b, size * 2.0, target))
    np.testing.assert_allclose(scaled / size, grad, rtol=1e-13)
    for weights, bias, gamma in ((size * w / 10, 1.0, 1.0), (w, size, 1.0), (w, -size, 1.0), (w, 1.0, size)):
        loss = relu_unit.population_loss(weights, bias, gamma, target)
        assert np.isfinite(np.append(*relu_unit.population_gradient(weights, bias, gamma, target))).all()
        assert np.isfinite(loss)
        assert loss >= 0


def test_active_probability():
    assert relu_unit.active_probability([3.0, 4.0], 0.0) == 0.5
    np.testing.assert_allclose(
        relu_unit.active_probability([3.0, 4.0], [5.0, -5.0]), [0.8413447460685429, 0.15865525393145707]
    )
    np.testing.assert_allclose(
        relu_unit.active_probability([1e-8], [-3e-7]), 4.906713927148187e-198, rtol=1e-12
    )
    np.testing.assert_array_equal(
        relu_unit.active_probability(np.zeros(2), [1e-310, 0.0, -0.0, -1e-310]), [1, 0, 0, 0]
    )
    assert relu_unit.active_probability([1.0], 1e8) == 1
    assert relu_unit.active_probability([1e-300], 1e300) == 1


def test_batches_are_loops_and_leading_axes_broadcast():
    rng = np.random.default_rng(2)
    w, b, gamma = rng.standard_normal((4, 1, 3)), rng.standard_normal(5), rng.uniform(0.1, 2, (4, 1))
    w[0], w[1] = 0, [0, 0, gamma[1, 0]]
    for target in relu_unit.TARGETS:
        loss = relu_unit.population_loss(w, b, gamma, target)
        grad_w, grad_b = relu_unit.population_gradient(w, b, gamma, target)
        assert loss.shape == grad_b.shape == (4, 5)
        assert grad_w.shape == (4, 5, 3)
        for i, j in np.ndindex(4, 5):
            one = (w[i, 0], b[j], gamma[i, 0], target)
            np.testing.assert_allclose(loss[i, j], relu_unit.population_loss(*one), rtol=1e-14)
            one_w, one_b = relu_unit.population_gradient(*one)
            np.testing.assert_allclose(grad_w[i, j], one_w, rtol=1e-13, atol=1e-15)
            np.testing.assert_allclose(grad_b[i, j], one_b, rtol=1e-13, atol=1e-15)
    assert relu_unit.population_gradient(np.zeros((0, 3)), 0.0, 1.0, "relu")[0].shape == (0, 3)


@pytest.mark.parametrize("target", relu_unit.TARGETS)
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_other_array_libraries_and_precisions(target, precision):
    dtype = getattr(strict, precision)
    rng = np.random.default_rng(3)
    w, b = rng.standard_normal((6, 3)), rng.standard_normal(6)
    w[0] = 0
    ours_w, ours_b = strict.asarray(w, dtype=dtype), strict.asarray(b, dtype=dtype)
    rtol = 1e-13 if precision == "float64" else 1e-5
    pairs = [
        (relu_unit.active_probability(ours_w, ours_b), relu_unit.active_probability(w, b)),
        (
            relu_unit.population_loss(ours_w, ours_b, 0.5, target),
            relu_unit.population_loss(w, b, 0.5, target),
        ),
        *zip(
            relu_unit.population_gradient(ours_w, ours_b, 0.5, target),
            relu_unit.population_gradient(w, b, 0.5, target),
            strict=True,
        ),
    ]
    for ours, numpys in pairs:
        assert type(ours) is type(ours_w)
        assert ours.dtype == dtype
        np.testing.assert_allclose(np.asarray(ours), numpys, rtol=rtol, atol=rtol)


GOOD = {"w": np.full((3, 2), 0.5), "b": np.full(3, 0.1), "gamma": np.full(3, 0.5), "target": "relu"}
KINDS = {"w": "vector", "b": "real", "gamma": "positive", "target": "choice"}


@pytest.mark.parametrize("name", ["population_loss", "population_gradient", "active_probability"])
def test_a_thousand_bad_calls(name, rejects):
    taken = ("w", "b") if name == "active_probability" else tuple(GOOD)
    rejects(getattr(relu_unit, name), {key: GOOD[key] for key in taken}, {key: KINDS[key] for key in taken})


def test_what_would_overflow_is_refused():
    with pytest.raises(ValueError, match=r"^w must be at most 1.34e\+150 in size"):
        relu_unit.population_loss([1e155], 0.0, 1.0)
    with pytest.raises(ValueError, match=r"^b must be at most 1.8e\+300 in size"):
        relu_unit.population_gradient([1.0], 1e305, 1.0)


def test_examples_in_docstrings():
    assert doctest.testmod(gradient).failed == 0
