"""Calls with one spoiled argument, and what is wrong with how they end."""

from __future__ import annotations

import dataclasses
import inspect
import re
import signal
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from types import FrameType, GeneratorType
from typing import Any

import numpy as np
from spoiling import Spoiled

#: Seconds of processor time for a call.
LIMIT = 4.0


class Slow(BaseException):
    """A call took longer than `LIMIT`; no Exception, so that nothing under test catches it."""


def _alarm(_signal: int, _frame: FrameType | None) -> None:
    raise Slow


def call(function: Callable[..., Any], arguments: inspect.BoundArguments) -> tuple[Any, BaseException | None]:
    """Call a function within the limit; return its result, or what it raised."""
    before = signal.signal(signal.SIGVTALRM, _alarm)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            result = function(*arguments.args, **arguments.kwargs)
            if isinstance(result, GeneratorType):
                result = list(islice(result, 3))
        return result, None
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return None, error
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def fault(
    name: str,
    spoiled: Spoiled,
    names: list[str],
    outcome: tuple[Any, BaseException | None],
    usual: int,
) -> str | None:
    """Say what is wrong with the end of a call, if anything is.

    Parameters
    ----------
    name
        The argument that was spoiled.
    spoiled
        How.
    names
        All arguments of the callable.
    outcome
        Its result, or what it raised.
    usual
        How many numbers are not finite in the result of the good call.

    Returns
    -------
    str or None
        ``"slow"``, ``"silent"`` or ``"unclear"``.
    """
    result, error = outcome
    if isinstance(error, Slow):
        return None if spoiled.endless else "slow"
    if error is None:
        return "silent" if spoiled.wrong_kind or not_finite(result) > usual else None
    plain = type(error).__module__ == "builtins" or type(error).__module__.startswith("numerics")
    if not (plain and isinstance(error, TypeError | ValueError)) or isinstance(error, UnicodeError):
        return "unclear"
    told = [other for other in names if re.search(rf"\b{re.escape(other)}\b", str(error))]
    if name in told or (told and not spoiled.wrong_kind and spoiled.value is not None):
        return None
    return "unclear"


def not_finite(result: Any, depth: int = 0) -> int:
    """Count NaN and infinities in whatever a call returned."""
    if isinstance(result, np.ndarray | np.number | float | complex):
        array = np.asarray(result)
        if array.dtype.kind in "fc":
            return int(array.size - np.count_nonzero(np.isfinite(array)))
    return sum(not_finite(inner, depth + 1) for inner in islice(_inside(result), 50)) if depth < 5 else 0


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":
        yield from value.flat
    elif isinstance(value, list | tuple):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from (getattr(value, field.name, None) for field in dataclasses.fields(value))


def content(value: Any, depth: int = 0) -> Any:
    """Describe an argument by its content, to notice changes."""
    if isinstance(value, np.random.Generator):
        return None  # made to be changed
    if isinstance(value, np.ndarray) and value.dtype.kind != "O":
        return value.shape, value.dtype.str, value.tobytes()
    if isinstance(value, int | float | complex | str | bytes | Fraction | None):
        return repr(value)
    if isinstance(value, dict) or depth > 4:
        return {repr(key): content(inner, depth + 1) for key, inner in value.items()} if depth <= 4 else None
    return [content(inner, depth + 1) for inner in _inside(value)]
