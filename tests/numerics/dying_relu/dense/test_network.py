"""Dense ReLU networks in floating point and exact rationals."""

from fractions import Fraction

import array_api_strict
import numpy as np
import pytest

from numerics.dying_relu.dense import forward, scale_layers

WEIGHTS = [[[1.0, -2.0], [3.0, 0.5]], [[1.0, -1.0]]]
BIASES = [[1.0, 0.0], [0.25]]


def _exact(nested):
    return [_exact(x) for x in nested] if isinstance(nested, list) else Fraction(nested)


def test_against_the_definition_by_hand():
    # hidden: relu(1 - 4 + 1) = 0, relu(3 + 1) = 4; output: 0 - 4 + 1/4
    assert forward([1.0, 2.0], WEIGHTS, BIASES).tolist() == [-3.75]


def test_exact_and_floating_agree_and_batches_are_loops():
    x = [[1.0, 2.0], [-1.5, 0.25], [0.0, -3.0]]
    batch = forward(x, WEIGHTS, BIASES)
    exact = forward(_exact(x), _exact(WEIGHTS), _exact(BIASES))
    assert batch.shape == (3, 1)
    assert (exact == batch).all()
    assert all(isinstance(value, Fraction) for value in exact.flat)
    assert np.array_equal(batch, [forward(row, WEIGHTS, BIASES) for row in x])


def test_one_layer_is_affine():
    assert forward([[-1.0]], [[[2.0]]], [[0.5]]).tolist() == [[-1.5]]


def test_any_array_library():
    xp = array_api_strict
    weights = [xp.asarray(w, dtype=xp.float64) for w in WEIGHTS]
    biases = [xp.asarray(b, dtype=xp.float64) for b in BIASES]
    out = forward(xp.asarray([1.0, 2.0], dtype=xp.float64), weights, biases)
    assert float(out[0]) == -3.75


def test_scaling_multiplies_the_output():
    weights, biases = scale_layers(WEIGHTS, BIASES, [2.0, 4.0])
    assert forward([1.0, 2.0], weights, biases).tolist() == [-30.0]
    assert [b.tolist() for b in biases] == [[2.0, 0.0], [2.0]]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (([1.0, 2.0], [], []), "weights"),
        (([1.0, 2.0], WEIGHTS, BIASES[:1]), "biases"),
        (([1.0], WEIGHTS, BIASES), r"weights\[0\]"),
        (([1.0, 2.0], WEIGHTS, [[1.0], [0.25]]), r"biases\[0\]"),
        (([1.0, 2.0], [[1.0, 2.0]], [[1.0]]), r"weights\[0\]"),
        (([float("inf"), 2.0], WEIGHTS, BIASES), "x"),
        ((1.0, WEIGHTS, BIASES), "x"),
        (("x", WEIGHTS, BIASES), "x"),
        (([1.0, 2.0], [[[None, 1.0]], [[1.0]]], [[0.0], [0.0]]), r"weights\[0\]"),
        (([Fraction(1), Fraction(2)], WEIGHTS, BIASES), r"weights\[0\]"),
    ],
)
def test_bad_networks_are_named(arguments, name):
    with pytest.raises((ValueError, TypeError), match=rf"{name}.* must be"):
        forward(*arguments)


@pytest.mark.parametrize(
    "factors", [[1.0], [1.0, 0.0], [1.0, -2.0], [1.0, float("nan")], [1.0, "2"], [[1.0], 2.0]]
)
def test_bad_factors_are_named(factors):
    with pytest.raises((ValueError, TypeError), match=r"factors.* must be"):
        scale_layers(WEIGHTS, BIASES, factors)
