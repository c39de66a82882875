"""Where everything about a claim or a figure stands: statement, arguments, simulations, figures, tests."""

from __future__ import annotations

from dataclasses import dataclass

from relucidate.sources.arguments import arguments_about
from relucidate.sources.code import Definition, Place, resolve
from relucidate.sources.plates import FigureSource, figures_of
from relucidate.sources.simulations import simulations
from relucidate.sources.statements import Statement, statement
from relucidate.sources.tested import tests_of
from theory.bibliography import PAPERS

__all__ = ["Found", "of_claim", "of_figure"]


@dataclass(frozen=True)
class Found:
    """One place, and what stands there.

    Attributes
    ----------
    what
        ``statement``, ``proof``, ``refutation``, ``saboteur``, ``simulation``, ``figure`` or ``test``.
    name
        Of the claim, function, module or file.
    place
        Its file and line.
    """

    what: str
    name: str
    place: Place


def of_claim(claim: Statement) -> list[Found]:
    """Places of a claim: its statement first, then as a reader would follow it through the rooms."""
    own = arguments_about(claim)
    used = simulations(Definition(one.module, one.name, one.node) for one in own if one.role != "saboteur")
    return [
        Found("statement", claim.id, claim.place),
        *(Found(one.role, one.name, one.place) for one in own),
        *_simulations(used),
        *(Found("figure", one.id, one.place) for one in figures_of(claim.id)),
        *_tests(claim.id, used),
    ]


def of_figure(figure: FigureSource) -> list[Found]:
    """Places of a figure: its code first, then the claims that it shows."""
    shown = {name: claim for name in figure.shows if (claim := statement(name)) is not None}
    code = resolve(figure.module, [figure.function])
    used = simulations([code] if isinstance(code, Definition) else [])
    return [
        Found("figure", figure.id, figure.place),
        *(Found("statement", name, shown[name].place) for name in shown),
        *_simulations(used),
        *_tests(figure.id, used),
    ]


def _simulations(used: dict[str, Place]) -> list[Found]:
    return [Found("simulation", name, place) for name, place in used.items()]


def _tests(id_: str, used: dict[str, Place]) -> list[Found]:
    paper = PAPERS.get(id_.partition(".")[0])
    if paper is not None and paper.modules:  # an author's tests are none of ours
        return []
    return [Found("test", place.path.name, place) for place in tests_of(id_, used)]
