"""Flint's quadrature of one smooth integrand, its singular ends, and the rest of an infinite range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint
from flint import acb, arb, fmpq
from sympy import Expr, Pow, Symbol

from proofs_check.arithmetic.jets import Jet, fresh_tag, mapped
from proofs_check.arithmetic.tails import Tail
from proofs_check.arithmetic.values import Unsupported, analytic, budget, setting, touching

#: Where quadrature stops and returns a wide ball; smooth integrands take hundreds.
POINTS = 10_000
#: How often the integrands of an integral, and of those inside it, are evaluated all together.
BUDGET = 100_000
#: Powers of two at which an infinite range may be cut.
REACHES = range(2, 12)
#: How many times an interval at a root of a radicand is halved until the radicand is monotone on it.
HALVINGS = 24

Radicands = tuple[Expr, Symbol, Any, Callable[[Expr, Any], Any]]


def between(integrand: Callable[[acb], Any], low: Any, high: Any, radicands: Radicands, moving: bool) -> acb:
    """Integrate from one ball to another; not finite where the quadrature does not converge."""
    gaps: list[Exception] = []
    left = budget.get() or [BUDGET]
    cells = [] if moving else _touched(radicands, low, high)

    def evaluated(z: acb, is_analytic: bool) -> acb:
        left[0] -= 1
        if gaps or left[0] < 0:
            return acb("nan")
        try:
            inside = not is_analytic and any(cell.contains(z.real) for cell in cells)
            with (
                setting(analytic, is_analytic or analytic.get()),
                setting(touching, inside),
                setting(budget, left),
            ):
                return acb(integrand(z))
        except Exception as gap:  # flint's quadrature does not let exceptions through
            gaps.append(gap)
            return acb("nan")

    total = acb.integral(evaluated, acb(low), acb(high), eval_limit=POINTS)
    if gaps:
        raise gaps[0]
    return total


def _touched(radicands: Radicands, low: Any, high: Any) -> list[arb]:
    """Cells at the ends of a range in which every radicand that is 0 at the end is positive inside.

    Quadrature asks for balls that stick out of the range a little; a root may be taken of those.
    """
    body, variable, outside, enclose = radicands
    if not (isinstance(low, arb) and isinstance(high, arb)) or not (low < high or high < low):
        return []
    roots = [
        node.base
        for node in body.atoms(Pow)
        if node.exp.is_Rational and node.exp.q == 2 and node.exp > 0 and node.base.has(variable)
    ]
    found = []
    for end, other in ((low, high), (high, low)):
        try:
            zero = [g for g in roots if not enclose(g, {**outside, variable: end}) > 0]
        except (TypeError, ValueError, Unsupported):
            return []
        if zero:
            rest = [g for g in roots if g not in zero]
            cell = _monotone(zero, rest, variable, outside, enclose, end, other)
            if cell is not None:
                found.append(cell)
    return found


def _monotone(
    zero: list[Expr], rest: list[Expr], variable: Symbol, outside: Any, enclose: Any, end: arb, other: arb
) -> arb | None:
    """Cell at an end, a little wider than the range, on which all radicands are positive inside it.

    Those that vanish at the end have to grow inwards, the rest to stay away from 0.
    """
    if not all(enclose(g, {**outside, variable: end}).is_zero() for g in zero):
        return None
    step = other - end
    for _ in range(HALVINGS):
        cell = end.union(end + step)
        slopes = [enclose(g, {**outside, variable: Jet(fresh_tag(), (cell, arb(1)))}) for g in zero]
        grow = all(isinstance(s, Jet) and s.coefficients[1] * step > 0 for s in slopes)
        if grow and all(enclose(g, {**outside, variable: cell}) > 0 for g in rest):
            margin = abs(step) * arb(2) ** -(flint.ctx.prec // 2)
            return cell.union(cell.lower() - margin).union(cell.upper() + margin)
        step = step * arb(fmpq(1, 2))
    return None


def beyond(at: Callable[[Any], Any], direction: int, finite: Any) -> tuple[arb, Any]:
    """Where to cut an infinite range, and a ball for each coefficient of the integral beyond.

    Returns
    -------
    tuple
        The cut and the rest; the rest is not finite where no bound was found.
    """
    least = 1 if finite is None else int(float(abs(finite).upper())) + 1
    goal = arb(2) ** -(flint.ctx.prec + 8)
    best: tuple[arb, Any] | None = None
    for reach in REACHES:
        cut = arb(least + 2**reach)
        bounds: list[arb] = []
        value = at(Tail.variable(cut, direction))

        def rest(tail: Any, bounds: list[arb] = bounds, cut: arb = cut) -> arb:
            lifted = tail if isinstance(tail, Tail) else Tail.of_polynomial(cut, [tail])
            bound = lifted.remainder()
            bounds.append(bound)
            return arb(0, bound.upper()) if bound.is_finite() else arb("nan")

        found = mapped(value, rest)
        finite_bounds = all(bound.is_finite() for bound in bounds)
        if finite_bounds:
            best = (cut * direction, found)
        if finite_bounds and all(bound < goal for bound in bounds):
            break
    if best is None:
        return arb(direction), mapped(found, lambda _: arb("nan"))
    return best
