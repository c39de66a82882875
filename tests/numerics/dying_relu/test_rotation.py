"""Orthogonal matrices that turn a vector onto the last axis."""

from fractions import Fraction

import array_api_strict
import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from numerics.dying_relu.rotation import length, turn_to_axis

vectors = arrays(float, st.integers(1, 6), elements=st.floats(-1e6, 1e6, allow_subnormal=False)).filter(
    lambda v: bool(np.any(v))
)


@given(vectors)
def test_turns_onto_the_axis(v):
    u = turn_to_axis(v)
    r = length(v)
    assert u.shape == (v.size, v.size)
    np.testing.assert_allclose(u @ u.T, np.eye(v.size), atol=1e-14)
    np.testing.assert_allclose(u @ v, [0] * (v.size - 1) + [r], atol=1e-14 * r)


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_length_neither_overflows_nor_vanishes(scale):
    assert float(length([3 * scale, 4 * scale])) == pytest.approx(5 * scale, rel=1e-15)


@pytest.mark.parametrize("v", [[1e-9, 0.0, 1.0], [0.0, 0.0, 2.0], [0.0, 0.0, -2.0], [1e-9, 0.0, -1.0]])
def test_near_the_axis_nothing_cancels(v):
    u = turn_to_axis(v)
    np.testing.assert_allclose(u @ u.T, np.eye(3), atol=1e-15)
    np.testing.assert_allclose(u @ v, [0, 0, np.linalg.norm(v)], atol=1e-15 * np.linalg.norm(v))


@pytest.mark.parametrize("number", [Fraction, fmpq, int])
def test_exact_vectors_give_exact_matrices(number):
    v = np.array([number(1), number(2), number(2)], dtype=object)
    u = turn_to_axis(v)
    assert length(v) == 3
    assert (u @ u.T == np.eye(3, dtype=int)).all()
    assert (u @ np.array([1, 2, 2]) == [0, 0, 3]).all()
    assert all(isinstance(entry, Fraction) for entry in u.flat)


def test_exact_vector_on_the_axis_stays():
    assert (turn_to_axis([Fraction(0), Fraction(7, 3)]) == np.eye(2, dtype=int)).all()


def test_any_array_library():
    u = turn_to_axis(array_api_strict.asarray([0.6, -0.8, 0.1], dtype=array_api_strict.float64))
    assert isinstance(u, type(array_api_strict.asarray([1.0])))
    np.testing.assert_allclose(np.asarray(u), turn_to_axis([0.6, -0.8, 0.1]), atol=1e-15)


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ([0.0, 0.0], ValueError),
        ([], ValueError),
        ([[1.0, 2.0]], ValueError),
        (3.0, ValueError),
        ([1.0, float("nan")], ValueError),
        ([Fraction(1), Fraction(1)], ValueError),
        ("axis", TypeError),
        (None, TypeError),
        ([1j], TypeError),
    ],
)
def test_bad_vectors_are_named(bad, error):
    with pytest.raises(error, match=r"\bv\b"):
        turn_to_axis(bad)
