"""All claims there are, by id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from theory.claim.statement import Claim

_registry: dict[str, Claim] = {}


def register(claim: Claim) -> None:
    """Add a claim.

    Raises
    ------
    ValueError
        If its id is taken.
    """
    if claim.id in _registry:
        raise ValueError(
            f"id={claim.id!r}: a claim with this id exists already ({_registry[claim.id].title!r})"
        )
    _registry[claim.id] = claim


def find(id_: str) -> Claim:
    """Claim with this id, among those registered so far.

    Raises
    ------
    KeyError
        If there is none; the message names the nearest ids.
    """
    if id_ not in _registry:
        near = get_close_matches(id_, _registry, n=3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise KeyError(f"no claim {id_!r} among {len(_registry)}{hint}")
    return _registry[id_]


def claims(paper: str | None = None) -> list[Claim]:
    """All registered claims in the order of registration, or those of one paper."""
    return [claim for claim in _registry.values() if paper in (None, claim.paper)]


@contextmanager
def separate_registry() -> Iterator[None]:
    """Start from an empty registry and restore the old one afterwards, as tests of the machinery need."""
    saved = dict(_registry)
    _registry.clear()
    try:
        yield
    finally:
        _registry.clear()
        _registry.update(saved)
