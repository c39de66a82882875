"""``identity``: SymPy reduces a difference to a literal 0, and balls agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import arb
from sympy import (
    Derivative,
    Dummy,
    Eq,
    Expr,
    Heaviside,
    Integral,
    Limit,
    Set,
    Subs,
    Symbol,
    sign,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, boundaries, differentiability, domain, smt
from proofs_check.arithmetic.signs import Signs
from proofs_check.arithmetic.switches import own_pairs
from proofs_check.arithmetic.values import lenient, setting
from proofs_check.arithmetic.wellposed import require_defined
from proofs_check.engines import any_size
from proofs_check.engines.reduction import in_elementary_functions, reduces_to_zero, vanishes
from proofs_check.engines.statement import Statement, statements
from proofs_check.ledger.evidence import Fact, Rejected, Strength, Undecided, active, record
from theory.claim import Claim, negative, nonnegative, positive

#: Points of the domain at which the second route looks.
POINTS = 6
#: Both routes agree when the enclosure of the difference contains 0 and is this narrow.
WIDTH = arb("1e-30")
#: Seed of those points: the same ones in every run.
SEED = 20_200_506


def _reduced(statement: Statement, difference: Expr, signs: Signs) -> Expr:
    """Carry out what a difference says; where SymPy fails on it the statement is undecided."""
    try:
        return in_elementary_functions(difference, signs)
    except (ArithmeticError, AttributeError, NotImplementedError, TypeError, ValueError) as failure:
        message = f"{statement.name}: SymPy fails on {difference}: {failure}"
        raise Undecided(message) from failure


def _signed(statement: Statement) -> dict[Symbol, Dummy]:
    """Symbols that SymPy knows to have the signs of their domains."""
    found = {}
    for symbol, values in statement.domain.items():
        fitting = [name for name, meant in _SIGNS.items() if values.is_subset(meant)]
        if fitting and symbol.is_positive is None:
            assumptions = {fitting[-1]: True, **({"integer": True} if symbol.is_integer else {})}
            found[symbol] = Dummy(symbol.name, **assumptions)
    return found


#: Signs by which SymPy is told of a domain, the strongest last.
_SIGNS = {"nonnegative": nonnegative, "positive": positive, "negative": negative}


def _vanishes_signed(statement: Statement, difference: Expr, signs: Signs) -> int | None:
    """Reduce a difference once more, with symbols of known sign.

    Returns
    -------
    int or None
        How many points were looked at where that brings in boundaries; ``None`` where SymPy does not reach 0.
    """
    known = _signed(statement)
    over = {known.get(symbol, symbol): values for symbol, values in statement.domain.items()}
    among = Signs(over, tuple(relation.xreplace(known) for relation in statement.assuming))
    done = _reduced(statement, difference.xreplace(known), among)
    if not vanishes(done, among):
        return None
    plain = done.xreplace({dummy: symbol for symbol, dummy in known.items()})
    return _require_boundaries(statement, signs, [(difference, plain)])


def second_route(statement: Statement) -> str | None:
    """Evaluate the differences by balls at random points of the domain.

    Returns
    -------
    str or None
        Why the route is not conclusive, or ``None`` where every enclosure contains 0 to `WIDTH`.

    Raises
    ------
    Rejected
        If an enclosure excludes 0.
    """
    for point in domain.points(statement.domain, statement.assuming, seed=SEED, count=POINTS):
        doubt = _confirmed(statement, point)
        if doubt is not None:
            return doubt
    return None


def _confirmed(statement: Statement, point: domain.RationalPoint) -> str | None:
    """Why balls do not confirm an equation at a point, or ``None``."""
    with balls.precision():
        at = {**domain.to_point(point), **boundaries.known_signs(statement.formula, point)}
        try:
            apart = balls.gaps(statement.formula, at)
        except balls.Unsupported as gap:
            return str(gap)
        if apart is None:
            return f"the enclosure at {domain.shown(point)} is not finite"
        for ball in apart:
            if not ball.contains(0):
                raise Rejected(
                    f"{statement.name} is false: left minus right is {ball.str(10)}", domain.shown(point)
                )
            if not ball.rad() < WIDTH:
                return f"the enclosure at {domain.shown(point)} is only {ball.str(5)}"
    return None


def _require_boundaries(statement: Statement, signs: Signs, reduced: list[tuple[Expr, Expr]]) -> int:
    """Look at the boundaries inside the domain, those that SymPy's integrals bring in included.

    Returns
    -------
    int
        How many points were looked at.
    """
    own = boundaries.switching(statement.formula)
    introduced: list[Expr] = []
    for difference, done in reduced:
        if difference.has(Integral):
            known = {*own, *boundaries.dividing(difference)}
            found = [*boundaries.switching(done), *boundaries.dividing(done)]
            introduced += [gap for gap in found if gap not in known and -gap not in known]
    looked_at = 0
    for gap in dict.fromkeys([*own, *introduced]):
        if signs.always(gap, "!="):
            continue
        found = boundaries.points(gap, statement.domain, statement.assuming, seed=SEED)
        for point in found:
            with setting(lenient, True):
                doubt = _confirmed(statement, point)
            if doubt is not None:
                raise Undecided(f"{statement.name}: balls do not confirm it on a boundary: {doubt}")
        looked_at += len(found)
        if not found and not _is_kink(statement.formula, gap):
            raise Undecided(f"{statement.name}: found no point to look at where {gap} is 0")
    return looked_at


def _is_kink(formula: Any, gap: Expr) -> bool:
    """Whether a boundary comes from Abs, Max and Min alone, which are continuous, outside of derivatives."""
    if formula.has(Derivative, Subs, Limit):
        return False
    steps = [node for node in formula.atoms(Relational, sign, Heaviside) if node is not formula]
    jumps = [p[0] - p[1] for node in steps for p in own_pairs(node)]
    return gap not in jumps and -gap not in jumps


def _require_derivatives(statement: Statement, signs: Signs) -> None:
    """Rule out points at which a derivative does not exist, or is not that of the branch beside it."""
    left = differentiability.boundaries_left(statement.formula, signs, reduces_to_zero)
    for node, gap in left:
        if not differentiability.are_points(node, gap):
            raise Undecided(f"{statement.name}: {node} may not exist where {gap} is 0")
        found = boundaries.points(gap, statement.domain, statement.assuming, seed=SEED)
        if not found:
            raise Undecided(f"{statement.name}: {node} may not exist where {gap} is 0")
        for point in found:
            doubt = _confirmed(statement, point)
            if doubt is not None:
                raise Undecided(f"{statement.name}: {node} may not exist there: {doubt}")


def _require_defined(statement: Statement) -> None:
    """Rule out points at which a side is undefined: SymPy cancels them away, samples do not hit them."""
    translation = smt.Translation(statement.domain)
    translation.differentiable = statement.formula.atoms(Derivative)  # shown before
    premises = [translation.formula(relation) for relation in statement.assuming]
    translation.obligations.clear()
    translation.formula(statement.formula)
    require_defined(translation, [*translation.side, *premises], statement.name)


def _identity_of_any_size(statement: Statement) -> None:
    """Prove an equation about matrices, sums or laws by its normal form; confirm it at exact instances."""
    doubt = any_size.second_route(statement) or any_size.holds(
        statement.formula, statement.domain, statement.assuming
    )
    if doubt is not None:
        raise Undecided(f"{statement.name}: {doubt}")
    _proved(statement, f"normal form of any size; equal at {any_size.INSTANCES} exact random instances")


def _proved(statement: Statement, detail: str) -> None:
    recorder = active()
    if recorder is not None:
        recorder.facts.append(Fact(statement.formula, statement.domain, statement.assuming, Strength.PROVED))
    record("identity", Strength.PROVED, parts=statement.parts, bearing=statement.bearing, detail=detail)


def identity(
    what: Claim | Boolean,
    part: str | None = None,
    *,
    over: Mapping[Symbol, Set] | None = None,
    assuming: tuple[Boolean, ...] = (),
) -> None:
    """Prove an equation: SymPy's difference is a literal 0 and ball arithmetic agrees.

    Where it speaks of matrix symbols, indexed symbols or expectations, both sides have the same normal form,
    for every size and every law, and are equal at exact random instances (`proofs_check.engines.any_size`).

    Parameters
    ----------
    what
        A claim, or an equation that serves as a step of an argument.
    part
        One part of the claim; by default those that the running proof speaks for.
    over, assuming
        Domain and assumptions of a step.

    Raises
    ------
    Rejected
        If balls exclude equality at a point of the domain (even where SymPy reduced the difference to 0).
    Undecided
        If SymPy does not reach 0, the second route is not conclusive, or a side may be undefined somewhere.
    ValueError
        If the statement is no equation.
    """
    for statement in statements(what, part, over, assuming):
        if any_size.concerns(statement.formula):
            _identity_of_any_size(statement)
            continue
        if not isinstance(statement.formula, Eq):
            raise ValueError(f"{statement.name}: identity judges equations, got {statement.formula}")
        doubt = second_route(statement)
        if doubt is not None:  # whatever SymPy says, one route is not enough
            raise Undecided(f"{statement.name}: balls do not confirm it: {doubt}")
        signs = Signs(statement.domain, statement.assuming)
        _require_derivatives(statement, signs)
        differences = balls.differences(statement.formula)
        reduced = [(difference, _reduced(statement, difference, signs)) for difference in differences]
        looked_at = POINTS + _require_boundaries(statement, signs, reduced)
        for difference, plain in reduced:
            more = 0 if vanishes(plain, signs) else _vanishes_signed(statement, difference, signs)
            if more is None:
                raise Undecided(f"{statement.name}: SymPy does not reduce {difference} to 0")
            looked_at += more
        _require_defined(statement)
        _proved(statement, f"SymPy reduces the difference to 0; balls agree at {looked_at} points")
