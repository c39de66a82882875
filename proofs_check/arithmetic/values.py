"""What ball arithmetic works on: precision, refusals, and the contexts an evaluation runs in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import flint
from flint import acb, arb

from proofs_check.ledger.evidence import Undecided

#: Working precision in bits; leaves 1e-30 with room for cancellation.
PRECISION = 192

#: A ball for every symbol; a pair of expressions whose order is known stands with its sign.
Point = Mapping[Any, Any]

#: Whether the quadrature that is running needs its integrand to be analytic on the ball it asks for.
analytic: ContextVar[bool] = ContextVar("relucidate_analytic", default=False)
#: Whether roots may be taken of balls that touch 0: a range ends there, and the radicand is positive inside.
touching: ContextVar[bool] = ContextVar("relucidate_touching", default=False)
#: How many evaluations the outermost quadrature that is running has left.
budget: ContextVar[list[int] | None] = ContextVar("relucidate_budget", default=None)
#: From which side (+1 or -1) an infinitesimal is looked at, or 0 for both.
side: ContextVar[int] = ContextVar("relucidate_side", default=0)
#: Whether derivatives from the two sides may be taken for one where their balls overlap (never for proofs).
lenient: ContextVar[bool] = ContextVar("relucidate_lenient", default=False)


class Unsupported(Undecided):
    """The expression has a node that cannot be evaluated here."""


@contextmanager
def precision(bits: int = PRECISION) -> Iterator[None]:
    """Set flint's working precision for a while."""
    with flint.ctx.workprec(bits):
        yield


@contextmanager
def setting(variable: ContextVar[Any], value: Any) -> Iterator[None]:
    """Set a context variable for a while."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def real_part(value: Any) -> Any:
    """Real part of a ball."""
    return value.real if isinstance(value, acb) else value


def united(first: Any, second: Any) -> Any:
    """Smallest enclosure of two balls; where one is not finite, neither is the result."""
    if not (first.is_finite() and second.is_finite()):
        return arb("nan")
    if isinstance(first, acb) or isinstance(second, acb):
        return acb(first).union(acb(second))
    return first.union(second)
