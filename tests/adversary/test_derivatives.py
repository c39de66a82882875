"""Derivatives over jumps and kinks: none that does not exist is proved, none that exists is refuted."""

import pytest
from sympy import (
    Abs,
    Derivative,
    Eq,
    Heaviside,
    Integral,
    Interval,
    Le,
    Max,
    Min,
    Ne,
    Piecewise,
    Rational,
    Subs,
    Union,
    floor,
    oo,
    sign,
    sin,
    sqrt,
    symbols,
)

from proofs_check.engines import certifies, for_all, identity, refutes
from proofs_check.ledger.evidence import Rejected, Undecided
from theory.claim import Reals, negative, positive
from theory.gaussian import Phi, phi

x, a, b, t, u, w, z = symbols("x a b t u w z", real=True)
unit = Interval.open(0, 1)

step = Piecewise((0, x < 0), (1, True))
dotted = Piecewise((0, Eq(x, 0)), (x, True))
sinc = Piecewise((sin(x) / x, Ne(x, 0)), (1, True))
below = Piecewise((1, t < a), (0, True))
relu_at = Piecewise((t - a, t > a), (0, True))


def relu(value):
    return Piecewise((value, value > 0), (0, True))


def equal(left, right):
    return Eq(left, right, evaluate=False)


WRONG = [
    (equal(Derivative(dotted, x), Piecewise((0, Eq(x, 0)), (1, True))), {x: Reals}),
    (equal(Derivative(step, x), 0), {x: Reals}),
    (equal(Derivative(step, x), 0), {x: Interval(0, 1)}),
    (equal(Derivative(Abs(x), x), sign(x)), {x: Reals}),
    (equal(x * Derivative(Abs(x), x), Abs(x)), {x: Reals}),
    (equal(Derivative(Max(x, 0), x), Piecewise((1, x > 0), (0, True))), {x: Reals}),
    (equal(Derivative(relu(x), x), Piecewise((1, x > 0), (0, True))), {x: Reals}),
    (equal(Derivative(Min(x, 2 * x), x), Heaviside(x)), {x: Reals}),
    (equal(Derivative(sign(x), x), 0), {x: Reals}),
    (equal(Derivative(Heaviside(x), x), 0), {x: Reals}),
    (equal(Derivative(floor(x), x), 0), {x: Interval(0, 3)}),
    (equal(Derivative(Abs(x - Rational(1, 3)), x), sign(x - Rational(1, 3))), {x: unit}),
    (
        equal(Derivative(relu(w * x + b), x), Piecewise((w, w * x + b > 0), (0, True))),
        dict.fromkeys((w, x, b), Reals),
    ),
    (equal(Derivative(relu(x) ** 2, (x, 2)), Piecewise((2, x > 0), (0, True))), {x: Reals}),
    (equal(Subs(Derivative(Abs(x), x), x, 0) + u, u), {u: Reals}),
    (equal(Subs(Derivative(Max(x, 0), x), x, 0) + u, u + Rational(1, 2)), {u: Reals}),
    (equal(Derivative(Integral(below, (t, 0, 1)), a), 0), {a: unit}),
    (equal(Derivative(Integral(below, (t, 0, 1)), a), 1), {a: Interval(0, 1)}),
    (equal(Derivative(Integral(below, (t, 0, 1)), a), 1), {a: Interval.open(0, 2)}),
    (equal(Derivative(Integral(below * phi(t), (t, -oo, oo)), a), 0), {a: Reals}),
    (equal(Derivative(Integral(relu_at, (t, 0, 1)), (a, 2)), 0), {a: unit}),
    (
        equal(Derivative(Integral(Piecewise((1, t + u > 0), (0, True)), (t, -1, 1)), u), 0),
        {u: Interval.open(-1, 1)},
    ),
    (equal(Derivative(Integral(sign(t - a), (t, 0, 1)), a), 0), {a: unit}),
    (equal(Derivative(Integral(Heaviside(t - a) * t, (t, 0, 1)), a), 0), {a: unit}),
    (equal(Derivative(sqrt(x**2), x), 1), {x: Reals}),
]


@pytest.mark.parametrize(("relation", "over"), WRONG, ids=str)
def test_no_derivative_that_is_wrong_or_missing_is_proved(relation, over):
    with pytest.raises((Rejected, Undecided)):
        identity(relation, over=over)


everywhere = dict.fromkeys((w, x, b), Reals)
w_b_a = {w: positive, b: Reals, a: Reals}
gated = Integral(relu(w * z + b) * Piecewise((1, z < a), (0, True)) * phi(z), (z, -oo, oo))

RIGHT = [
    (equal(Derivative(step, x), 0), {x: Union(negative, positive)}),
    (equal(Derivative(Abs(x), x), sign(x)), {x: Union(negative, positive)}),
    (equal(Derivative(Abs(x) * x, x), 2 * Abs(x)), {x: Reals}),
    (equal(Derivative(Max(x, 0) ** 2, x), 2 * Max(x, 0)), {x: Reals}),
    (equal(Derivative(relu(x) ** 2, x), 2 * relu(x)), {x: Reals}),
    (equal(Derivative(Max(w * x + b, 0) ** 2 / 2, x), w * Max(w * x + b, 0)), everywhere),
    (equal(Derivative(relu(w * x + b), x), w), {w: positive, b: positive, x: positive}),
    (equal(Derivative(Integral(below, (t, 0, 1)), a), 1), {a: unit}),
    (equal(Derivative(Integral(below * phi(t), (t, -oo, oo)), a), phi(a)), {a: Reals}),
    (equal(Derivative(Integral(below * phi(t), (t, -5, 5)), a), phi(a)), {a: Interval(-1, 1)}),
    (equal(Derivative(Integral(relu_at, (t, 0, 1)), a), a - 1), {a: unit}),
    (equal(Derivative(Integral(relu_at, (t, 0, 1)), (a, 2)), 1), {a: unit}),
    (equal(Derivative(Integral(Abs(t - a), (t, 0, 1)), a), 2 * a - 1), {a: unit}),
    (equal(Derivative(Integral(sign(t - a), (t, 0, 1)), a), -2), {a: unit}),
    (equal(Derivative(gated, a), Max(w * a + b, 0) * phi(a)), w_b_a),
    (equal(Derivative(gated, a), relu(w * a + b) * phi(a)), w_b_a),
    (  # the same with symbols in another order, which decides which switch is looked at first
        equal(Derivative(gated, a), relu(w * a + b) * phi(a)).xreplace({z: t, b: u}),
        {w: positive, u: Reals, a: Reals},
    ),
    (equal(Derivative(Integral(relu(z) * phi(z), (z, -oo, a)), a), relu(a) * phi(a)), {a: Reals}),
    (equal(Derivative(Integral(Max(t, 0), (t, -1, a)), a), Max(a, 0)), {a: Reals}),
    (equal(Derivative(Integral(relu(w * z + b) * phi(z), (z, -oo, a)), a), relu(w * a + b) * phi(a)), w_b_a),
    (
        equal(Derivative(Integral(relu(w * z + b) * phi(z), (z, -oo, oo)), b), Phi(b / w)),
        {w: positive, b: Reals},
    ),
    (
        equal(Derivative(Integral(relu(w * z + b) * phi(z), (z, -oo, oo)), w), phi(b / w)),
        {w: positive, b: Reals},
    ),
    (
        equal(
            Derivative(Integral((relu(w * z + b) - z) ** 2 / 2 * phi(z), (z, -oo, oo)), b),
            Integral((w * z + b - z) * phi(z), (z, -b / w, oo)),
        ),
        {w: positive, b: Reals},
    ),
    (
        equal(  # the gradient of a gate's population loss, with the term of its moving boundary
            Derivative(Integral(Piecewise((z**2, w * z + b > 0), (0, True)) * phi(z), (z, -oo, oo)), b),
            b**2 / w**3 * phi(b / w),
        ),
        {w: positive, b: Reals},
    ),
]


@pytest.mark.parametrize(("relation", "over"), RIGHT, ids=str)
def test_the_derivatives_of_gated_units_are_decided(relation, over):
    identity(relation, over=over)


@pytest.mark.parametrize(
    ("relation", "over"),
    [
        (Derivative(Integral(Piecewise((0, t < x), (1, True)), (t, 0, 1)), x) >= 0, {x: Interval(0, 1)}),
        (Derivative(step, x) <= Rational(1, 10), {x: Interval(-1, 1)}),
        (Derivative(Abs(x), x) <= 1, {x: Interval(-1, 1)}),
        (Derivative((x + Abs(x)) / 2, x) <= 1, {x: Interval(-1, 1)}),
        (Derivative(Max(x, 0), x) <= 1, {x: Interval(-1, 1)}),
        (Derivative(floor(x), x) <= 1, {x: Interval(0, 2)}),
        (Derivative(Integral(below, (t, 0, 1)), a) <= 0, {a: Interval(Rational(1, 4), Rational(3, 4))}),
        (Derivative(sinc, (x, 2)) >= 0, {x: Interval(-1, 1)}),
    ],
    ids=str,
)
def test_cells_over_a_boundary_are_not_certified(relation, over):
    with pytest.raises((Rejected, Undecided)):
        certifies(relation, over=over, cells=500)


@pytest.mark.parametrize(
    ("relation", "over"),
    [
        (Derivative(Abs(x), x) <= 1, {x: Interval(1, 2)}),
        (
            Derivative(Integral(below, (t, 0, 1)), a) >= Rational(9, 10),
            {a: Interval(Rational(1, 4), Rational(3, 4))},
        ),
        (Derivative(Integral(relu(t - a) * phi(t), (t, -oo, oo)), a) < 0, {a: Interval(-1, 1)}),
    ],
    ids=str,
)
def test_cells_off_the_boundary_are_certified(relation, over):
    certifies(relation, over=over, cells=500)


@pytest.mark.parametrize(
    ("relation", "over"),
    [
        (Derivative(Abs(x), x) ** 2 >= 0, {x: Reals}),
        (Derivative(step, x) ** 2 + u**2 >= 2 * u * Derivative(step, x), {x: Reals, u: Reals}),
        (Subs(Derivative(Max(x, 0), x), x, 0) ** 2 + u**2 >= 0, {u: Reals}),
        (Derivative(Integral(below, (t, 0, 1)), a) ** 2 >= 0, {a: Reals}),
    ],
    ids=str,
)
def test_nothing_is_proved_of_a_derivative_that_may_not_exist(relation, over):
    with pytest.raises((Rejected, Undecided)):
        for_all(relation, over=over)


def test_a_derivative_that_exists_may_be_spoken_of():
    for_all(Derivative(Abs(x), x) ** 2 >= 0, over={x: positive})


def test_what_is_true_on_a_boundary_is_not_rejected_there():
    with pytest.raises(Undecided):
        identity(equal(Derivative(dotted, x), 1), over={x: Reals})


def test_true_printed_forms_are_not_refuted_on_a_boundary(make_claim):
    for relation in (equal(Derivative(dotted, x), 1), Derivative(sinc, (x, 2)) < 0):
        claim = make_claim(
            Le(0, x**2, evaluate=False),
            {x: Reals},
            printed=relation,
            erratum="false",
            id=f"toy.p{abs(hash(relation))}",
        )
        with pytest.raises((Rejected, Undecided)):
            refutes(claim, {x: 0})
