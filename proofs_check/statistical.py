"""Which proofs rest on random runs: derived from their code, so that nobody has to keep a list."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from types import CodeType, FunctionType
from typing import Any

import pytest

from proofs_check.engines import consistent, prevails
from proofs_check.engines.proportion import largest

#: What a proof calls if it does.
ENGINES = frozenset(inspect.unwrap(engine) for engine in (consistent, prevails, largest))


def mark(items: Iterable[pytest.Item]) -> None:
    """Mark collected proofs that rest on random runs, so that ``-m statistical`` selects them."""
    for item in items:
        if rests_on_runs(item.function):  # type: ignore[attr-defined] # only functions are proofs
            item.add_marker("statistical")


def rests_on_runs(function: Any) -> bool:
    """Whether a proof names a statistical engine, itself or in the functions of its module that it names.

    Parameters
    ----------
    function
        The decorated function, also one that draws its arguments by Hypothesis.
    """
    test = inspect.unwrap(getattr(getattr(function, "hypothesis", None), "inner_test", function))
    waiting, seen = [test], set()
    while waiting:
        found = inspect.unwrap(waiting.pop())
        if found in ENGINES:
            return True
        if found not in seen and found.__globals__ is test.__globals__:
            seen.add(found)
            named = [found.__globals__.get(name) for name in _names(found.__code__)]
            waiting += [value for value in named if isinstance(inspect.unwrap(value), FunctionType)]
    return False


def _names(code: CodeType) -> Iterator[str]:
    """Names of globals and attributes in a function and in those inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
