"""One side of a statement at a point, as a float that an enclosure vouches for."""

from __future__ import annotations

from flint import arb
from sympy import Expr, Symbol

from proofs_check.arithmetic import balls, boundaries, domain
from proofs_check.ledger.evidence import Undecided

#: Working precisions, in bits, tried one after the other.
BITS = (128, 192, 768)
#: How wide an enclosure may be, beside the number it encloses and by itself.
RELATIVE, ABSOLUTE = arb("1e-18"), arb("1e-30")


def number_at(expr: Expr, values: dict[Symbol, Expr]) -> float:
    """Value of an expression at an exact point.

    Raises
    ------
    Undecided
        If balls do not enclose it in a range that a float can stand for: it may be undefined there.
    """
    signs = boundaries.known_signs(expr, {s: v for s, v in values.items() if v.is_Rational})
    found = None
    for bits in BITS:
        with balls.precision(bits):
            found = balls.enclose(expr, {**domain.to_point(values), **signs})
            if isinstance(found, arb) and found.is_finite():
                near = found.rad() < ABSOLUTE or found.rad() < RELATIVE * abs(found)
                if near:
                    return float(found.mid())
    at = domain.shown(values)
    raise Undecided(f"{expr} has no narrow enclosure at {at}: {found}; it may be undefined there")
