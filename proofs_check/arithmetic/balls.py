"""Ball arithmetic (python-flint) over SymPy expressions: rigorous enclosures and three-valued truth.

Nothing here simplifies: the tree is evaluated node by node, integrals by rigorous quadrature and first
derivatives by power series, so that an enclosure is a second route, independent of SymPy's algebra.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import flint
from flint import acb, arb, arb_series, fmpq
from sympy import Derivative, Expr, Integral, MatrixBase, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from proofs_check.arithmetic import gaussian_integrals
from proofs_check.ledger.evidence import Undecided

#: Working precision in bits; leaves 1e-30 with room for cancellation.
PRECISION = 192
#: Where quadrature stops and returns a wide ball; smooth integrands take hundreds.
QUADRATURE_POINTS = 10_000

Point = Mapping[Symbol, Any]

#: Whether the quadrature that is running needs its integrand to be analytic on the ball it asks for.
_analytic: ContextVar[bool] = ContextVar("relucidate_analytic", default=False)


class Unsupported(Undecided):
    """The expression has a node that cannot be evaluated here."""


@contextmanager
def precision(bits: int = PRECISION) -> Iterator[None]:
    """Set flint's working precision for a while."""
    with flint.ctx.workprec(bits):
        yield


def to_ball(value: Any) -> Any:
    """Ball of an exact number: int, Fraction, fmpq, SymPy rational, or a ball itself."""
    if isinstance(value, arb | acb | arb_series):
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
        power = base ** int(exponent)
        # flint takes some balls about 0 to the power of an integer through their logarithm.
        if isinstance(base, arb) and 0 < exponent <= 64 and base.is_finite() and not power.is_finite():
            return functools.reduce(operator.mul, [base] * int(exponent))
        return power
    if exponent.is_Rational and exponent.q == 2:
        return _off_the_cut(base, "sqrt").sqrt() ** int(exponent.p)
    return (enclose(exponent, point) * _off_the_cut(base, "log").log()).exp()


def _off_the_cut(z: Any, node: str) -> Any:
    """Argument of a square root or a logarithm; inside an integral it must be right of the branch cut.

    Elsewhere the value would not be real, or the quadrature would cross the cut unawares.
    """
    if isinstance(z, acb) and not z.real > 0:
        return acb("nan")
    if isinstance(z, arb | acb | arb_series):
        return z
    raise Unsupported(f"no {node} of {z!r}")


def _product(factors: tuple[Expr, ...], point: Point) -> Any:
    total: Any = arb(1)
    for factor in factors:
        total = total * enclose(factor, point)
    return total


def _sum(terms: tuple[Expr, ...], point: Point) -> Any:
    total: Any = arb(0)
    for term in terms:
        total = total + enclose(term, point)
    return total


def _real(value: Any, node: str) -> arb:
    if not isinstance(value, arb):
        raise Unsupported(f"{node} inside an integral or a derivative is not analytic")
    return value


def _extremum(args: tuple[Expr, ...], point: Point, largest: bool) -> arb:
    balls = [_real(enclose(arg, point), "Max or Min") for arg in args]
    best = balls[0]
    for ball in balls[1:]:
        best = best.max(ball) if largest else best.min(ball)
    return best


def _union(first: Any, second: Any) -> Any:
    """Enclosure of either; inside an integral the union of two functions is analytic nowhere."""
    if isinstance(first, arb_series) or isinstance(second, arb_series):
        raise Unsupported("a Piecewise has no derivative where its branches meet")
    if _analytic.get():
        return acb("nan")
    if isinstance(first, acb) or isinstance(second, acb):
        return acb(first).union(acb(second))
    return first.union(second)


def _piecewise(node: Expr, point: Point) -> Any:
    """Take the branch whose condition is decided; join the candidates where a condition is not."""
    candidates: list[Any] = []
    for value, condition in node.args:
        truth = holds(condition, point)
        if truth is False:
            continue
        if truth is None and not is_defined(condition, point):
            return arb("nan")
        candidates.append(enclose(value, point))
        if truth is True:
            break
    else:
        candidates.append(arb("nan"))
    return functools.reduce(_union, candidates)


def _derivative(node: Derivative, point: Point) -> Any:
    """First derivative by a power series of length two, otherwise by SymPy's rules."""
    if node.derivative_count == 1 and not node.expr.has(Integral, Derivative):
        variable = node.variables[0]
        centre = point.get(variable)
        if isinstance(centre, arb):
            extended = {**point, variable: arb_series([centre, 1], prec=2)}
            try:
                series = enclose(node.expr, extended)
            except (Unsupported, AttributeError, TypeError):  # a node without power series
                series = None
            if isinstance(series, arb_series):
                return series[1]
            if isinstance(series, arb):
                return arb(0)
    return enclose(node.doit(integrals=False), point)


def _real_part(value: Any) -> Any:
    """Conditions inside an integral look at the real part: each of their sides is an open set."""
    if isinstance(value, arb_series):
        return value[0]
    return value.real if isinstance(value, acb) else value


def _integral(node: Integral, point: Point) -> Any:
    exact = gaussian_integrals.separated(node, lambda expr: enclose(expr, point))
    if exact is not None:
        return exact
    if len(node.limits) != 1 or len(node.limits[0]) != 3:
        raise Unsupported(f"no ball quadrature for {node}")
    variable, low, high = node.limits[0]
    if low.is_infinite or high.is_infinite:
        raise Unsupported(f"no ball quadrature over an infinite range for {node}")

    gaps_met: list[Unsupported] = []

    def integrand(z: acb, analytic: bool) -> acb:
        token = _analytic.set(analytic or _analytic.get())
        try:
            return acb("nan") if gaps_met else acb(enclose(node.function, {**point, variable: z}))
        except Unsupported as gap:  # flint's quadrature does not let exceptions through
            gaps_met.append(gap)
            return acb("nan")
        finally:
            _analytic.reset(token)

    ends = (acb(enclose(low, point)), acb(enclose(high, point)))
    total = acb.integral(integrand, *ends, eval_limit=QUADRATURE_POINTS)
    if gaps_met:
        raise gaps_met[0]
    # Inside another integral the parameters are complex, and a real part would not be analytic in them.
    return total if any(isinstance(value, acb) for value in point.values()) else total.real


def _sign(z: Any) -> arb:
    ball = _real(z, "sign")
    return ball.sgn() if not ball.is_nan() else ball


def _real_function(name: str) -> Callable[[Any], Any]:
    """Function with branch cuts that the quadrature cannot see."""

    def function(z: Any) -> Any:
        if isinstance(z, acb):
            raise Unsupported(f"{name} inside an integral is not known to be analytic")
        return getattr(z, name)()

    return function


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "exp": lambda z: z.exp(),
    "log": lambda z: _off_the_cut(z, "log").log(),
    "sin": lambda z: z.sin(),
    "cos": lambda z: z.cos(),
    "tan": lambda z: z.tan(),
    "atan": _real_function("atan"),
    "asin": _real_function("asin"),
    "acos": _real_function("acos"),
    "sinh": lambda z: (z.exp() - (-z).exp()) / 2,
    "cosh": lambda z: (z.exp() + (-z).exp()) / 2,
    "erf": lambda z: z.erf(),
    "erfc": lambda z: z.erfc(),
    "erfi": lambda z: z.erfi(),
    "phi": gaussian_integrals.density,
    "Phi": gaussian_integrals.distribution,
    "Abs": lambda z: abs(_real(z, "Abs")),
    "sign": _sign,
}

_CONSTANTS: dict[str, Callable[[], arb]] = {
    "Pi": arb.pi,
    "Exp1": lambda: arb(1).exp(),
    "EulerGamma": arb.const_euler,
    "Half": lambda: arb(fmpq(1, 2)),
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
    flint.arb, flint.acb or flint.arb_series
        An enclosure; it can be non-finite where the expression is undefined.

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
    if expr.is_Add:
        return _sum(expr.args, point)
    if expr.is_Mul:
        return _product(expr.args, point)
    if expr.is_Pow:
        return _power(enclose(expr.base, point), expr.exp, point)
    if name in _FUNCTIONS and len(expr.args) == 1:
        return _FUNCTIONS[name](enclose(expr.args[0], point))
    if name in ("Max", "Min"):
        return _extremum(expr.args, point, largest=name == "Max")
    if name == "Piecewise":
        return _piecewise(expr, point)
    if isinstance(expr, Integral):
        return _integral(expr, point)
    if isinstance(expr, Derivative):
        return _derivative(expr, point)
    rewritten = expr.doit()
    if rewritten != expr and not rewritten.has(type(expr)):
        return enclose(rewritten, point)
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
        left, right = (_real_part(enclose(side, point)) for side in pair)
        if not (left.is_finite() and right.is_finite()):
            return None
        found.append(left - right)
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
        return _all(holds(arg, point) for arg in relation.args)
    if name == "Or":
        return _negated(_all(_negated(holds(arg, point)) for arg in relation.args))
    if name == "Not":
        return _negated(holds(relation.args[0], point))
    if name == "Implies":
        premise, conclusion = relation.args
        return _negated(_all((holds(premise, point), _negated(holds(conclusion, point)))))
    if name == "Equivalent":
        values = [holds(arg, point) for arg in relation.args]
        if None in values:
            return None
        return len(set(values)) == 1
    if isinstance(relation, Relational):
        apart = gaps(relation, point)
        if apart is None:
            return None
        truth = _compare(name, apart)
        if truth is None:  # SymPy's difference cancels what the two sides share, and is often narrower
            truth = _compare(name, [_real_part(enclose(d, point)) for d in differences(relation)])
        return truth
    raise Unsupported(f"no truth value for {relation}")


def is_defined(relation: Any, point: Point) -> bool:
    """Whether both sides of every relation inside a Boolean have finite enclosures at a point."""
    return all(gaps(atom, point) is not None for atom in relation.atoms(Relational))


def _all(values: Any) -> bool | None:
    """Three-valued conjunction."""
    seen = list(values)
    if False in seen:
        return False
    return None if None in seen else True


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _compare(name: str, balls: list[arb]) -> bool | None:
    if not all(isinstance(ball, arb) for ball in balls):
        raise Unsupported(f"no comparison of {balls}")
    if any(not ball.is_finite() for ball in balls):
        return None
    if name in ("Equality", "Unequality"):
        if any(not ball.contains(0) for ball in balls):
            return name == "Unequality"
        if all(ball.is_zero() for ball in balls):
            return name == "Equality"
        return None
    (ball,) = balls
    tests: dict[str, tuple[bool, bool]] = {
        "StrictLessThan": (ball < 0, ball >= 0),
        "LessThan": (ball <= 0, ball > 0),
        "StrictGreaterThan": (ball > 0, ball <= 0),
        "GreaterThan": (ball >= 0, ball < 0),
    }
    if name not in tests:
        raise Unsupported(f"no comparison for {name}")
    yes, no = tests[name]
    return True if yes else False if no else None
