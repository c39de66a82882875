"""Cut integrals, as expressions, where their integrands switch: each piece is then smooth.

SymPy differentiates an integral by Leibniz's rule without the terms of moving jumps. Once the range is cut at
the jump, its place is a limit of two pieces, and the rule is right.
"""

from __future__ import annotations

from sympy import Expr, Integral, Piecewise, S, Symbol, Tuple

from proofs_check.arithmetic.signs import Signs, resolved, root_in
from proofs_check.arithmetic.switches import Pair, pairs

#: Switches of one integral that are cut before it is left as it is.
MOST = 4


def split(expr: Expr, signs: Signs) -> Expr:
    """Cut every integral inside an expression at the switches that are linear in its variables."""
    if not expr.has(Integral) or not any(pairs(node) for node in expr.atoms(Integral)):
        return expr
    return expr.replace(lambda node: isinstance(node, Integral), lambda node: _split(node, signs))


def _split(node: Integral, signs: Signs) -> Expr:
    body = node.function
    for limit in node.limits:
        if len(limit) != 3:
            return node
        body = _over(body, limit, signs, MOST)
    return body


def _own(body: Expr, variable: Symbol) -> list[Pair]:
    return [
        p for p, bound in pairs(body).items() if variable not in bound and any(e.has(variable) for e in p)
    ]


def _over(body: Expr, limit: Tuple, signs: Signs, most: int) -> Expr:
    """Integrate one variable, cut at the first of its switches, and so on in each piece."""
    variable, low, high = limit
    whole = Integral(body, limit)
    own = _own(body, variable)
    if not own or most == 0:
        return whole
    found = root_in(own[0], variable)
    if found is None:
        return whole
    slope, cut = found
    rising = signs(slope)
    forwards = low.is_infinite or high.is_infinite or signs.always(high - low, ">=")
    if not rising or not forwards:
        return whole
    left, right = (resolved(body, own[0], side * rising) for side in (-1, 1))
    from_low = 1 if low.is_infinite else signs((cut - low).together())
    to_high = 1 if high.is_infinite else signs((high - cut).together())

    def piece(part: Expr, start: Expr, end: Expr) -> Expr:
        return _over(part, Tuple(variable, start, end), signs, most - 1)

    cases: list[tuple[Expr, object]] = []
    if from_low != 1:
        cases.append(
            (
                piece(right, low, high),
                rising * (slope * (low - cut)).expand() >= 0 if from_low is None else S.true,
            )
        )
    if to_high != 1:
        cases.append(
            (
                piece(left, low, high),
                rising * (slope * (high - cut)).expand() <= 0 if to_high is None else S.true,
            )
        )
    cases.append((piece(left, low, cut) + piece(right, cut, high), S.true))
    return Piecewise(*cases) if len(cases) > 1 else cases[0][0]
