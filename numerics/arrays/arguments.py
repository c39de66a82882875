"""Checks on what callers pass in, shared by every module of this room.

Each helper either returns the argument in the form the caller computes with, or raises an error whose
message starts with the argument's name and says what is allowed and what was given. `TypeError` is for
things of the wrong kind (strings, None, booleans, complex numbers, half precision); `ValueError` is for
numbers of the right kind with a wrong value or shape.
"""

import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import array_api_compat as compat
import numpy as np
from flint import fmpq, fmpz

Array: TypeAlias = Any
"""An array of any array-API library, or a NumPy object array of exact numbers."""

LARGEST = 2**63
"""Above every size and every number of steps."""

_FLINT = (fmpq, fmpz)
_EXACT = (Fraction, *_FLINT)
_FLOATS = "finite real numbers (Python int or float, or an array of integers, float32 or float64)"
_FLOATS_OR_EXACT = f"{_FLOATS}, or exact numbers (int, Fraction, fmpq)"

_repr = reprlib.Repr()
_repr.maxother = _repr.maxstring = _repr.maxlong = 80


def shorten(value: object) -> str:
    """Return a one-line `repr` of `value` of bounded length, with the shape when it is an array."""
    text = " ".join(_repr.repr(value).split())
    shape = getattr(value, "shape", ())
    return f"{text} of shape {tuple(shape)}" if shape else text


def require(holds: Any, name: str, value: object, allowed: str) -> None:
    """Raise unless a condition holds everywhere.

    Parameters
    ----------
    holds : bool or array of bool
        The condition, of any shape.
    name, value
        The argument's name and what was passed for it.
    allowed : str
        What is allowed, to follow the words "must be".

    Raises
    ------
    ValueError
        If any element of `holds` is false.
    """
    numpy_like = isinstance(holds, bool | np.bool_ | np.ndarray)
    if not bool(np.all(holds) if numpy_like else compat.array_namespace(holds).all(holds)):
        raise ValueError(f"{name} must be {allowed}, got {shorten(value)}")


def one_of(value: object, name: str, options: Iterable[str]) -> str:
    """Return `value` if it is one of the strings in `options`; raise TypeError or ValueError if not."""
    options = tuple(options)
    allowed = "one of " + ", ".join(map(repr, options))
    if not isinstance(value, str):
        raise TypeError(f"{name} must be {allowed}, got {shorten(value)}")
    require(value in options, name, value, allowed)
    return str(value)


def count(value: Any, name: str, *, at_least: int = 0) -> int:
    """Return `value` as an int.

    Raises
    ------
    TypeError
        If it is not an integer (a bool or an integral float is not).
    ValueError
        If it is below `at_least`, or needs more than 64 bits: no size or number of steps does.
    """
    found = _integer(value, name, at_least)
    require(found < LARGEST, name, value, f"an integer that is at least {at_least} and below 2**63")
    return found


def seed(value: Any, name: str = "seed") -> int:
    """Return a seed, not negative and of any size, as an int; raise TypeError or ValueError if it is none."""
    return _integer(value, name, 0)


def _integer(value: Any, name: str, at_least: int) -> int:
    allowed = f"an integer that is at least {at_least}"
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be {allowed}, got {shorten(value)}")
    require(value >= at_least, name, value, allowed)
    return int(value)


def generator(value: Any, name: str) -> np.random.Generator:
    """Check a source of randomness."""
    if not isinstance(value, np.random.Generator):
        raise TypeError(f"{name} must be a numpy.random.Generator, got {shorten(value)}")
    return value


def positive(value: Any, name: str) -> float:
    """Return `value` as a float if it is one positive number; raise TypeError or ValueError if not."""
    (found,) = arrays({name: value})
    require(found.ndim == 0 and bool(found > 0), name, value, "positive, a single number")
    return float(found)


def optional_callable(value: Any, name: str) -> Callable[..., Any] | None:
    """Return `value` if it is None or can be called; raise TypeError if not."""
    if value is not None and not callable(value):
        raise TypeError(f"{name} must be None or a callable, got {shorten(value)}")
    return value  # type: ignore[no-any-return]


def arrays(values: Mapping[str, Any], *, exact: bool = False) -> tuple[Array, ...]:
    """Bring real arguments to one array library, one dtype and one device.

    Parameters
    ----------
    values : mapping of str to number, nested sequence or array
        The arguments by name. Arrays may come from any one array-API library; Python numbers, NumPy
        scalars and (nested) sequences follow the library and device of the arrays beside them.
    exact : bool
        Whether `Fraction`, `fmpq` and object arrays of these and of int may come too. As soon as one
        argument is exact all must be, and each becomes a NumPy object array: of fmpq where any element
        is a flint number, of Fraction otherwise.

    Returns
    -------
    tuple of array
        In the order given, each with its own shape. The dtype is float32 when floating arrays were passed
        and all of them are float32; otherwise float64.

    Raises
    ------
    TypeError
        If an argument is not made of real numbers, or is of a dtype other than those named in the
        message, or if inexact numbers stand beside exact ones, or if arrays of two libraries are mixed.
    ValueError
        If a number is NaN, infinite or outside the range of the dtype, a sequence is ragged, or arrays
        lie on different devices.
    """
    allowed = _FLOATS_OR_EXACT if exact else _FLOATS
    found = {name: _as_numbers(value, name, allowed, exact) for name, value in values.items()}
    if any(map(is_exact, found.values())):
        return tuple(_exact_arrays(found, values))
    return tuple(_floating_arrays(found, values, allowed))


def broadcast(values: Mapping[str, Array]) -> tuple[Array, ...]:
    """Broadcast arrays of one library against each other; raise ValueError naming them if they do not fit."""
    shape = broadcast_shape({name: tuple(array.shape) for name, array in values.items()})
    xp = compat.array_namespace(*values.values())
    return tuple(xp.broadcast_to(array, shape) for array in values.values())


def broadcast_shape(shapes: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """Return the common shape of named shapes; raise ValueError naming them all if there is none."""
    try:
        return tuple(np.broadcast_shapes(*map(tuple, shapes.values())))
    except ValueError:
        given = ", ".join(f"{name}: {tuple(shape)}" for name, shape in shapes.items())
        raise ValueError(f"{', '.join(shapes)} must have shapes that broadcast, got {given}") from None


def is_exact(value: object) -> bool:
    """Return whether `value` is a NumPy object array, the form in which `arrays` returns exact numbers."""
    return isinstance(value, np.ndarray) and value.dtype.kind == "O"


def _as_numbers(value: Any, name: str, allowed: str, exact: bool) -> Any:
    """Return a Python float or int, an array of floats or integers, or an object array of exact numbers."""
    given = value

    def complaint() -> TypeError:  # made only where needed: the text of an array costs more than its check
        return TypeError(f"{name} must be {allowed}, got {shorten(given)}")

    if isinstance(value, list | tuple):
        try:
            items = np.asarray(value, dtype=object).ravel()
            array = np.asarray(value)
        except (ValueError, TypeError, OverflowError, RuntimeError):
            raise ValueError(f"{name} must be a rectangular array, got {shorten(value)}") from None
        if any(isinstance(item, bool | np.bool_) for item in items):
            raise complaint()
        value = array
    if isinstance(value, _EXACT):
        value = np.asarray(value, dtype=object)
    if isinstance(value, np.generic):
        value = np.asarray(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if not compat.is_array_api_obj(value) or isinstance(value, np.ma.MaskedArray):
        raise complaint()
    if is_exact(value):
        good = (int, np.integer, *_EXACT)
        if exact and all(isinstance(x, good) and not isinstance(x, bool) for x in value.flat):
            return value
        raise complaint()
    xp = compat.array_namespace(value)
    if not (value.dtype in (xp.float32, xp.float64) or _is_integer(value)):
        raise complaint()
    return value


def _is_integer(array: Array) -> bool:
    return bool(compat.array_namespace(array).isdtype(array.dtype, "integral"))


def _exact_arrays(found: Mapping[str, Any], values: Mapping[str, Any]) -> Iterable[Array]:
    """Turn numbers, none of them floating, into object arrays over one exact field."""
    parts = {}
    first = next(name for name, number in found.items() if is_exact(number))
    for name, number in found.items():
        exact = isinstance(number, int) or is_exact(number)
        if not exact and not (compat.is_numpy_array(number) and _is_integer(number)):
            given = shorten(values[name])
            raise TypeError(f"{name} must be exact (int, Fraction or fmpq) since {first} is, got {given}")
        parts[name] = np.asarray(number, dtype=object)
    flint = any(isinstance(x, _FLINT) for part in parts.values() for x in part.flat)
    field = _to_fmpq if flint else _to_fraction
    for part in parts.values():
        out = np.empty(part.size, dtype=object)
        out[:] = [field(x) for x in part.flat]
        yield out.reshape(part.shape)


def _to_fmpq(x: Any) -> fmpq:
    if isinstance(x, Fraction):
        return fmpq(x.numerator, x.denominator)
    return fmpq(x if isinstance(x, _FLINT) else int(x))


def _to_fraction(x: Any) -> Fraction:
    return x if isinstance(x, Fraction) else Fraction(int(x))


def _floating_arrays(found: Mapping[str, Any], values: Mapping[str, Any], allowed: str) -> Iterable[Array]:
    """Turn numbers into floating arrays that share a namespace, a dtype and a device."""
    typed = {name: number for name, number in found.items() if not isinstance(number, int | float)}
    # What was itself an array decides the library; NumPy scalars and sequences follow it.
    fixed = [x for name, x in typed.items() if not isinstance(values[name], list | tuple | np.generic)]
    try:
        xp = compat.array_namespace(*(fixed or [np.empty(0)]))
    except TypeError:
        kinds = ", ".join(f"{name}: {type(values[name]).__name__}" for name in typed)
        raise TypeError(f"{', '.join(typed)} must be arrays of one library, got {kinds}") from None
    floats = {str(x.dtype).rpartition(".")[2] for x in typed.values() if not _is_integer(x)}
    dtype = xp.float32 if floats == {"float32"} else xp.float64
    device = compat.device(fixed[0]) if fixed else None
    if any(compat.device(x) != device for x in fixed):
        kinds = ", ".join(f"{name}: {compat.device(typed[name])}" for name in typed)
        raise ValueError(f"{', '.join(typed)} must lie on one device, got {kinds}")
    largest = float(xp.finfo(dtype).max)
    for name, number in found.items():
        if isinstance(number, int | float):
            require(abs(number) <= largest, name, values[name], allowed)  # also false for NaN
            yield xp.asarray(float(number), dtype=dtype, device=device)
        else:
            soft = isinstance(values[name], list | tuple | np.generic)
            array = xp.asarray(number, dtype=dtype, device=device) if soft else xp.astype(number, dtype)
            require(xp.all(xp.isfinite(array)), name, values[name], allowed)
            yield array
