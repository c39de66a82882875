import re

import pytest
from sympy import (
    And,
    Eq,
    Equivalent,
    Function,
    Ge,
    Gt,
    Implies,
    Integral,
    Interval,
    Le,
    Lt,
    Matrix,
    Max,
    Or,
    Pow,
    oo,
    sqrt,
    symbols,
)

from proofs_check.mutation.equivalence import certainly_differs, implied
from theory.claim import Reals, positive
from theory.gaussian import Phi, phi

a, x, y, z = symbols("a x y z", real=True)
DOMAIN = {x: Reals, y: Reals, a: positive}


def equation(left, right):
    return Eq(left, right, evaluate=False)


squared = equation(Pow(x, 2), x**2 + y - y)
tail = equation(Integral(z * phi(z), (z, -x, oo)), phi(x))


@pytest.mark.parametrize(
    ("formula", "mutant", "reason"),
    [
        (
            equation((x + y) ** 2, x**2 + 2 * x * y + y**2),
            equation((-x - y) ** 2, x**2 + 2 * x * y + y**2),
            "difference",
        ),
        (tail, equation(Integral(z * phi(z), (z, x, oo)), phi(x)), "difference"),
        (equation(x + y, y + x), equation(x - x, 0), "same|true by itself|difference"),
        (equation(x * a, y), equation(-x * a, -y), "negatives"),
        (Gt(a, 0, evaluate=False), Ge(a, 0, evaluate=False), "> implies >="),
        (Lt(phi(x), 1, evaluate=False), Le(phi(x), 1, evaluate=False), "< implies <="),
        (a / (1 + a) < 1, a / (1 + a) < 2, "Z3 proves that the claim implies it"),
        (equation(Max(x, 0), (x + sqrt(x**2)) / 2), equation(Max(x, 0), Max(0, x)), "."),
        (And(x**2 >= 0, phi(x) < 1), And(x**2 >= 0, phi(x) <= 1), "implies"),
        (Or(x > y, phi(x) < 1), Or(x > y, phi(x) <= 1), "implies"),
        (Implies(x > 0, tail), Implies(x > 1, tail), "implies"),
        (
            Implies(x > 0, tail),
            Implies(x > 0, equation(Integral(z * phi(z), (z, x, oo)), phi(x))),
            "difference",
        ),
        (Equivalent(x > 0, x**3 > 0), Equivalent(x > 0, x > 0, evaluate=False), "."),
    ],
)
def test_what_the_claim_implies_is_set_aside_with_a_reason(formula, mutant, reason):
    assert re.search(reason, implied(formula, mutant, DOMAIN) or "")


@pytest.mark.parametrize(
    ("formula", "mutant"),
    [
        (equation((x + y) ** 2, x**2 + 2 * x * y + y**2), equation((x - y) ** 2, x**2 + 2 * x * y + y**2)),
        (tail, equation(Integral(z * phi(z), (z, -x, oo)), Phi(x))),
        (a / (1 + a) < 1, a / (1 + a) < 0),
        (x**2 >= 0, x**2 > 0),
        (Implies(x > 1, x**2 > 1), Implies(x > 0, x**2 > 1)),
        (And(a > 0, a + 1 > 1), And(a > 0, a + 1 > 2)),
        (
            equation(Matrix([x, y]).as_immutable(), Matrix([x, y]).as_immutable()),
            equation(Matrix([x, -y]).as_immutable(), Matrix([x, y]).as_immutable()),
        ),
    ],
)
def test_what_is_false_somewhere_is_not(formula, mutant):
    assert implied(formula, mutant, DOMAIN) is None


def test_a_doubt_is_held_against_the_proofs():
    f = symbols("f", cls=Function)
    assert implied(equation(f(x), 0), equation(f(x) * f(y) ** 2, 0), DOMAIN) is None


def test_the_domain_and_the_assumptions_count():
    mutant = x**2 <= x
    assert implied(x > 0, mutant, {x: Interval(0, 1)})
    assert implied(x > 0, mutant, {x: Reals}) is None
    assert implied(x > 0, mutant, {x: Reals}, (x <= 1, x >= 0))


def test_points_of_difference_are_certain():
    assert certainly_differs(x**2 >= 0, x >= 0, {x: Reals}, ())
    assert not certainly_differs(x >= 0, x >= 0, {x: Reals}, ())
    assert not certainly_differs(x**2 >= 0, x >= 0, {x: Reals}, (x > 5, x < 4))
