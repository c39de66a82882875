"""``identity``: SymPy reduces a difference to a literal 0, and balls agree."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
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
    S,
    Set,
    Subs,
    Symbol,
    cancel,
    erf,
    erfc,
    exp,
    expand,
    expand_log,
    fraction,
    sign,
    simplify,
    together,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, boundaries, differentiability, domain, smt
from proofs_check.arithmetic.signs import Signs, resolved, root_in
from proofs_check.arithmetic.splitting import split
from proofs_check.arithmetic.switches import Pair, own_pairs, pairs
from proofs_check.arithmetic.values import lenient, setting
from proofs_check.arithmetic.wellposed import require_defined
from proofs_check.engines import any_size
from proofs_check.engines.statement import Statement, statements
from proofs_check.ledger.evidence import Fact, Rejected, Strength, Undecided, active, record
from theory.claim import Claim
from theory.gaussian import Phi, phi

#: Points of the domain at which the second route looks.
POINTS = 6
#: Both routes agree when the enclosure of the difference contains 0 and is this narrow.
WIDTH = arb("1e-30")
#: Switches by whose sign the first route distinguishes cases.
CASES = 3
#: Seed of those points: the same ones in every run.
SEED = 20_200_506


def in_elementary_functions(expr: Expr, signs: Signs | None = None) -> Expr:
    """Carry out derivatives and integrals and rewrite the Gaussian functions through ``exp`` and ``erf``.

    Integrals are cut at their switches before anything is differentiated: SymPy forgets the terms of jumps.
    """
    derived = split(expr, signs or Signs()).replace(
        lambda node: isinstance(node, Derivative), lambda node: node.doit(integrals=False)
    )
    # Densities stay apart until their own variable is integrated: SymPy merges products of exponentials.
    done = derived.replace(lambda node: isinstance(node, Integral), _integrate)
    plain = _rewritten(done).doit().rewrite(erf).replace(erfc, lambda x: 1 - erf(x))
    return _settled(plain, signs) if signs is not None else plain


def _settled(expr: Expr, signs: Signs) -> Expr:
    """Take the branches whose conditions are settled on the whole domain."""
    for pair, bound in pairs(expr).items():
        known = signs((pair[0] - pair[1]).together()) if not bound else None
        if known is not None:
            expr = resolved(expr, pair, known)
    return expr


def _rewritten(expr: Expr) -> Expr:
    plain = expr.replace(phi, lambda z: phi(z, evaluate=False).rewrite(exp))
    return plain.replace(Phi, lambda c: Phi(c, evaluate=False).rewrite(erf))


def _integrate(node: Integral) -> Expr:
    """Integrate term by term, innermost limit first: SymPy is quick on single monomials."""
    inner, limits = node.function, list(node.limits)
    for limit in limits:
        integrand = expand(inner, power_exp=False)
        terms = integrand.args if integrand.is_Add else (integrand,)
        inner = sum(_integrate_term(term, limit) for term in terms)
        inner = inner.replace(erfc, lambda x: 1 - erf(x))
    return inner


def _integrate_term(term: Expr, limit: Any) -> Expr:
    """Integrate one term; compound limits wait behind a plain symbol, which SymPy handles far faster."""
    variable, low, high = limit
    constant, dependent = term.as_independent(variable, as_Add=False)
    waiting = {
        symbol: end for symbol, end in ((_LOW, low), (_HIGH, high)) if not (end.is_Atom or end.is_infinite)
    }
    behind = {end: symbol for symbol, end in waiting.items()}
    done = _integral_of(_rewritten(dependent), variable, behind.get(low, low), behind.get(high, high))
    return constant * done.xreplace(waiting)


_LOW, _HIGH = Dummy("low", real=True), Dummy("high", real=True)


@lru_cache(maxsize=4096)
def _integral_of(integrand: Expr, variable: Symbol, low: Expr, high: Expr) -> Expr:
    return Integral(integrand, (variable, low, high)).doit()


def reduces_to_zero(expr: Expr, signs: Signs | None = None) -> bool:
    """Whether SymPy reduces an expression to a literal 0; ``False`` means only that it did not."""
    return expr == 0 or _vanishes(in_elementary_functions(expr, signs), CASES)


def _vanishes(plain: Expr, cases: int) -> bool:
    for attempt in (
        expand,
        lambda e: expand(fraction(together(expand(e)))[0]),
        cancel,
        lambda e: expand_log(e, force=False),
        lambda e: S.Zero if cases and _vanishes_by_cases(e, cases) else e,
        simplify,
    ):
        try:
            plain = attempt(plain)
        except (NotImplementedError, ValueError):  # SymPy's way of giving up on an algorithm
            continue
        if plain == 0:
            return True
    return False


def _vanishes_by_cases(plain: Expr, cases: int) -> bool:
    """Whether an expression vanishes on both sides of a switch and, after substitution, on its boundary."""
    free = [pair for pair, bound in pairs(plain).items() if not bound]
    if not free:
        return False
    pair, *_ = free
    found = [(s, root_in(pair, s)) for s in sorted((pair[0] - pair[1]).free_symbols, key=str)]
    roots = [(s, root[1]) for s, root in found if root is not None and root[0].is_number]
    if not roots:
        return False
    beside = (_resolved_alike(plain, pair, free, sign) for sign in (-1, 1))
    on = _resolved_alike(plain, pair, free, 0).subs(*roots[0])
    return all(_vanishes(case, cases - 1) for case in (*beside, on))


def _resolved_alike(plain: Expr, pair: Pair, others: list[Pair], side: int) -> Expr:
    """Take the branches of a switch, and of those that are a multiple of it."""
    gap = pair[0] - pair[1]
    for other in others:
        ratio = cancel((other[0] - other[1]) / gap)
        if ratio.is_Rational:
            plain = resolved(plain, other, side * (1 if ratio > 0 else -1))
    return plain


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


def _require_boundaries(statement: Statement, signs: Signs, plain: list[Expr]) -> int:
    """Look at the boundaries inside the domain, those that SymPy's integrals bring in included.

    Returns
    -------
    int
        How many points were looked at.
    """
    own = boundaries.switching(statement.formula)
    introduced: list[Expr] = []
    for difference, done in zip(balls.differences(statement.formula), plain, strict=True):
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
        plain = [in_elementary_functions(difference, signs) for difference in differences]
        looked_at = POINTS + _require_boundaries(statement, signs, plain)
        for difference, done in zip(differences, plain, strict=True):
            if not _vanishes(done, CASES):
                raise Undecided(f"{statement.name}: SymPy does not reduce {difference} to 0")
        _require_defined(statement)
        _proved(statement, f"SymPy reduces the difference to 0; balls agree at {looked_at} points")
