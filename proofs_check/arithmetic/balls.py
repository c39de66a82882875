"""Ball arithmetic (python-flint) over SymPy expressions: rigorous enclosures and three-valued truth.

Nothing here simplifies: the tree is evaluated node by node, integrals by rigorous quadrature and derivatives
by power series, so that an enclosure is a second route, independent of SymPy's algebra. What cannot be
evaluated so is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq
from sympy import Expr, MatrixBase, S, Subs, Sum
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from proofs_check.arithmetic import branches, elementary, expansions, integrals, jets
from proofs_check.arithmetic.jets import Jet
from proofs_check.arithmetic.polynomials import Polynomial
from proofs_check.arithmetic.switches import without
from proofs_check.arithmetic.truth import by_sign, compared_entries, conjunction, negated
from proofs_check.arithmetic.values import (
    PRECISION,
    Point,
    Unsupported,
    precision,
    real_part,
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


_CONSTANTS: dict[str, Callable[[], arb]] = {
    "Pi": arb.pi,
    "Exp1": lambda: arb(1).exp(),
    "EulerGamma": arb.const_euler,
    "Half": lambda: arb(fmpq(1, 2)),
}

_NODES: dict[str, Callable[[Any, Point], Any]] = {
    "Max": lambda node, point: branches.extremum(node, point, enclose),
    "Min": lambda node, point: branches.extremum(node, point, enclose),
    "Piecewise": lambda node, point: branches.piecewise(node, point, enclose, (holds, is_defined)),
    "Heaviside": lambda node, point: branches.heaviside(node, point, enclose),
    "floor": lambda node, point: branches.rounded(node, point, enclose),
    "ceiling": lambda node, point: branches.rounded(node, point, enclose),
    "Integral": lambda node, point: integrals.integral(node, point, enclose),
    "Derivative": lambda node, point: expansions.derivative(node, point, enclose),
    "Limit": lambda node, point: expansions.limit(node, point, enclose),
    "Subs": _substituted,
    "Sum": _folded,
    "Product": _folded,
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
            inner = branches.pinned(inner, expr.args[0], S.Zero, point)
        known = branches.known_sign(expr.args[0], S.Zero, point) if name in ("Abs", "sign") else None
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
        known = branches.known_sign(relation.lhs, relation.rhs, point)
        if known is not None:
            return by_sign(name, known)
        apart = gaps(relation, point)
        if apart is None:
            return None
        apart = [branches.pinned(gap, relation.lhs, relation.rhs, point) for gap in apart]
        truth = compared_entries(name, apart)
        if truth is None:  # SymPy's difference cancels what the two sides share, and is often narrower
            narrower = [jets.mapped(enclose(d, point), real_part) for d in differences(relation)]
            truth = compared_entries(name, narrower)
        return truth
    raise Unsupported(f"no truth value for {relation}")


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
