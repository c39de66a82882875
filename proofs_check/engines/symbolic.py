"""``identity``: SymPy reduces a difference to a literal 0, and balls agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import arb
from sympy import (
    Derivative,
    Eq,
    Expr,
    Integral,
    Set,
    Symbol,
    cancel,
    erf,
    erfc,
    exp,
    expand,
    expand_log,
    fraction,
    simplify,
    together,
)
from sympy.logic.boolalg import Boolean

from proofs_check import balls, domain
from proofs_check.engines.statement import Statement, statements
from proofs_check.evidence import Rejected, Strength, Undecided, active, record
from theory.claim import Claim
from theory.gaussian import Phi, phi

#: Points of the domain at which the second route looks.
POINTS = 6
#: Both routes agree when the enclosure of the difference contains 0 and is this narrow.
WIDTH = arb("1e-30")
#: Seed of those points: the same ones in every run.
SEED = 20_200_506


def in_elementary_functions(expr: Expr) -> Expr:
    """Rewrite the Gaussian functions through ``exp`` and ``erf`` and carry out integrals and derivatives."""
    derived = expr.replace(lambda node: isinstance(node, Derivative), lambda node: node.doit(integrals=False))
    plain = derived.replace(phi, lambda z: phi(z, evaluate=False).rewrite(exp))
    plain = plain.replace(Phi, lambda c: Phi(c, evaluate=False).rewrite(erf))
    done = plain.replace(lambda node: isinstance(node, Integral), _integrate)
    return done.doit().rewrite(erf).replace(erfc, lambda x: 1 - erf(x))


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
    constant, dependent = term.as_independent(limit[0], as_Add=False)
    return constant * Integral(dependent, limit).doit()


def reduces_to_zero(expr: Expr) -> bool:
    """Whether SymPy reduces an expression to a literal 0; ``False`` means only that it did not."""
    if expr == 0:
        return True
    plain = in_elementary_functions(expr)
    for attempt in (
        expand,
        lambda e: expand(fraction(together(expand(e)))[0]),
        cancel,
        lambda e: expand_log(e, force=False),
        simplify,
    ):
        try:
            plain = attempt(plain)
        except (NotImplementedError, ValueError):  # SymPy's way of giving up on an algorithm
            continue
        if plain == 0:
            return True
    return False


def second_route(statement: Statement) -> str | None:
    """Evaluate the differences by balls at points of the domain.

    Returns
    -------
    str or None
        Why the route is not conclusive, or ``None`` where every enclosure contains 0 to `WIDTH`.

    Raises
    ------
    Rejected
        If an enclosure excludes 0.
    """
    with balls.precision():
        for point in domain.points(statement.domain, statement.assuming, seed=SEED, count=POINTS):
            at = domain.to_point(point)
            for difference in balls.differences(statement.formula):
                try:
                    ball = balls.enclose(difference, at)
                except balls.Unsupported as gap:
                    return str(gap)
                if not ball.is_finite():
                    return f"the enclosure at {domain.shown(point)} is not finite"
                if not ball.contains(0):
                    raise Rejected(
                        f"{statement.name} is false: left minus right is {ball.str(10)}", domain.shown(point)
                    )
                if not ball.rad() < WIDTH:
                    return f"the enclosure at {domain.shown(point)} is only {ball.str(5)}"
    return None


def identity(
    what: Claim | Boolean,
    part: str | None = None,
    *,
    over: Mapping[Symbol, Set] | None = None,
    assuming: tuple[Boolean, ...] = (),
) -> None:
    """Prove an equation: SymPy's difference is a literal 0 and ball arithmetic agrees.

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
        If SymPy does not reach 0, or the second route is not conclusive.
    ValueError
        If the statement is no equation.
    """
    for statement in statements(what, part, over, assuming):
        if not isinstance(statement.formula, Eq):
            raise ValueError(f"{statement.name}: identity judges equations, got {statement.formula}")
        doubt = second_route(statement)
        for difference in balls.differences(statement.formula):
            if not reduces_to_zero(difference):
                raise Undecided(f"{statement.name}: SymPy does not reduce {difference} to 0")
        if doubt is not None:
            raise Undecided(f"{statement.name}: SymPy reaches 0, but balls do not confirm it: {doubt}")
        recorder = active()
        if recorder is not None:
            recorder.facts.append((statement.formula, statement.domain, statement.assuming))
        record(
            "identity",
            Strength.PROVED,
            parts=statement.parts,
            bearing=statement.bearing,
            detail=f"SymPy reduces the difference to 0; balls agree at {POINTS} points",
        )
