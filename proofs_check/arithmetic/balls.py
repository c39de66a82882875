"""Ball arithmetic (python-flint) over SymPy expressions: rigorous enclosures and three-valued truth.

Nothing here simplifies: the tree is evaluated node by node, integrals by rigorous quadrature and derivatives
by power series, so that an enclosure is a second route, independent of SymPy's algebra. What cannot be
evaluated so is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq
from sympy import Derivative, Expr, Limit, MatrixBase, S, Subs, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from proofs_check.arithmetic import elementary, integrals, jets
from proofs_check.arithmetic.jets import Jet
from proofs_check.arithmetic.polynomials import Polynomial
from proofs_check.arithmetic.switches import depending_on, without
from proofs_check.arithmetic.tails import Tail
from proofs_check.arithmetic.truth import by_sign, compared_entries, conjunction, negated
from proofs_check.arithmetic.values import (
    PRECISION,
    Point,
    Unsupported,
    lenient,
    precision,
    real_part,
    setting,
    side,
    united,
)

__all__ = [
    "PRECISION",
    "Point",
    "Unsupported",
    "differences",
    "enclose",
    "gaps",
    "holds",
    "is_defined",
    "precision",
    "sides",
    "to_ball",
]

#: Terms of a sum that are added one by one before it is refused.
TERMS = 10_000
#: Powers beyond the wanted one that show from one side how a switch stands.
LOOKAHEAD = 3
#: How near the derivatives from two sides have to be where that is taken for agreement.
AGREEMENT = arb("1e-30")


def to_ball(value: Any) -> Any:
    """Ball of an exact number: int, Fraction, fmpq, SymPy rational, or a ball itself."""
    if isinstance(value, arb | acb | Jet):
        return value
    if isinstance(value, int):
        return arb(value)
    if isinstance(value, fmpq):
        return arb(value)
    if hasattr(value, "numerator") and hasattr(value, "denominator"):
        return arb(fmpq(int(value.numerator), int(value.denominator)))
    if isinstance(value, Expr) and value.is_number:
        return enclose(value, {})
    raise Unsupported(f"no ball for {value!r}")


def _power(base: Any, exponent: Expr, point: Point) -> Any:
    if exponent.is_Integer:
        return elementary.power(base, int(exponent))
    if exponent.is_Rational and exponent.q == 2:
        return elementary.root(base) ** int(exponent.p)
    height = enclose(exponent, point)
    if isinstance(height, arb) and height.is_exact() and (whole := height.unique_fmpz()) is not None:
        return elementary.power(base, int(whole))
    return elementary.exp(height * elementary.log(base))


def _extremum(node: Expr, point: Point) -> Any:
    """The largest or smallest of some values, by the known order of two where there is one."""
    factor = 1 if type(node).__name__ == "Max" else -1
    best_arg, *args = node.args
    best = enclose(best_arg, point) * factor
    for arg in args:
        known = None if best_arg is None else _known(best_arg, arg, point)
        if known is None and best_arg is not None:
            turned = _known(arg, best_arg, point)
            known = None if turned is None else -turned
        order = None if known is None else known * factor
        candidate = enclose(arg, point) * factor
        best = elementary.larger(best, candidate, order)
        best_arg = best_arg if order in (0, 1) else arg if order == -1 else None
    return best * factor


def _piecewise(node: Expr, point: Point) -> Any:
    """Take the branch whose condition is decided; join the candidates where a condition is not.

    Where an undecided condition moves with an infinitesimal there may be a jump or a kink: no value is known.
    """
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


def _unknown(node: Expr, point: Point) -> Any:
    values = [point[symbol] for symbol in node.free_symbols if symbol in point]
    if any(isinstance(jets.constant(value), Polynomial | Tail) for value in values):
        raise Unsupported(f"which branch of {node} holds is not known")
    blank: Any = acb("nan") if any(isinstance(jets.constant(v), acb) for v in values) else arb("nan")
    return jets.assembled(jets.orders(iter(values)), lambda _: blank)


def _derivative(node: Derivative, point: Point) -> Any:
    """Derivative by the coefficients of a jet; from both sides where the point lies on a boundary."""
    variables = tuple(variable for variable, _ in node.variable_count)
    if len(set(variables)) < len(variables) or not all(isinstance(v, Symbol) for v in variables):
        raise Unsupported(f"{node} does not differentiate by distinct symbols")
    if not set(variables) <= node.expr.free_symbols:
        return enclose(node.expr, point) * 0
    if any(variable not in point for variable in variables):
        raise Unsupported(f"no value for the variables of {node}")
    if not all(isinstance(count, int) or count.is_Integer for _, count in node.variable_count):
        raise Unsupported(f"{node} has no whole order")
    found = _taylor(node, point, 0)
    if jets.is_finite(found) or len(variables) > 1 or any(isinstance(v, Jet) for v in point.values()):
        return found
    if not depending_on(node.expr, variables[0]):  # no branches that could meet
        return found
    return _from_both_sides(node, point)


def _taylor(node: Derivative, point: Point, lookahead: int) -> Any:
    """The coefficient of a jet that belongs to a derivative."""
    return _picked(node, _series(node, point, lookahead))


def _series(node: Derivative, point: Point, lookahead: int) -> tuple[Any, dict[int, int]]:
    moved = dict(point)
    powers: dict[int, int] = {}
    for variable, count in node.variable_count:
        tag = jets.fresh_tag()
        powers[tag] = int(count)
        rest = [arb(0)] * (int(count) + lookahead - 1)
        moved[variable] = Jet(tag, (point[variable], arb(1), *rest))
    return enclose(node.expr, moved), powers


def _picked(node: Derivative, series: tuple[Any, dict[int, int]]) -> Any:
    value, powers = series
    factor = 1
    for _, count in node.variable_count:
        for k in range(2, int(count) + 1):
            factor *= k
    return jets.picked(value, powers) * factor


def _from_both_sides(node: Derivative, point: Point) -> Any:
    """Derivative at an exact point where branches meet, if the expansions from both sides are the same.

    Each side continues analytically up to the point, so that equal coefficients up to the order, and the
    value at the point itself, make the expression differentiable that often.
    """
    value = enclose(node.expr, point)
    ((_, count),) = node.variable_count
    expansions = []
    for direction in (1, -1):
        with setting(side, direction):
            series = _series(node, point, LOOKAHEAD)
        expansions.append(series)
    (right, right_tags), (left, left_tags) = expansions
    for n in range(int(count) + 1):
        here = [
            jets.coefficient(series, next(iter(tags)), n)
            for series, tags in ((right, right_tags), (left, left_tags))
        ]
        if n == 0:
            here.append(value)
        if not all(_agree(here[0], other) for other in here[1:]):
            return arb("nan")
    return united(_picked(node, expansions[0]), _picked(node, expansions[1]))


def _agree(first: Any, second: Any) -> bool:
    """Whether two balls are the same number, or seem to be where that is enough."""
    gap = first - second
    if not isinstance(gap, arb) or not gap.is_finite():
        return False
    return bool(gap.is_zero() or (lenient.get() and gap.contains(0) and gap.rad() < AGREEMENT))


def _substituted(node: Subs, point: Point) -> Any:
    values = {symbol: enclose(at, point) for symbol, at in zip(node.variables, node.point, strict=True)}
    return enclose(node.expr, {**without(point, tuple(node.variables)), **values})


def _folded(node: Any, point: Point) -> Any:
    """Sum or product over a finite range of whole numbers, term by term."""
    *inner, limit = node.limits
    if len(limit) != 3:
        raise Unsupported(f"{node} has no limits")
    variable, *ends = limit
    whole = []
    for end in ends:
        ball = enclose(end, point) if not end.is_infinite else None
        exact = isinstance(ball, arb) and ball.is_exact()
        number = ball.unique_fmpz() if exact and ball is not None else None
        if number is None:
            raise Unsupported(f"{node} does not run from one whole number to another")
        whole.append(int(number))
    low, high = whole
    if high < low - 1:  # empty to some authors, a sum run backwards to others
        raise Unsupported(f"{node} runs backwards, from {low} to {high}")
    if high - low >= TERMS:
        raise Unsupported(f"{node} has more than {TERMS} terms")
    adds = isinstance(node, Sum)
    body = type(node)(node.function, *inner) if inner else node.function
    outside = without(point, (variable,))
    total: Any = arb(0) if adds else arb(1)
    for k in range(low, high + 1):
        term = enclose(body, {**outside, variable: arb(k)})
        total = total + term if adds else total * term
    return total


def _limit(node: Limit, point: Point) -> Any:
    """One-sided limit of an expression that continues analytically from that side, or of a smooth one."""
    inner, variable, at, direction = node.args
    place = enclose(at, point)
    if not isinstance(place, arb) or any(isinstance(v, Jet) for v in point.values()):
        raise Unsupported(f"no ball evaluation for {node}")
    found = []
    for sign in {"+": (1,), "-": (-1,)}.get(str(direction), (1, -1)):
        moved = Jet(jets.fresh_tag(), (place, arb(1), *[arb(0)] * LOOKAHEAD))
        with setting(side, sign):
            series = enclose(inner, {**without(point, (variable,)), variable: moved})
        if not jets.is_finite(series):
            raise Unsupported(f"no ball evaluation for {node}")
        found.append(jets.constant(series))
    if not all(_agree(found[0], other) for other in found[1:]):
        raise Unsupported(f"the limits of {node} from the two sides may differ")
    return found[0]


def _heaviside(node: Expr, point: Point) -> Any:
    ball = enclose(node.args[0], point)
    if isinstance(ball, arb) and ball.is_zero():
        return enclose(node.args[1], point)
    return (
        (elementary.sign(ball) + 1) / 2
        if elementary.sign_of(ball) is not None
        else _either_step(node, ball, point)
    )


def _either_step(node: Expr, ball: Any, point: Point) -> Any:
    if isinstance(ball, Jet) or not real_part(ball).is_finite():
        return _unknown(node, point)
    return elementary.either(elementary.either(arb(0), arb(1)), enclose(node.args[1], point))


def _rounded(node: Expr, point: Point) -> Any:
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


_CONSTANTS: dict[str, Callable[[], arb]] = {
    "Pi": arb.pi,
    "Exp1": lambda: arb(1).exp(),
    "EulerGamma": arb.const_euler,
    "Half": lambda: arb(fmpq(1, 2)),
}

_NODES: dict[str, Callable[[Any, Point], Any]] = {
    "Max": _extremum,
    "Min": _extremum,
    "Piecewise": _piecewise,
    "Integral": lambda node, point: integrals.integral(node, point, enclose),
    "Derivative": _derivative,
    "Subs": _substituted,
    "Sum": _folded,
    "Product": _folded,
    "Limit": _limit,
    "Heaviside": _heaviside,
    "floor": _rounded,
    "ceiling": _rounded,
}


def enclose(expr: Expr, point: Point) -> Any:
    """Enclose the value of an expression.

    Parameters
    ----------
    expr
        A SymPy expression.
    point
        A ball for every free symbol.

    Returns
    -------
    flint.arb, flint.acb, Jet, Tail or Polynomial
        An enclosure, of the kind that the point has; it can be non-finite where the expression is undefined.

    Raises
    ------
    Unsupported
        If a node has no ball evaluation, or a symbol has no value.
    """
    if expr.is_Symbol:
        if expr not in point:
            raise Unsupported(f"no value for {expr}")
        return point[expr]
    if expr.is_Rational:
        return arb(fmpq(int(expr.p), int(expr.q)))
    if isinstance(expr, AppliedUndef):  # it may bear the name of a known function
        raise Unsupported(f"no ball evaluation for the undefined function {expr}")
    name = type(expr).__name__
    if name in _CONSTANTS:
        return _CONSTANTS[name]()
    if expr.is_Add or expr.is_Mul:
        first, *others = expr.args
        total = enclose(first, point)
        for arg in others:
            value = enclose(arg, point)
            total = total + value if expr.is_Add else total * value
        return total
    if expr.is_Pow:
        return _power(enclose(expr.base, point), expr.exp, point)
    if name in elementary.FUNCTIONS and len(expr.args) == 1:
        inner = enclose(expr.args[0], point)
        if name in ("Abs", "sign"):
            inner = _pinned(inner, expr.args[0], S.Zero, point)
        known = _known(expr.args[0], S.Zero, point) if name in ("Abs", "sign") else None
        if known is not None:
            return inner * known if name == "Abs" else inner * 0 + known
        return elementary.FUNCTIONS[name](inner)
    if name in _NODES:
        return _NODES[name](expr, point)
    raise Unsupported(f"no ball evaluation for {name} in {expr}")


def sides(relation: Any) -> list[tuple[Expr, Expr]]:
    """Left and right side of a relation, entry by entry for matrices."""
    left, right = relation.lhs, relation.rhs
    if isinstance(left, MatrixBase) or isinstance(right, MatrixBase):
        if getattr(left, "shape", None) != getattr(right, "shape", None):
            raise Unsupported("the two sides have different shapes")
        return list(zip(left, right, strict=True))
    return [(left, right)]


def differences(relation: Any) -> list[Expr]:
    """Left minus right side of a relation, entry by entry for matrices; SymPy cancels equal terms."""
    return [left - right for left, right in sides(relation)]


def gaps(relation: Any, point: Point) -> list[Any] | None:
    """Enclosures of left minus right, entry by entry, or ``None`` where a side has no finite enclosure."""
    found = []
    for pair in sides(relation):
        left, right = (enclose(side_, point) for side_ in pair)
        if not all(isinstance(end, Polynomial) or jets.is_finite(end) for end in (left, right)):
            return None
        # Conditions inside an integral look at the real part: each of their sides is an open set.
        found.append(jets.mapped(left - right, real_part))
    return found


def holds(relation: Any, point: Point) -> bool | None:
    """Whether a relation holds at a point (or all over a box): ``True``, ``False``, or ``None``.

    An equality is only ever refuted, never confirmed, unless both balls are exact. Where a side is undefined
    the answer is ``None``.
    """
    if relation in (True, False):
        return bool(relation)
    name = type(relation).__name__
    if name == "And":
        return conjunction(holds(arg, point) for arg in relation.args)
    if name == "Or":
        return negated(conjunction(negated(holds(arg, point)) for arg in relation.args))
    if name == "Not":
        return negated(holds(relation.args[0], point))
    if name == "Implies":
        premise, conclusion = relation.args
        return negated(conjunction((holds(premise, point), negated(holds(conclusion, point)))))
    if name == "Equivalent":
        values = [holds(arg, point) for arg in relation.args]
        return None if None in values else len(set(values)) == 1
    if name == "ITE":
        return _chosen(relation, point)
    if isinstance(relation, Relational):
        known = _known(relation.lhs, relation.rhs, point)
        if known is not None:
            return by_sign(name, known)
        apart = gaps(relation, point)
        if apart is None:
            return None
        apart = [_pinned(gap, relation.lhs, relation.rhs, point) for gap in apart]
        truth = compared_entries(name, apart)
        if truth is None:  # SymPy's difference cancels what the two sides share, and is often narrower
            narrower = [jets.mapped(enclose(d, point), real_part) for d in differences(relation)]
            truth = compared_entries(name, narrower)
        return truth
    raise Unsupported(f"no truth value for {relation}")


def _known(left: Any, right: Any, point: Point) -> int | None:
    """Sign of left minus right that the point brings; on a boundary it does not outlast an infinitesimal."""
    sign: int | None = point.get((left, right))
    if sign == 0 and any(isinstance(point.get(s), Jet) for s in left.free_symbols | right.free_symbols):
        return None
    return sign


def _pinned(gap: Any, left: Any, right: Any, point: Point) -> Any:
    """A difference that moves away from a boundary starts at 0 exactly, where the point says so."""
    if isinstance(gap, Jet) and not isinstance(gap.coefficients[0], Jet) and point.get((left, right)) == 0:
        return Jet(gap.tag, (arb(0), *gap.coefficients[1:]))
    return gap


def _chosen(relation: Any, point: Point) -> bool | None:
    """If-then-else between conditions, as SymPy writes a Piecewise inside a relation."""
    condition, yes, no = relation.args
    truth = holds(condition, point)
    if truth is not None:
        return holds(yes if truth else no, point)
    first, second = holds(yes, point), holds(no, point)
    return first if first is second and is_defined(condition, point) else None


def is_defined(relation: Any, point: Point) -> bool:
    """Whether both sides of every relation inside a Boolean have finite enclosures at a point."""
    return all(gaps(atom, point) is not None for atom in relation.atoms(Relational))
