"""Who looks at the parts of claims: evidence on values counts for a part only where that was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from theory.claim.statement import Claim

Reader: TypeAlias = "Callable[[Claim, str], None]"

_reader: ContextVar[Reader | None] = ContextVar("claim_reader", default=None)


@contextmanager
def observed(reader: Reader | None) -> Iterator[None]:
    """Tell a function of each claim and part whose formula or sides are asked for in this context."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


def notice(claim: Claim, part: str) -> None:
    """Pass on that a part has been read."""
    reader = _reader.get()
    if reader is not None:
        reader(claim, part)
