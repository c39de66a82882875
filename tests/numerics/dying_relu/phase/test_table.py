"""Phi and phi with a proven bound on their error, against ball arithmetic."""

import numpy as np
from flint import arb

from numerics.dying_relu.phase import table


def test_both_functions_are_right_to_the_stated_error():
    c = np.concatenate([np.random.default_rng(3).uniform(-9.5, 9.5, 3000), [0.0, 9.0, -9.0, 1e300, -40.0]])
    cdf, pdf = table.gaussian(c)
    for at, left, right in zip(c, cdf, pdf, strict=True):
        exact = (-arb(at) / arb(2).sqrt()).erfc() / 2, (-(arb(at) ** 2) / 2).exp() / (2 * arb.pi()).sqrt()
        assert abs(left - exact[0]) < table.ERROR
        assert abs(right - exact[1]) < table.ERROR


def test_the_largest_value_is_found_within_beside_and_far_out():
    low, high = np.array([0.0, 2.0, 0.5, 12.0]), np.array([5.0, 3.0, np.inf, 13.0])
    for power in range(8):
        bound = table.largest(power, low, high)
        for i, (first, last) in enumerate(zip(low, np.minimum(high, 30), strict=True)):
            x = np.linspace(first, last, 2001)
            value = np.max(x**power * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))
            assert value <= bound[i] < value * 1.001 + 1e-9
