"""A unit with the leaky ReLU."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from numerics.dying_relu.relu_unit import leaky


@pytest.mark.parametrize(("w", "b", "alpha"), [(0.7, -0.4, 0.3), (-0.6, 0.9, 0.05), (0.2, -1.0, 1.0)])
def test_the_gradient_is_the_mean_over_inputs(w, b, alpha):
    def slope(x, factor):
        z = w * x + b
        out, leak = (z, 1.0) if z > 0 else (alpha * z, alpha)
        return leak * (out - 0.5 * x) * factor * norm.pdf(x)

    found = leaky.leaky_gradient([w], b, 0.5, alpha)
    for value, factor in zip((found[0][0], found[1]), (lambda x: x, lambda _: 1.0), strict=True):
        mean = quad(lambda x, f=factor: slope(x, f(x)), -12, 12, points=[-b / w], limit=200)[0]
        assert float(value) == pytest.approx(mean, abs=1e-7)


def test_updates_are_counted_and_given_up():
    found = leaky.updates_to_the_right(
        [[-0.5], [0.5], [-9.0]], [-4.0, 0.0, -90.0], 1.0, 0.1, eta=0.5, steps=12
    )
    np.testing.assert_array_equal(found, [10, 0, np.inf])


@pytest.mark.parametrize("alpha", [0.0, 1.5])
def test_bad_slopes_are_named(alpha):
    with pytest.raises(ValueError, match="alpha"):
        leaky.leaky_gradient([1.0], 0.0, 1.0, alpha)
