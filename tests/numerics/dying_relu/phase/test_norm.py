"""The norm in which errors of momentum descent do not grow."""

import numpy as np
import pytest

from numerics.dying_relu.phase.norm import Norm, fitted


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_growth_is_the_matrix_norm_and_below_one_in_the_trap(beta):
    norm = fitted(beta, 0.1 * (1 - beta))
    root = np.array([[1, norm.shift], [0, norm.stretch]])
    for h in (-0.5, 0.0, 1 / 80, 0.3, 1.0, 2.0):
        update = np.array([[1 - norm.rate * h, -beta], [norm.rate * h, beta]])
        matrix = root @ update @ np.linalg.inv(root)
        assert norm.growth(np.array(h)) == pytest.approx(np.linalg.norm(matrix, 2), rel=1e-9)
    assert norm.traps


def test_coordinates_are_bounded_by_the_norm():
    norm = Norm(-3.0, 2.0, 0.9, 0.01)
    theta, v = np.random.default_rng(5).normal(size=(2, 2, 500))
    size = norm.of(theta, v)
    assert np.all(np.hypot(*theta) <= norm.of_theta * size)
    assert np.all(np.hypot(*v) <= norm.of_v * size)
    kick = np.array([[0.6], [0.8]])
    assert norm.of(-norm.rate * kick, norm.rate * kick)[0] == pytest.approx(norm.of_kick)
