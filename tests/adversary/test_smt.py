"""Statements that public reports of solver faults are about, and ordinary ones that were once refused."""

import pytest
from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    FiniteSet,
    Implies,
    Integers,
    Integral,
    Interval,
    Max,
    Naturals,
    Naturals0,
    Ne,
    Not,
    Or,
    Piecewise,
    Range,
    Rational,
    Subs,
    Sum,
    Union,
    binomial,
    ceiling,
    exp,
    factorial,
    floor,
    log,
    oo,
    sign,
    sqrt,
    symbols,
)

from proofs_check.engines import for_all
from proofs_check.ledger.evidence import Rejected, Undecided
from theory.claim import Reals, nonnegative, positive, relation
from theory.gaussian import phi

a, b, c, d, x, y, z, w, s, p, t = symbols("a b c d x y z w s p t", real=True)
n, k, m = symbols("n k m", integer=True)


def relu(value):
    """Positive part as a Piecewise, which SymPy composes with ITE."""
    return Piecewise((value, value > 0), (0, True))


TRUE = [
    # a domain of integers and some fractions
    (Ne(x**2, Rational(9, 4)), {x: Union(Naturals, FiniteSet(-Rational(1, 2)))}),
    (Ne(x**2, Rational(9, 4)), {x: Union(Range(0, 4), FiniteSet(Rational(1, 2)))}),
    (Ne(x**2, Rational(9, 4)), {x: Union(Naturals, Interval(-2, -Rational(16, 10)))}),
    (Ne(2 * x, 7), {x: Union(Range(0, 20, 2), FiniteSet(Rational(1, 3)))}),
    # composed ReLUs
    (relu(relu(x) - 1) * y >= 0, {x: Reals, y: nonnegative}),
    (relu(relu(x) - 1) <= Abs(x), {x: Reals}),
    (relu(1 - relu(x) + relu(-x)) * y >= 0, {x: Reals, y: nonnegative}),
    (Eq(relu(1 - relu(x) + relu(-x)), Max(0, 1 - Max(0, x) + Max(0, -x))), {x: Reals}),
    (relu(2 * relu(x - 2 * y) - 3 * relu(-x + y) + 1) + 1 > 0, {x: Reals, y: Reals}),
    # finite integer domains
    (2**n >= n + 1, {n: Range(0, 21)}),
    (2**n >= n + 1, {n: FiniteSet(0, 1, 2, 3)}),
    (factorial(n) >= 2 ** (n - 1), {n: Range(1, 10)}),
    (binomial(n, 2) <= n**2, {n: Range(0, 30)}),
    (Eq(Sum(k, (k, 1, n)), n * (n + 1) / 2, evaluate=False), {n: Range(0, 20)}),
    ((1 + x) ** n >= 1 + n * x, {x: nonnegative, n: Range(1, 5)}),
    (Eq(Sum(x**k, (k, 0, n)) * (1 - x), 1 - x ** (n + 1), evaluate=False), {x: Reals, n: Range(0, 5)}),
    (Not(Eq(factorial(n), 7)), {n: Range(0, 12)}),
    # powers
    (y * 2**x >= 0, {x: Reals, y: nonnegative}),
    (relation(2**x, ">", 0), {x: Reals}),
    (3**x >= 1, {x: nonnegative}),
    (x**n + 1 > 0, {x: positive, n: Integers}),
    (Ne(x**n, 0), {x: Interval(-3, -2), n: Integers}),
    (relation((x**2) ** Rational(1, 3), ">=", 0), {x: Reals}),
    (x ** Rational(1, 3) <= 1 + x, {x: nonnegative}),
    # rounding
    (relation(floor(x), "<=", x), {x: Reals}),
    (ceiling(x) < x + 1, {x: Reals}),
    # polynomials known to be hard
    (x**4 * y**2 + x**2 * y**4 - 3 * x**2 * y**2 + 1 >= 0, {x: Reals, y: Reals}),
    (Ne(n**2, 2), {n: Integers}),
    (Implies(Ne(x, 0), Eq(Abs(x) / x, sign(x))), {x: Reals}),
]


@pytest.mark.parametrize(("formula", "domain"), TRUE, ids=str)
def test_ordinary_statements_are_proved(formula, domain):
    for_all(formula, over=domain)


WRONG = And(
    a * (24 + Piecewise((a * (24 + a * (-120 + 240 * a)), d < 5), (a * a, True)) * (-120 + 240 * a)) <= 2,
    Eq(b * b, 1 + d), Eq(a * a, d - 1), Eq(c * c, d), d > 1, c > 0, 5 / ((240 * a - 120) ** 2 * a) > d,
    evaluate=False,
)  # fmt: skip
SLACK = Or(
    x * x * (x - (x + Rational(1, 24))) > 0,
    And(s < 0, Or(x >= 0, And(Rational(31415927, 10**7) < p, p > 3, Eq(s + s, 3)))),
    evaluate=False,
)
FALSE = [
    (Not(WRONG, evaluate=False), dict.fromkeys((a, b, c, d), Reals)),
    (Not(SLACK, evaluate=False), dict.fromkeys((x, s, p), Reals)),
    (x**4 * y**2 + x**2 * y**4 - 3 * x**2 * y**2 + 1 > 0, {x: Reals, y: Reals}),
    (Ne(x**2, 2), {x: Reals}),
    (Ne(x**5 - x + 1, 0), {x: Reals}),
    (Implies(Eq(x**3, 2), exp(x) > 4), {x: Reals}),
    (2**n > n + 1, {n: Range(0, 21)}),
    (factorial(n) >= 2**n, {n: Range(1, 10)}),
    (Eq(Sum(k**2, (k, 1, n)), n * (n + 1) / 2, evaluate=False), {n: Range(0, 6)}),
    (relu(relu(x) - 1) > 0, {x: Reals}),
    (relu(1 - relu(x)) <= Rational(1, 2), {x: Reals}),
    (Ne(x**2, 4), {x: Union(Naturals, FiniteSet(Rational(1, 2)))}),
    (x**n > 0, {x: Interval(-3, -2), n: Integers}),
    (2**x >= 1, {x: Reals}),
    (relation(floor(x), "<", x), {x: Reals}),
    (x ** Rational(1, 3) <= x, {x: nonnegative}),
    (Or(1 / x > 0, x < 0), {x: Reals}),
    (Or(Eq(x, 0), 1 / x**2 > 0), {x: Reals}),
    (Or(x < 0, sqrt(x) >= 0), {x: Reals}),
    (relation((1 / x) * x**2 / x**2, ">=", 1 / x - 1), {x: Reals}),
    (x**y >= 0, {x: Interval(0, 1), y: Interval(0, 1)}),
    (x**n >= 0, {x: Interval(0, 1), n: Integers}),
    (relation(Piecewise((1, x > 0), (1, x < 0)), ">=", 0), {x: Reals}),
    # sums between other limits than integers in their order, integrals that diverge, derivatives at kinks
    (relation(Sum(k**2, (k, 1, n)), ">=", 0), {n: Integers}),
    (relation(Sum(k, (k, 1, x)) ** 2, ">=", 0), {x: positive}),
    (Integral(1 / t, (t, 0, 1)) ** 2 + a**2 >= 2 * a * Integral(1 / t, (t, 0, 1)), {a: Reals}),
    (Integral(1 / t, (t, -1, 1)) ** 2 + x**2 >= 0, {x: Reals}),
    (Integral(exp(t), (t, 0, oo)) ** 2 + x**2 >= 0, {x: Reals}),
    (Integral(exp(x * t), (t, 0, oo)) ** 2 >= 0, {x: Reals}),
    (Integral(Piecewise((1 / t, t > 0), (0, True)), (t, -1, 1)) ** 2 + x**2 >= 0, {x: Reals}),
    (Integral(1 / (1 + t), (t, 0, oo)) ** 2 + x**2 >= 0, {x: Reals}),
    (Integral(phi(t) * exp(x * t**2), (t, 0, oo)) ** 2 >= 0, {x: Reals}),
    (Integral(exp(2 * s**2 - t**2), (s, 0, t), (t, 0, oo)) ** 2 + x**2 >= 0, {x: Reals}),
    (Integral(2 ** (-(t**2)) * exp(Rational(4, 5) * t**2), (t, 0, oo)) ** 2 + x**2 >= 0, {x: Reals}),
    (Derivative(Abs(x), x) ** 2 >= 0, {x: Reals}),
    (Derivative(Max(x, y), x) ** 2 >= 0, {x: Reals, y: Reals}),
    (Derivative(relu(x), x) ** 2 >= 0, {x: Reals}),
    (Derivative(sign(x), x) ** 2 >= 0, {x: Reals}),
    (Derivative(floor(x), x) ** 2 >= 0, {x: Reals}),
    (Derivative(sqrt(x), x) ** 2 >= 0, {x: nonnegative}),
    (Subs(Derivative(Abs(t), t), t, 0) ** 2 + x**2 >= 0, {x: Reals}),
    (Subs(Derivative(relu(t - x), t), t, y) ** 2 >= 0, {x: Reals, y: Reals}),
    (Subs(x / t, t, 0) ** 2 + x**2 >= 0, {x: Reals}),
    (Subs(t * (1 / y), t, 0) + x**2 >= 0, {x: Reals, y: Reals}),
    (relation(log(x) ** 2, ">=", 0), {x: nonnegative}),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "domain"), FALSE, ids=lambda value: str(value)[:60])
def test_what_is_false_or_undefined_is_never_proved(formula, domain):
    with pytest.raises((Rejected, Undecided)):
        for_all(formula, over=domain)


@pytest.mark.parametrize(
    ("formula", "domain"),
    [
        (Derivative(Abs(x), x) ** 2 >= 0, {x: positive}),
        (Derivative(Max(x, y), x) ** 2 >= 0, {x: Interval.open(1, oo), y: Interval(-1, 1)}),
        (Integral(phi(t) * exp(x * t**2), (t, 0, oo)) ** 2 >= 0, {x: Interval(0, Rational(1, 4))}),
        (Integral(1 / sqrt(t), (t, 0, x)) ** 2 >= 0, {x: positive}),
        (relation(Sum(k**2, (k, 1, n)) ** 2, ">=", 0), {n: Naturals0}),
        (Subs(Derivative(Abs(t), t), t, x) ** 2 >= 0, {x: positive}),
    ],
    ids=lambda value: str(value)[:60],
)
def test_where_they_are_defined_they_are_proved(formula, domain):
    for_all(formula, over=domain)


def test_a_true_statement_is_not_rejected_for_what_lies_outside_its_domain():
    over = {x: Union(Range(1, 9, 4), FiniteSet(Rational(1, 2)))}
    for_all(Ne(x, 3), over=over)
    with pytest.raises(Rejected) as caught:
        for_all(Ne(x, 5), over=over)
    assert caught.value.witness == {"x": "5"}
