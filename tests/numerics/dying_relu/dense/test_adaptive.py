"""Adam with an optimiser for every array of a dense network."""

import numpy as np
import pytest

from numerics.descent.optimisers import Adam
from numerics.dying_relu import dense
from numerics.dying_relu.dense.adaptive import scaled_optimisers, train_by_adam

X, Y = np.array([[1.0], [2.0]]), np.array([[1.0], [-1.0]])
WEIGHTS, BIASES = [np.array([[0.5]])], [np.array([0.25])]


def test_the_first_step_has_the_size_of_the_rate():
    weights, biases = train_by_adam(X, Y, WEIGHTS, BIASES, steps=1, optimisers=[Adam(0.1), Adam(0.2)])
    assert weights[0] == pytest.approx(0.4, abs=1e-6)
    assert biases[0] == pytest.approx(0.05, abs=1e-6)


def test_it_leaves_what_it_is_given_and_fits_an_affine_function():
    weights, biases = train_by_adam(X, Y, WEIGHTS, BIASES, steps=3000, optimisers=[Adam(0.05)] * 2)
    assert WEIGHTS[0].item() == 0.5
    np.testing.assert_allclose(dense.forward(X, weights, biases), Y, atol=1e-3)


def test_scaled_optimisers_carry_the_factors_of_their_layers():
    weight, output, bias, last = scaled_optimisers(Adam(0.5, epsilon=1e-4), (2.0, 0.25))
    assert [one.rate for one in (weight, output, bias, last)] == [1.0, 0.125, 1.0, 0.25]
    assert [one.epsilon for one in (weight, output)] == pytest.approx([1e-4 * 0.125, 1e-4])


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="optimisers must be 2 of them"):
        train_by_adam(X, Y, WEIGHTS, BIASES, steps=1, optimisers=[Adam()])
    with pytest.raises(TypeError, match=r"optimisers\[1\] must be an Adam"):
        train_by_adam(X, Y, WEIGHTS, BIASES, steps=1, optimisers=[Adam(), 3])
