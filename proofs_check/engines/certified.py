"""``certifies``: ball arithmetic with subdivision covers a compact box."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush
from itertools import count
from typing import Any

from flint import arb, fmpq
from sympy import Interval, Rational, Set, Symbol
from sympy.logic.boolalg import Boolean, Implies

from proofs_check.arithmetic import balls, domain
from proofs_check.arithmetic.wellposed import require_inhabited
from proofs_check.engines.statement import Statement, statements
from proofs_check.ledger.evidence import Fact, Rejected, Strength, Undecided, active, record
from theory.claim import Claim

Cell = tuple[tuple[Rational, Rational], ...]

#: Cells to look at before giving up.
CELLS = 20_000


def certifies(
    what: Claim | Boolean,
    part: str | None = None,
    *,
    over: Mapping[Symbol, Set] | None = None,
    assuming: tuple[Boolean, ...] = (),
    box: Mapping[Symbol, tuple[Any, Any]] | None = None,
    cells: int = CELLS,
) -> None:
    """Certify a relation on a compact box: balls decide every cell of a subdivision.

    Parameters
    ----------
    what
        A claim, or a relation that serves as a step of an argument.
    part
        One part of the claim; by default those that the running proof speaks for.
    over, assuming
        Domain and assumptions of a step. Cells on which an assumption certainly fails are left out.
    box
        Finite rational ranges within the domain, for symbols whose set is not compact or too large. What
        holds on less than the domain supports the claim; it does not prove it.
    cells
        How many cells to look at before giving up.

    Raises
    ------
    Rejected
        If the relation is certainly false on a cell.
    Undecided
        If a cell stays undecided, or the box has no point that the statement speaks of.
    ValueError
        If a symbol has no compact range, or the box leaves the domain.
    """
    for statement in statements(what, part, over, assuming):
        relations = (statement.formula, *statement.assuming)
        symbols = sorted(set().union(*[relation.free_symbols for relation in relations]), key=str)
        for symbol in box or {}:
            if symbol not in symbols:
                raise ValueError(f"box: {symbol} is no symbol of {statement.name}")
        require_inhabited(statement.domain, statement.assuming, statement.name)
        ranges = tuple(_range(symbol, statement.domain[symbol], box or {}) for symbol in symbols)
        whole = all(
            _is_all_of(low, high, statement.domain[s]) for s, (low, high) in zip(symbols, ranges, strict=True)
        )
        with balls.precision(96):
            looked_at = _cover(statement, symbols, ranges, cells)
        shown = ", ".join(f"{s} in [{a}, {b}]" for s, (a, b) in zip(symbols, ranges, strict=True))
        recorder = active()
        if recorder is not None and whole:
            recorder.facts.append(
                Fact(statement.formula, statement.domain, statement.assuming, Strength.CERTIFIED)
            )
        record(
            "certifies",
            Strength.CERTIFIED,
            parts=statement.parts,
            bearing=statement.bearing if whole else "supports",
            detail=f"balls decide all of {looked_at} cells on {shown}",
        )


def _is_all_of(low: Rational, high: Rational, values: Set) -> bool:
    """Whether a range covers a set."""
    return values.is_subset(Interval(low, high)) is True


def _range(symbol: Symbol, values: Set, box: Mapping[Symbol, tuple[Any, Any]]) -> tuple[Rational, Rational]:
    if symbol in box:
        low, high = (Rational(end) for end in box[symbol])
        if low > high or Interval(low, high).is_subset(values) is not True:
            raise ValueError(f"box[{symbol}]=({low}, {high}): must be a range inside {values}")
        return low, high
    if not isinstance(values, Interval) or not (values.start.is_finite and values.end.is_finite):
        raise ValueError(f"box: {symbol} in {values} has no compact range; give one")
    low, high = values.start, values.end
    if not (low.is_Rational and high.is_Rational):
        raise ValueError(f"box: the ends of {values} for {symbol} are not rational; give a rational range")
    return low, high


def _ball(low: Rational, high: Rational) -> arb:
    return arb(fmpq(int(low.p), int(low.q))).union(arb(fmpq(int(high.p), int(high.q))))


def _premises(statement: Statement) -> tuple[Boolean, ...]:
    """What has to hold for the statement to say anything: assumptions, and what an implication supposes."""
    formula = statement.formula
    return (*statement.assuming, *(formula.args[:1] if isinstance(formula, Implies) else ()))


def _speaks(statement: Statement, at: balls.Point) -> bool | None:
    """Whether there is anything to show at a point, or all over a cell."""
    met = [balls.holds(relation, at) for relation in _premises(statement)]
    return False if False in met else None if None in met else True


def _truth(statement: Statement, at: balls.Point) -> bool | None:
    """Whether the statement holds: ``False`` only where its assumptions do."""
    assumed = [balls.holds(relation, at) for relation in statement.assuming]
    if False in assumed:
        return True
    truth = balls.holds(statement.formula, at)
    return None if truth is False and None in assumed else truth


def _cover(statement: Statement, symbols: list[Symbol], box: Cell, limit: int) -> int:
    """Bisect the widest side of undecided cells, largest cells first; return how many were looked at."""
    order, name = count(), statement.name
    queue: list[tuple[Rational, int, Cell]] = []
    heappush(queue, (-_width(box), next(order), box))
    looked_at = 0
    spoken = False
    while queue:
        cell = heappop(queue)[2]
        looked_at += 1
        if looked_at > limit:
            raise Undecided(f"{name}: {limit} cells were not enough; undecided near {_shown(symbols, cell)}")
        at = {symbol: _ball(low, high) for symbol, (low, high) in zip(symbols, cell, strict=True)}
        try:
            truth = _truth(statement, at)
            if truth is True and not spoken:
                spoken = _speaks(statement, at) is True or _speaks(statement, _middle(symbols, cell)) is True
        except balls.Unsupported as gap:
            raise Undecided(f"{name}: {gap}") from gap
        if truth is True:
            continue
        if truth is False:
            raise Rejected(f"{name} is false on a whole cell", _shown(symbols, cell))
        middle = {symbol: (low + high) / 2 for symbol, (low, high) in zip(symbols, cell, strict=True)}
        point = _middle(symbols, cell)
        there = _truth(statement, point)
        if there is False:
            raise Rejected(f"{name} is false", domain.shown(middle))
        if there is None and not balls.is_defined(statement.formula, point):
            # No cell that holds this point will ever be decided.
            raise Undecided(f"{name} is not defined at {domain.shown(middle)}, or has no finite enclosure")
        if _width(cell) == 0:
            raise Undecided(f"{name}: balls cannot decide the point {domain.shown(middle)}")
        for half in _halves(cell):
            heappush(queue, (-_width(half), next(order), half))
    if not spoken:
        raise Undecided(f"{name}: vacuous, no point of the box was found that meets what it assumes")
    return looked_at


def _middle(symbols: list[Symbol], cell: Cell) -> balls.Point:
    return domain.to_point({s: (low + high) / 2 for s, (low, high) in zip(symbols, cell, strict=True)})


def _width(cell: Cell) -> Rational:
    return max((high - low for low, high in cell), default=Rational(0))


def _halves(cell: Cell) -> tuple[Cell, Cell]:
    widest = max(range(len(cell)), key=lambda i: cell[i][1] - cell[i][0])
    low, high = cell[widest]
    middle = (low + high) / 2
    return (
        (*cell[:widest], (low, middle), *cell[widest + 1 :]),
        (*cell[:widest], (middle, high), *cell[widest + 1 :]),
    )


def _shown(symbols: list[Symbol], cell: Cell) -> dict[str, str]:
    return {str(s): f"[{a}, {b}]" for s, (a, b) in zip(symbols, cell, strict=True)}
