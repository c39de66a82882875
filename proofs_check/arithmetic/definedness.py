"""Under which conditions a node outside real algebra is a real number: obligations of a translation to Z3.

An integral must converge, a sum must run between integers in their order, a derivative must exist. What is
not understood is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import z3
from sympy import (
    Derivative,
    Dummy,
    Expr,
    Float,
    Integral,
    NumberSymbol,
    Pow,
    Product,
    Subs,
    Sum,
    Symbol,
    acos,
    acosh,
    asin,
    atanh,
    cos,
    log,
    tan,
)
from sympy.core.relational import Relational

from proofs_check.arithmetic import balls, convergence, solvers
from proofs_check.arithmetic.switches import boundaries_of
from proofs_check.arithmetic.total_functions import TOTAL

if TYPE_CHECKING:
    from proofs_check.arithmetic.smt import Translation

#: Nodes that bind or differentiate: a value put into them is not the value of what they are.
ANALYTIC = (Derivative, Integral, Product, Subs, Sum)


def oblige(t: Translation, expr: Expr) -> None:
    """Note under which conditions an expression is a real number.

    Raises
    ------
    Unsupported
        If that is not known.
    """
    if isinstance(expr, NumberSymbol | Float):
        return
    if expr.func in TOTAL:
        t.term(expr.args[0])
    elif isinstance(expr, log):
        t.oblige(t.term(expr.args[0]) > 0)
    elif isinstance(expr, asin | acos):
        inner = t.term(expr.args[0])
        t.oblige(z3.And(inner >= -1, inner <= 1))
    elif isinstance(expr, atanh):
        inner = t.term(expr.args[0])
        t.oblige(z3.And(inner > -1, inner < 1))
    elif isinstance(expr, acosh):
        t.oblige(t.term(expr.args[0]) >= 1)
    elif isinstance(expr, tan):
        t.oblige(t.term(cos(expr.args[0])) != 0)
    elif isinstance(expr, Derivative):
        _derivative(t, expr)
    elif isinstance(expr, Subs):
        _at_point(t, expr)
    elif isinstance(expr, Integral):
        _integral(t, expr)
    elif isinstance(expr, Sum | Product):
        _sum(t, expr)
    else:
        raise balls.Unsupported(f"cannot tell where {type(expr).__name__} is defined, in {expr}")


def _derivative(t: Translation, expr: Derivative) -> None:
    t.term(expr.expr)
    if expr in t.differentiable:
        return
    _off_boundaries(t, expr)
    derived = expr.doit(integrals=False)
    if derived.has(Derivative, Subs):
        raise balls.Unsupported(f"cannot tell where {expr} is defined")
    t.term(derived)


def _off_boundaries(t: Translation, expr: Derivative) -> None:
    """Note that no jump or kink that moves with the variables lies at the point."""
    gaps = boundaries_of(expr)
    if gaps is None:
        raise balls.Unsupported(f"cannot tell where {expr} exists")
    for gap in gaps:
        t.oblige(t.term(gap) != 0)
    for power in expr.expr.atoms(Pow):
        if not power.exp.is_Rational and power.base.free_symbols & set(expr.variables):
            t.oblige(t.term(power.base) > 0)


def _at_point(t: Translation, expr: Subs) -> None:
    """Look at an expression with a variable that has the value of the point: nothing is substituted."""
    points = [t.term(point) for point in expr.point]
    renamed: dict[Symbol, Symbol] = {}
    for symbol, point, value in zip(expr.variables, expr.point, points, strict=True):
        renamed[symbol] = name = Dummy(symbol.name, real=True)
        t.variables[name] = value
        if t.is_integer(point):
            t.integral.add(name)
    t.term(_renamed(t, expr.expr, renamed))
    for name in renamed.values():
        del t.variables[name]
        t.integral.discard(name)


def _renamed(t: Translation, expr: Expr, names: dict[Symbol, Symbol]) -> Expr:
    """An expression with other names, in which derivatives that exist are still known to exist."""
    for derivative in expr.atoms(Derivative) & t.differentiable:
        t.differentiable.add(derivative.xreplace(names))
    return expr.xreplace(names)


def _sum(t: Translation, node: Expr) -> None:
    with bound(t, node) as (renamed, guards):
        t.guarded(z3.And(*guards), t.term, _renamed(t, node.function, renamed))


def _integral(t: Translation, node: Integral) -> None:
    """On a closed range what has no singularity is bounded; infinite ranges need bounds far out."""
    if any(len(limit) != 3 for limit in node.limits):
        raise balls.Unsupported(f"cannot tell where {node} is defined: it has no limits")
    if not convergence.converges(node, lambda expr, comparison: _always(t, expr, comparison)):
        raise balls.Unsupported(
            f"cannot tell whether {node} converges; a Gaussian weight is best written with the density phi "
            "of theory.gaussian (theory.claim.expectation), whose tails are known"
        )
    with bound(t, node) as (renamed, guards):
        closing, t.closing = t.closing, True
        try:
            t.guarded(z3.And(*guards), t.term, _renamed(t, convergence.tamed(node), renamed))
        finally:
            t.closing = closing


def _always(t: Translation, expr: Expr, comparison: str) -> bool:
    """Whether an expression is negative all over the domain (the only comparison that is asked for)."""
    if expr.is_number or comparison != "<":
        return bool(comparison == "<" and expr.is_negative)
    other = type(t)(t.domain)
    try:
        goal = other.term(expr) < 0
    except (balls.Unsupported, KeyError):
        return False
    return solvers.check([*other.side, z3.Not(goal)]).verdict == "unsat"


@contextmanager
def bound(t: Translation, node: Expr) -> Iterator[tuple[dict[Symbol, Symbol], list[Any]]]:
    """Fresh variables for what an integral or a sum binds, and that they lie in their (closed) ranges."""
    renamed: dict[Symbol, Symbol] = {}
    guards: list[Any] = []
    try:
        for limit in reversed(node.limits):
            if len(limit) != 3:
                raise balls.Unsupported(f"cannot tell where {node} is defined: it has no limits")
            if isinstance(node, Integral):
                guard = _between([None if e.is_infinite else t.term(e.xreplace(renamed)) for e in limit[1:]])
            else:
                guard = _from_to(t, node, [end.xreplace(renamed) for end in limit[1:]])
            renamed[limit[0]] = name = Dummy(limit[0].name, real=True)
            t.variables[name] = variable = t.fresh(z3.Real if isinstance(node, Integral) else z3.Int, "b")
            if not isinstance(node, Integral):
                t.integral.add(name)
            guards.append(guard(variable))
        yield renamed, guards
    finally:
        for name in renamed.values():
            t.variables.pop(name, None)
            t.integral.discard(name)


def _between(ends: list[Any]) -> Callable[[Any], Any]:
    """Between the ends of an integral, in either order."""
    low, high = ends

    def guard(variable: Any) -> Any:
        upward = [*([] if low is None else [low <= variable]), *([] if high is None else [variable <= high])]
        downward = [
            *([] if low is None else [low >= variable]),
            *([] if high is None else [variable >= high]),
        ]
        return z3.Or(z3.And(*upward), z3.And(*downward)) if upward else z3.BoolVal(True)

    return guard


def _from_to(t: Translation, node: Expr, ends: list[Expr]) -> Callable[[Any], Any]:
    """From the first to the last of a sum: integers in their order, or one apart if it is empty."""
    if not all(t.is_integer(end) for end in ends):
        raise balls.Unsupported(f"the limits of {node} are not known to be integers")
    low, high = (t.term(end) for end in ends)
    t.oblige(low <= high + 1)
    return lambda variable: z3.And(low <= variable, variable <= high)


def closure(t: Translation, condition: Any, *, negated: bool = False) -> Any:
    """Formula of a closed set that has all points where a condition holds (or, negated, fails)."""
    if condition in (True, False):
        return z3.BoolVal(bool(condition) is not negated)
    name = type(condition).__name__
    if name == "Not":
        return closure(t, condition.args[0], negated=not negated)
    if name in ("And", "Or"):
        parts = [closure(t, arg, negated=negated) for arg in condition.args]
        return z3.And(*parts) if (name == "And") is not negated else z3.Or(*parts)
    if not isinstance(condition, Relational) or name == ("Equality" if negated else "Unequality"):
        return z3.BoolVal(True)
    left, right = t.term(condition.lhs), t.term(condition.rhs)
    if name in ("Equality", "Unequality"):
        return left == right
    return left >= right if ("Greater" in name) is not negated else left <= right
