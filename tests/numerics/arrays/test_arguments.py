from fractions import Fraction

import array_api_strict as strict
import numpy as np
import pytest
from flint import fmpq

from numerics.arrays import arguments


def test_python_numbers_become_doubles_of_numpy():
    (x,) = arguments.arrays({"x": 3})
    assert isinstance(x, np.ndarray)
    assert x.dtype == np.float64
    assert x.shape == ()


@pytest.mark.parametrize("xp", [np, strict])
def test_scalars_and_sequences_follow_the_library_and_precision_of_arrays(xp):
    given = {"x": xp.asarray([1.0, 2.0], dtype=xp.float32), "y": 0.1, "z": 2}
    x, y, z = arguments.arrays(given)
    assert x.dtype == y.dtype == z.dtype == xp.float32
    assert type(x) is type(y) is type(z)
    x, y = arguments.arrays({"x": given["x"], "y": [0.5, 1.5]})
    assert x.dtype == y.dtype == xp.float64
    assert type(x) is type(y)


def test_integers_become_doubles_and_float32_alone_stays():
    assert arguments.arrays({"x": np.arange(3)})[0].dtype == np.float64
    assert arguments.arrays({"x": strict.asarray([1, 2])})[0].dtype == strict.float64
    assert arguments.arrays({"x": np.float32(2)})[0].dtype == np.float32
    assert arguments.arrays({"x": np.float32(2), "y": np.float64(2)})[0].dtype == np.float64


@pytest.mark.parametrize("number", [Fraction(1, 3), [Fraction(1, 3), 2], np.asarray([1, Fraction(1, 3)])])
def test_exact_numbers_turn_all_arguments_into_fractions(number):
    x, y = arguments.arrays({"x": number, "y": np.asarray([1, 2])}, exact=True)
    assert all(isinstance(value, Fraction) for value in (*x.flat, *y.flat))
    assert arguments.is_exact(x)


def test_one_flint_number_turns_all_into_flint_numbers():
    x, y, z = arguments.arrays({"x": fmpq(1, 3), "y": Fraction(1, 7), "z": 2}, exact=True)
    assert (x.item(), y.item(), z.item()) == (fmpq(1, 3), fmpq(1, 7), fmpq(2))
    assert all(isinstance(value.item(), fmpq) for value in (x, y, z))


@pytest.mark.parametrize("inexact", [0.5, np.ones(2), strict.ones(2), [0.5], np.float64(1)])
def test_a_float_beside_exact_numbers_is_refused(inexact):
    with pytest.raises(TypeError, match=r"^y must be exact .* got"):
        arguments.arrays({"x": Fraction(1, 3), "y": inexact}, exact=True)


def test_exact_numbers_are_refused_where_not_announced():
    for exact in (Fraction(1, 2), fmpq(1, 2), [Fraction(1, 2)], np.asarray([1, 2], dtype=object)):
        with pytest.raises(TypeError, match=r"^x must be finite real numbers"):
            arguments.arrays({"x": exact})


def test_arrays_of_two_libraries_are_refused_by_name():
    with pytest.raises(TypeError, match=r"^x, y must be arrays of one library, got x: ndarray, y: Array"):
        arguments.arrays({"x": np.ones(2), "y": strict.ones(2)})


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (np.nan, ValueError),
        ([1, np.inf], ValueError),
        (10**400, ValueError),
        ([[1], [1, 2]], ValueError),
        ("1", TypeError),
        (None, TypeError),
        (True, TypeError),
        ([1.0, True], TypeError),
        (1j, TypeError),
        (np.ones(2, dtype=np.float16), TypeError),
        (np.ones(2, dtype=bool), TypeError),
    ],
)
@pytest.mark.parametrize("exact", [False, True])
def test_what_is_not_a_finite_real_number_is_refused(value, error, exact):
    with pytest.raises(error, match=r"^rate must be "):
        arguments.arrays({"good": 1.0, "rate": value}, exact=exact)


def test_python_numbers_beyond_single_precision_are_refused_beside_it():
    with pytest.raises(ValueError, match=r"^y must be"):
        arguments.arrays({"x": np.ones(2, dtype=np.float32), "y": 1e300})


def test_messages_stay_short_and_give_the_shape():
    assert arguments.shorten(np.zeros((300, 300))).endswith("of shape (300, 300)")
    for long in (np.zeros((300, 300)), list(range(10**5)), "x" * 10**5, 10**400, {"k": "v" * 1000}):
        assert len(arguments.shorten(long)) < 200
        assert "\n" not in arguments.shorten(long)


def test_require_takes_booleans_of_any_library():
    for holds in (True, np.True_, np.asarray([True, True]), strict.asarray([True])):
        arguments.require(holds, "x", 1, "fine")
    for fails in (False, np.False_, np.asarray([True, False]), strict.asarray([False])):
        with pytest.raises(ValueError, match=r"^x must be fine, got 1$"):
            arguments.require(fails, "x", 1, "fine")


def test_choices_counts_and_callables():
    assert arguments.one_of("ema", "form", iter(("ema", "classical"))) == "ema"
    assert arguments.count(np.int64(3), "steps") == 3
    assert arguments.optional_callable(None, "gradient") is None
    with pytest.raises(ValueError, match=r"^form must be one of 'ema', 'classical', got 'EMA'"):
        arguments.one_of("EMA", "form", ("ema", "classical"))
    with pytest.raises(TypeError, match=r"^form must be one of"):
        arguments.one_of(np.asarray(["ema"]), "form", ("ema", "classical"))
    with pytest.raises(ValueError, match=r"^steps must be an integer that is at least 1, got 0"):
        arguments.count(0, "steps", at_least=1)
    for bad in (True, 2.0, "2", None):
        with pytest.raises(TypeError, match=r"^steps must be"):
            arguments.count(bad, "steps")
    with pytest.raises(TypeError, match=r"^gradient must be None or a callable, got 3"):
        arguments.optional_callable(3, "gradient")


def test_broadcast_names_what_does_not_fit():
    x, y = arguments.broadcast({"x": np.ones((2, 1)), "y": np.ones(3)})
    assert x.shape == y.shape == (2, 3)
    with pytest.raises(ValueError, match=r"^x, y must have shapes that broadcast, got x: \(2,\), y: \(3,\)"):
        arguments.broadcast({"x": np.ones(2), "y": np.ones(3)})


@pytest.mark.parametrize("bad", [0, -1, 0.0, [1.0], "1", None, True, float("nan"), 1j])
def test_one_positive_number_is_asked_for(bad):
    assert arguments.positive(np.float32(0.5), "step") == 0.5
    with pytest.raises((TypeError, ValueError), match=r"^step must be"):
        arguments.positive(bad, "step")
