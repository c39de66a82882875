"""Figures as their source files register them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from relucidate.sources.code import Module, Place, below, dotted, value_of
from relucidate.sources.statements import names
from theory.bibliography import PAPERS

__all__ = ["FigureSource", "figure", "figures", "figures_of"]


@dataclass(frozen=True)
class FigureSource:
    """A figure before anything is computed.

    Attributes
    ----------
    id, title, caption, shows
        As `figures.registry.Plate` has them.
    module, function
        Where its data are computed.
    place
        Where that function stands.
    """

    id: str
    title: str
    caption: str
    shows: tuple[str, ...]
    module: Module
    function: str
    place: Place

    @property
    def paper(self) -> str:
        """Key of the paper."""
        return self.id.partition(".")[0]


def figures(papers: Iterable[str] | None = None) -> list[FigureSource]:
    """Figures of all papers, or of some of them, file by file.

    Raises
    ------
    ValueError
        If a figure's id, title, caption or claims cannot be known without running its module.
    """
    return [one for paper in (PAPERS if papers is None else papers) for one in _of_paper(paper)]


def figure(id_: str) -> FigureSource | None:
    """Return the figure with this id, if there is one; only files that name it are read."""
    paper = id_.partition(".")[0]
    modules = _modules(paper) if paper in PAPERS else ()
    found = (one for module in modules if names(id_, module.text) for one in _of_module(module))
    return next((one for one in found if one.id == id_), None)


def figures_of(claim_id: str) -> list[FigureSource]:
    """Return the figures that show a claim; only files that name it are read."""
    # An id may be put together from the paper's key and the rest.
    rest = claim_id.partition(".")[2]
    modules = (module for paper in PAPERS for module in _modules(paper) if rest in module.text)
    return [one for module in modules for one in _of_module(module) if claim_id in one.shows]


@cache
def _of_paper(paper: str) -> tuple[FigureSource, ...]:
    return tuple(one for module in _modules(paper) for one in _of_module(module))


def _modules(paper: str) -> Iterator[Module]:
    return (module for root in PAPERS[paper].roots("figures") for module in below(root))


@cache
def _of_module(module: Module) -> tuple[FigureSource, ...]:
    return tuple(_read(module))


def _read(module: Module) -> Iterator[FigureSource]:
    if "figure(" not in module.text:
        return
    for statement in module.tree.body:
        if not isinstance(statement, ast.FunctionDef):
            continue
        for decorator in statement.decorator_list:
            if isinstance(decorator, ast.Call) and (dotted(decorator.func) or [""])[-1] == "figure":
                given = {word.arg: word.value for word in decorator.keywords}
                id_, title, caption, shows = (
                    value_of(node, module)
                    for node in (decorator.args[0], given["title"], given["caption"], given["shows"])
                )
                place = Place(module.path, statement.lineno)
                yield FigureSource(
                    id_, title.strip(), " ".join(caption.split()), tuple(shows), module, statement.name, place
                )
