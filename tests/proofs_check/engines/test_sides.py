"""What stands on the two sides where a witness breaks a relation."""

import pytest
from sympy import And, Derivative, Eq, Function, Implies, Integral, Ne, Or, Rational, exp, symbols

from proofs_check.engines.sides import shown_sides

x, y = symbols("x y", real=True)


@pytest.mark.parametrize(
    ("relation", "shown"),
    [
        (x + y < 2, "3 on the left, 2 on the right"),
        (Eq(x / 3, y, evaluate=False), "1/3 on the left, 2 on the right"),
        (Implies(y > 0, x > y), "1 on the left, 2 on the right"),
        (And(x < y, x > y), "1 on the left, 2 on the right"),
        (Or(x > y, x > 2 * y), "1 on the left, 2 on the right"),
        (Ne(2 * x, y), "2 on both sides"),
        (Eq(exp(x), y, evaluate=False), "2.7183 on the left, 2 on the right"),
        (Eq(Integral(x, (x, 0, y)), 3, evaluate=False), "2 on the left, 3 on the right"),
        (Eq(Derivative(x**2, x), 3, evaluate=False), "2 on the left, 3 on the right"),
        # Digits enough to see that they differ.
        (Eq(exp(x), Rational(27183, 10**4), evaluate=False), "2.71828 on the left, 2.7183 on the right"),
        (Eq(Function("f")(x), y, evaluate=False), ""),
        (~And(x < y, y > 0), ""),
    ],
)
def test_both_sides_are_numbers_or_nothing_is_said(relation, shown):
    assert shown_sides(relation, {x: Rational(1), y: Rational(2)}) == shown
