"""From the names that a reader types to claims and figures."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from relucidate import papers
from relucidate.sources.plates import FigureSource, figure, figures
from relucidate.sources.statements import Statement, statement, statements
from theory.bibliography import PAPERS

if TYPE_CHECKING:
    from theory.claim import Claim

#: How many near matches a message names.
NEAREST = 3


class UnknownNameError(LookupError):
    """A name is neither a claim's id nor a paper's key, path or module; the message names near ones."""


def listed(names: Iterable[str] = ()) -> list[Statement]:
    """Claims that ids and papers name, each once, in reading order.

    Nothing is imported for it but the descriptions of authors' papers.

    Parameters
    ----------
    names
        Claim ids, paper keys, and paths and modules of papers, in any mixture; when none is given those of
        the paper in the current folder, or else of all papers.

    Raises
    ------
    UnknownNameError
        If there is no such claim or paper.
    """
    wanted = set(resolved(names) or _meant())
    keys = {name.partition(".")[0] for name in wanted}
    found = statements([key for key in PAPERS if key in keys])
    known = {one.id for one in found} | {one.paper for one in found}
    for name in sorted(wanted - known) if list(names) else ():
        if name in PAPERS:
            raise UnknownNameError(f"{name!r} has no claims yet")
        everything = statements()
        known = {one.id for one in everything} | {one.paper for one in everything}
        raise UnknownNameError(f"no claim or paper {name!r}{_hint(name, known)}")
    return [one for one in found if wanted & {one.id, one.paper}]


def select(names: Iterable[str] = ()) -> list[Claim]:
    """Claims themselves, with all others of their papers imported; parameters and errors as for `listed`."""
    from theory.catalog import load  # noqa: PLC0415 - SymPy is slow to import

    chosen = listed(names)
    claims = {claim.id: claim for paper in dict.fromkeys(c.paper for c in chosen) for claim in load(paper)}
    return [claims[one.id] for one in chosen]


def named(id_: str) -> tuple[Statement | None, FigureSource | None]:
    """Return the claim and the figure with this id, of which there may be both.

    Raises
    ------
    UnknownNameError
        If there is neither.
    """
    resolved([id_])
    found = statement(id_), figure(id_)
    if found == (None, None):
        known = {one.id for one in statements()} | {one.id for one in figures()}
        raise UnknownNameError(f"no claim or figure {id_!r}{_hint(id_, known)}")
    return found


def _meant() -> list[str]:
    try:
        return papers.meant()
    except papers.PaperError as error:
        raise UnknownNameError(str(error)) from error


def resolved(names: Iterable[str]) -> list[str]:
    """Ids and keys, with those of papers in the place of paths and modules.

    Raises
    ------
    UnknownNameError
        If there is no paper at a path.
    """
    try:
        return papers.resolve(names)
    except papers.PaperError as error:
        raise UnknownNameError(str(error)) from error


def _hint(name: str, known: Iterable[str]) -> str:
    ids = sorted(known)
    paper, _, tail = name.rpartition(".")
    own = [known_id for known_id in ids if paper and known_id.startswith(f"{paper}.")]
    tails = [known_id for known_id in ids if known_id.rsplit(".", 1)[-1] == tail]
    alike = [*get_close_matches(name, own, n=NEAREST), *tails, *get_close_matches(name, ids, n=NEAREST)]
    near = list(dict.fromkeys(alike))[:NEAREST]
    return f"; did you mean {' or '.join(near)}?" if near else "; `relucidate list` shows what there is"
