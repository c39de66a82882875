"""From the names that a reader types to claims."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from theory.bibliography import PAPERS
from theory.catalog import load
from theory.claim import Claim

#: How many near matches a message names.
NEAREST = 3


class UnknownNameError(LookupError):
    """A name is neither the id of a claim nor the key of a paper; the message names near ones."""


def select(names: Iterable[str] = ()) -> list[Claim]:
    """Claims that ids and paper keys name, each once, in reading order; all of them when none is given.

    Parameters
    ----------
    names
        Claim ids and paper keys, in any mixture.

    Raises
    ------
    UnknownNameError
        If there is no such claim or paper.
    """
    everything = load()
    wanted = set(names)
    known = {claim.id for claim in everything} | {claim.paper for claim in everything}
    for name in sorted(wanted - known):
        if name in PAPERS:
            raise UnknownNameError(f"{name!r} has no claims yet")
        raise UnknownNameError(f"no claim or paper {name!r}{_hint(name, known)}")
    return [claim for claim in everything if not wanted or wanted & {claim.id, claim.paper}]


def one(claim_id: str) -> Claim:
    """Claim with this id.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    known = {claim.id: claim for claim in load()}
    if claim_id not in known:
        raise UnknownNameError(f"no claim {claim_id!r}{_hint(claim_id, known)}")
    return known[claim_id]


def _hint(name: str, known: Iterable[str]) -> str:
    ids = sorted(known)
    tails = [known_id for known_id in ids if known_id.rsplit(".", 1)[-1] == name.rsplit(".", 1)[-1]]
    near = list(dict.fromkeys(tails + get_close_matches(name, ids, n=NEAREST)))[:NEAREST]
    return f"; did you mean {' or '.join(near)}?" if near else "; `relucidate list` shows what there is"
