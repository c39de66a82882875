import numpy as np
import pytest
from scipy.special import ndtr

from numerics.dying_relu.relu_unit import plane, population_gradient


def field_at(w, b, gamma, **how):
    return [x.copy() for x in plane.Field(w.size, **how)(w, b, gamma)]


@pytest.mark.parametrize("target", ["linear", "relu"])
@pytest.mark.parametrize("gamma", [1.0, 0.01])
def test_the_field_is_the_gradient_in_any_dimension_restricted_to_the_plane(target, gamma):
    rng = np.random.default_rng(1)
    w, b = rng.uniform(-2, 2, 3000), rng.uniform(-3, 3, 3000)
    w[:4], b[:4] = [1e-9, -1e-9, 1e-9, -1e-9], [1, 1, -1, -1]
    expected = population_gradient(w[:, None], b, gamma, target)
    measured = field_at(w, b, gamma, target=target)
    np.testing.assert_allclose(measured[0], expected[0][:, 0], rtol=0, atol=3e-15)
    np.testing.assert_allclose(measured[1], expected[1], rtol=0, atol=3e-15)


def test_each_point_may_have_its_own_scale():
    rng = np.random.default_rng(2)
    w, b, gamma = rng.uniform(-2, 2, 50), rng.uniform(-3, 3, 50), rng.uniform(0.1, 2, 50)
    for target in ("linear", "relu"):
        together = np.stack(field_at(w, b, gamma, target=target))
        alone = np.stack(
            [
                np.stack(field_at(w[i : i + 1], b[i : i + 1], float(gamma[i]), target=target))[:, 0]
                for i in range(50)
            ]
        )
        np.testing.assert_allclose(together, alone.T, rtol=0, atol=1e-15)


def test_the_diagnostic_field_differs_by_the_sign_of_the_weight_in_the_bias_alone():
    rng = np.random.default_rng(3)
    w, b = rng.uniform(-2, 2, 100), rng.uniform(-3, 3, 100)
    right, wrong = field_at(w, b, 0.5), field_at(w, b, 0.5, field="sign dropped")
    np.testing.assert_array_equal(right[0], wrong[0])
    np.testing.assert_array_equal(right[1][w > 0], wrong[1][w > 0])
    pdf = np.exp(-((b / w) ** 2) / 2) / np.sqrt(2 * np.pi)
    left = w < 0
    np.testing.assert_allclose((wrong[1] - right[1])[left], (2 * (w - 0.5) * pdf)[left], rtol=0, atol=1e-15)


def test_the_table_gives_the_distribution_function_to_rounding():
    c = np.linspace(-plane.REACH, plane.REACH, 100_001)
    b = np.where(c == 0, 0.0, c)
    # At w = 1 and gamma = 0 the derivative in the weight is Phi(c).
    np.testing.assert_allclose(field_at(np.ones_like(c), b, 0.0)[0], ndtr(c), rtol=0, atol=4e-16)
