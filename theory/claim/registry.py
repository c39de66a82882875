"""All claims there are, by id."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from theory.claim.statement import Claim

_registry: dict[str, Claim] = {}
#: Where each claim was registered: the name of the module and its file.
_places: dict[str, tuple[str, str]] = {}


class Registering(type):
    """Metaclass of claims: each is registered once it is whole, and is itself when it is built again.

    A module that is reloaded, a notebook cell that is run twice or a module that is imported under a second
    name builds its claims anew. A claim that comes unchanged from the same place is the claim that is there.
    """

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Build a claim and register it; return the one that is there if it is the same."""
        claim = cast("Claim", super().__call__(*args, **kwargs))
        frame = sys._getframe(1)
        place = (str(frame.f_globals.get("__name__", "")), frame.f_code.co_filename)
        return register(claim, place)


def register(claim: Claim, place: tuple[str, str]) -> Claim:
    """Add a claim.

    Parameters
    ----------
    claim
        The claim.
    place
        Name and file of the module that builds it.

    Returns
    -------
    Claim
        The claim, or the one that was registered before, unchanged and from the same module or file.

    Raises
    ------
    ValueError
        If its id is taken by another claim.
    """
    known = _registry.get(claim.id)
    if known is None:
        _registry[claim.id], _places[claim.id] = claim, place
        return claim
    same_place = any(old == new for old, new in zip(_places[claim.id], place, strict=True))
    if same_place and vars(known) == vars(claim):
        return known
    changed = [name for name, value in vars(claim).items() if vars(known).get(name) != value]
    why = f"it differs in {', '.join(changed)}" if changed else f"it was built in {_places[claim.id][1]}"
    raise ValueError(f"id={claim.id!r}: a claim with this id exists already ({known.title!r}); {why}")


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
    saved, places = dict(_registry), dict(_places)
    _registry.clear()
    _places.clear()
    try:
        yield
    finally:
        _registry.clear()
        _registry.update(saved)
        _places.clear()
        _places.update(places)
