"""Claims as their source files state them: everything but the formulas."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from relucidate.sources.code import Definition, Module, Place, below, dotted, resolve, value_of
from theory.bibliography import PAPERS

__all__ = ["Statement", "claim_of", "names", "statement", "statements"]


@dataclass(frozen=True)
class Statement:
    """A claim before anything is imported.

    Attributes
    ----------
    id, title, where, kind
        As `theory.claim.Claim` has them.
    module, name
        The module whose import registers it, and its name there.
    place
        Where it stands.
    """

    id: str
    title: str
    where: str
    kind: str
    module: str
    name: str
    place: Place

    @property
    def paper(self) -> str:
        """Key of the paper."""
        return self.id.partition(".")[0]


def statements(papers: Iterable[str] | None = None) -> list[Statement]:
    """Claims of all papers, or of some of them, in reading order.

    Raises
    ------
    ValueError
        If a claim's id, title, place or kind is not written out.
    """
    # Its module imports nothing but the standard library.
    from proofs_check.ledger.document import reading_order  # noqa: PLC0415

    found = [one for paper in (PAPERS if papers is None else papers) for one in _of_paper(paper)]
    return sorted(found, key=lambda one: reading_order({"id": one.id, "paper": one.paper, "kind": one.kind}))


def statement(id_: str) -> Statement | None:
    """Return the claim with this id, if there is one; only files that name it are read."""
    paper = id_.partition(".")[0]
    modules = _modules(paper) if paper in PAPERS else ()
    found = (one for module in modules if names(id_, module.text) for one in _of_module(module))
    return next((one for one in found if one.id == id_), None)


@cache
def _of_paper(paper: str) -> tuple[Statement, ...]:
    return tuple(one for module in _modules(paper) for one in _of_module(module))


def _modules(paper: str) -> Iterator[Module]:
    return (module for root in PAPERS[paper].roots("theory") for module in below(root))


def names(id_: str, text: str) -> bool:
    """Whether a source names an id as a string."""
    return f'"{id_}"' in text or f"'{id_}'" in text


def _of_module(module: Module) -> Iterator[Statement]:
    if "Claim(" not in module.text:
        return
    for name, statement in module.names.items():
        call = _call(statement) if isinstance(statement, ast.stmt) else None
        if call is not None and isinstance(statement, ast.stmt):
            given = {word.arg: word.value for word in call.keywords}
            for word in ("title", "where"):
                if word not in given:
                    raise ValueError(f"{module.path}:{statement.lineno}: the claim {name} has no {word}=")
            id_, title, where = (
                value_of(node, module) for node in (call.args[0], given["title"], given["where"])
            )
            kind = value_of(given["kind"], module) if "kind" in given else "claim"
            place = Place(module.path, statement.lineno)
            yield Statement(id_, title, where, kind, module.name, name, place)


def _call(statement: ast.stmt) -> ast.Call | None:
    """Return the call of ``name = Claim("id", ...)``."""
    value = getattr(statement, "value", None)
    if isinstance(value, ast.Call) and value.args and (dotted(value.func) or [""])[-1] == "Claim":
        return value
    return None


def claim_of(found: Definition | Module | None) -> str | None:
    """Id of the claim that a definition makes, if it makes one."""
    if not isinstance(found, Definition):
        return None
    call = _call(found.node)
    if call is not None:
        return str(value_of(call.args[0], found.module))
    value = getattr(found.node, "value", None)
    names = dotted(value) if isinstance(value, ast.expr) else None  # another name for a claim
    return None if names is None else claim_of(resolve(found.module, names))
