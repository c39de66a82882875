"""Values where branches meet: Piecewise, Max, Min, Heaviside, floor, and what is known of their switches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb
from sympy import Expr, S

from proofs_check.arithmetic import elementary, jets
from proofs_check.arithmetic.jets import Jet
from proofs_check.arithmetic.polynomials import Polynomial
from proofs_check.arithmetic.tails import Tail
from proofs_check.arithmetic.values import Point, Unsupported, real_part

#: Evaluates an expression at a point.
Enclose = Callable[[Expr, Point], Any]
#: Judges conditions at a point: their three-valued truth, and whether their sides are all finite.
Logic = tuple[Callable[[Any, Point], bool | None], Callable[[Any, Point], bool]]


def extremum(node: Expr, point: Point, enclose: Enclose) -> Any:
    """The largest or smallest of some values, by the known order of two where there is one."""
    factor = 1 if type(node).__name__ == "Max" else -1
    best_arg, *args = node.args
    best = enclose(best_arg, point) * factor
    for arg in args:
        known = None if best_arg is None else known_sign(best_arg, arg, point)
        if known is None and best_arg is not None:
            turned = known_sign(arg, best_arg, point)
            known = None if turned is None else -turned
        order = None if known is None else known * factor
        candidate = enclose(arg, point) * factor
        best = elementary.larger(best, candidate, order)
        best_arg = best_arg if order in (0, 1) else arg if order == -1 else None
    return best * factor


def piecewise(node: Expr, point: Point, enclose: Enclose, logic: Logic) -> Any:
    """Take the branch whose condition is decided; join the candidates where a condition is not.

    Where an undecided condition moves with an infinitesimal there may be a jump or a kink: no value is known.
    """
    holds, is_defined = logic
    candidates: list[Any] = []
    for value, condition in node.args:
        truth = holds(condition, point)
        if truth is False:
            continue
        if truth is None and not is_defined(condition, point):
            return _unknown(node, point)
        candidates.append(enclose(value, point))
        if truth is True:
            break
        if any(isinstance(point.get(symbol), Jet) for symbol in condition.free_symbols):
            return _unknown(node, point)
    else:
        return _unknown(node, point)
    joined = candidates[0]
    for candidate in candidates[1:]:
        if isinstance(joined, Polynomial) or isinstance(candidate, Polynomial):
            raise Unsupported("which branch holds is not known")
        joined = elementary.either(joined, candidate)
    return joined


def heaviside(node: Expr, point: Point, enclose: Enclose) -> Any:
    """The unit step, with its own value at 0."""
    ball = enclose(node.args[0], point)
    known = known_sign(node.args[0], S.Zero, point)
    found = elementary.sign_of(ball) if known is None else known
    if found == 0 or (found is None and isinstance(ball, arb) and ball.is_zero()):
        return enclose(node.args[1], point)
    if found is not None:
        return ball * 0 + (1 if found > 0 else 0)
    if isinstance(ball, Jet) or not real_part(ball).is_finite():
        return _unknown(node, point)
    return elementary.either(elementary.either(arb(0), arb(1)), enclose(node.args[1], point))


def rounded(node: Expr, point: Point, enclose: Enclose) -> Any:
    """Floor or ceiling, away from its jumps."""
    name = type(node).__name__
    ball = enclose(node.args[0], point)
    inner = jets.constant(ball)
    if not isinstance(inner, arb):
        raise Unsupported(f"{name} inside an integral is not analytic")
    whole = (inner.floor() if name == "floor" else inner.ceil()) if inner.is_finite() else inner
    if isinstance(ball, Jet):
        jumps = whole.unique_fmpz() is None or inner.contains(whole)
        return _unknown(node, point) if jumps else ball * 0 + whole
    return whole


def _unknown(node: Expr, point: Point) -> Any:
    values = [point[symbol] for symbol in node.free_symbols if symbol in point]
    if any(isinstance(jets.constant(value), Polynomial | Tail) for value in values):
        raise Unsupported(f"which branch of {node} holds is not known")
    blank: Any = acb("nan") if any(isinstance(jets.constant(v), acb) for v in values) else arb("nan")
    return jets.assembled(jets.orders(iter(values)), lambda _: blank)


def known_sign(left: Any, right: Any, point: Point) -> int | None:
    """Sign of left minus right that the point brings; on a boundary it does not outlast an infinitesimal."""
    sign: int | None = point.get((left, right))
    if sign == 0 and any(isinstance(point.get(s), Jet) for s in left.free_symbols | right.free_symbols):
        return None
    return sign


def pinned(gap: Any, left: Any, right: Any, point: Point) -> Any:
    """A difference that moves away from a boundary starts at 0 exactly, where the point says so."""
    if isinstance(gap, Jet) and not isinstance(gap.coefficients[0], Jet) and point.get((left, right)) == 0:
        return Jet(gap.tag, (arb(0), *gap.coefficients[1:]))
    return gap
