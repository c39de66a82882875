"""All claims there are, by id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from theory.claim.statement import Claim

_registry: dict[str, Claim] = {}


def register(claim: Claim) -> Claim:
    """Add a claim, or return the one that there is if the same statement is made at the same place again.

    So it is when a module is reloaded or imported under a second name, or a cell of a notebook runs twice.

    Raises
    ------
    ValueError
        If its id is taken by another claim, or by this one from elsewhere.
    """
    known = _registry.setdefault(claim.id, claim)
    if known is claim or vars(known) == vars(claim):
        return known
    where = f" in {known.place[-1]}" if known.place != claim.place else ", which says something else"
    raise ValueError(f"id={claim.id!r}: a claim with this id exists already ({known.title!r}){where}")


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
