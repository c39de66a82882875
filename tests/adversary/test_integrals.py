"""Integrals and sums: divergent, ill-posed or wrong on a thin set, and ordinary ones that must be decided."""

import pytest
from sympy import (
    Abs,
    Eq,
    Ge,
    Gt,
    Integers,
    Integral,
    Interval,
    Le,
    Limit,
    Lt,
    Max,
    Naturals,
    Naturals0,
    Ne,
    Piecewise,
    Product,
    Rational,
    Sum,
    Symbol,
    cos,
    erf,
    exp,
    log,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)

from proofs_check.arithmetic import balls
from proofs_check.engines import certifies, for_all, identity
from proofs_check.ledger.evidence import Rejected, Undecided
from theory.claim import Reals, nonnegative, positive
from theory.gaussian import Phi, phi

x, y, z, a, b, s, t, u = symbols("x y z a b s t u", real=True)
rate = Symbol("rate", positive=True)
n = Symbol("n", integer=True)
k = Symbol("k", integer=True)

pole = Integral(1 / t, (t, 0, 1))
runaway = Integral(exp(t), (t, 0, oo))
swinging = Integral(sin(t), (t, 0, oo))


def equal(left, right):
    return Eq(left, right, evaluate=False)


ILL_POSED = [
    (for_all, Ge(pole**2 + a**2, 2 * a * pole, evaluate=False), {a: Reals}),
    (for_all, Gt(runaway + a**2, runaway - 1, evaluate=False), {a: Reals}),
    (for_all, Ge(swinging**2 + a**2, 0, evaluate=False), {a: Reals}),
    (for_all, Ge(Integral(t**-2, (t, -1, 1)) ** 2 + a**2, 0, evaluate=False), {a: Reals}),
    (
        for_all,
        Ge(Integral(1 / t, (t, 1, oo)) + a**2, Integral(1 / t, (t, 1, oo)), evaluate=False),
        {a: Reals},
    ),
    (for_all, Ge(Integral(1 / (t - a), (t, 0, 1)) ** 2, 0, evaluate=False), {a: Interval(1, 2)}),
    (for_all, Ge(Integral(exp(-a * t), (t, 0, oo)) ** 2, 0, evaluate=False), {a: nonnegative}),
    (
        for_all,
        Ge(Integral(phi(t) * exp(a * t**2), (t, -oo, oo)) ** 2, 0, evaluate=False),
        {a: Interval(0, 1)},
    ),
    (
        for_all,
        Ge(Integral(exp(t * u) * phi(t) * phi(u), (t, -oo, oo), (u, -oo, oo)) ** 2 + a, a, evaluate=False),
        {a: Reals},
    ),
    (for_all, Ge(Sum(k, (k, 1, x)) ** 2, 0, evaluate=False), {x: positive}),
    (for_all, Ge(Sum(k, (k, 1, n)) ** 2, 0, evaluate=False), {n: Integers}),
    (for_all, Ge(Sum(1 / k, (k, 1, oo)) ** 2 + a**2, 0, evaluate=False), {a: Reals}),
    (
        identity,
        equal(Integral(1 / t, (t, x, 1)), Integral(1 / t, (t, x, Rational(1, 2))) + log(2)),
        {x: Interval(0, Rational(1, 4))},
    ),
    (
        identity,
        equal(Integral(t**-2, (t, x, 1)) * x**2, Integral(x**2 / t**2, (t, x, 1))),
        {x: Interval(0, Rational(1, 4))},
    ),
    (identity, equal((5 - b) * 5 * Integral((t - 5) ** -2, (t, 0, b)), b), {b: Interval(0, 5)}),
    (identity, equal(b * Integral(t ** (b - 1), (t, 0, 1)), 1), {b: Interval(0, 1)}),
    (identity, equal(Integral(1 / t, (t, -1, 1)) * y, 0), {y: Reals}),
    (identity, equal(Integral(t**-2, (t, -1, 1)) * y, -2 * y), {y: Reals}),
    (identity, equal(Sum(k, (k, 1, x)), x * (x + 1) / 2), {x: Reals}),
    (identity, equal(Sum(k, (k, 1, n)), n * (n + 1) / 2), {n: Integers}),
    (identity, equal(Sum(k**2, (k, 1, n)), n * (n + 1) * (2 * n + 1) / 6), {n: Integers}),
    (identity, equal(Product(2 * k, (k, 1, x)), 2**x * Product(k, (k, 1, x))), {x: Reals}),
    (certifies, Gt(pole * y, -y, evaluate=False), {y: Interval(1, 2)}),
    (certifies, Gt(Integral(t / (1 - t), (t, 0, 1)) * y, y, evaluate=False), {y: Interval(1, 2)}),
    (certifies, Gt(runaway * y, -y, evaluate=False), {y: Interval(1, 2)}),
]


def named(value):
    """The same name in every process, for functions too."""
    return getattr(value, "__name__", str(value))


@pytest.mark.parametrize(("engine", "relation", "over"), ILL_POSED, ids=named)
def test_what_has_no_value_has_no_truth(engine, relation, over):
    with pytest.raises((Rejected, Undecided)):
        engine(relation, over=over)


moment = Integral(exp(z * t + x * y), (t, 0, 1))
wave = Integral(cos(z * t), (t, 0, 1))
generic = (exp(z) - 1) * exp(x * y) / z

WRONG_SOMEWHERE = [
    (equal(moment, Piecewise((generic, Ne(z, 0)), (1, True))), {x: Reals, y: Reals, z: Reals}),
    (equal(moment, generic), {x: Reals, y: Reals, z: Reals}),
    (equal(wave, Piecewise((sin(z) / z, Ne(z, 0)), (2, True))), {z: Reals}),
    (equal(x, Piecewise((x, Ne(x, 3)), (2, True))), {x: Reals}),
    (equal(x * y, Piecewise((x * y, Ne(x, y)), (0, True))), {x: Reals, y: Reals}),
    (equal(Abs(x), Piecewise((x, x > 0), (-x, x < 0), (1, True))), {x: Reals}),
    (equal(Integral(Abs(sin(t) * cos(t)), (t, 0, 2 * pi)) * y, y), {y: Reals}),
    (equal(Integral(Abs(cos(t)), (t, -pi / 2, 0)) * y, -y), {y: Reals}),
    (equal(Integral(2 * sqrt(1 - t**2) * (4 * sqrt(2) * t**2 - sqrt(3)), (t, -1, 1)) * y, 0), {y: Reals}),
]


@pytest.mark.parametrize(("relation", "over"), WRONG_SOMEWHERE, ids=str)
def test_equations_that_fail_on_a_thin_set_are_not_proved(relation, over):
    with pytest.raises((Rejected, Undecided)):
        identity(relation, over=over)


DECIDED = [
    (identity, equal(wave, Piecewise((sin(z) / z, Ne(z, 0)), (1, True))), {z: Reals}),
    (identity, equal(Integral(sqrt(t), (t, 0, 1)) * y, 2 * y / 3), {y: Reals}),
    (identity, equal(Integral(sqrt(1 - t), (t, 0, 1)) * y, 2 * y / 3), {y: Reals}),
    (identity, equal((5 - b) * 5 * Integral((t - 5) ** -2, (t, 0, b)), b), {b: Interval.Ropen(0, 5)}),
    (identity, equal(Integral(Max(z, 0) * phi(z), (z, -oo, oo)) * y, y * phi(0)), {y: Reals}),
    (
        certifies,
        Le(Integral(exp(-(s**2) * z**2) * phi(z), (z, -oo, oo)) * sqrt(1 + 2 * s**2), 1 + s, evaluate=False),
        {s: Interval(Rational(1, 10), 3)},
    ),
    (identity, equal(Integral(exp(-rate * t), (t, 0, oo)), 1 / rate), {rate: positive}),
    (identity, equal(Integral(exp(-x * t), (t, 0, oo)), 1 / x), {x: positive}),
    (
        identity,
        equal(Integral(z * Phi(x * z) * phi(z), (z, -oo, oo)), x * phi(0) / sqrt(1 + x**2)),
        {x: positive},
    ),
    (identity, equal(Sum(k, (k, 1, n)), n * (n + 1) / 2), {n: Naturals0}),
    (identity, equal(Sum(k, (k, 1, 2 * n)), n * (2 * n + 1)), {n: Naturals}),
    (for_all, Ge(Integral(phi(t), (t, x, oo)) ** 2, 0, evaluate=False), {x: Reals}),
    (for_all, Ge(Integral(t**2 * erf(t) * phi(t), (t, -oo, x)) ** 2, 0, evaluate=False), {x: Reals}),
    (for_all, Ge(Sum(k, (k, 1, n)) ** 2, 0, evaluate=False), {n: Naturals}),
    (
        certifies,
        Lt(Integral(erf(s * z) ** 2 * phi(z), (z, -oo, oo)), Rational(3, 4), evaluate=False),
        {s: Interval(0, 2)},
    ),
    (
        certifies,
        Gt(Integral(sqrt(t), (t, 0, 1)) * y, Rational(6, 10) * y, evaluate=False),
        {y: Interval(1, 2)},
    ),
    (certifies, Gt(Integral(Max(z + b, 0) * phi(z), (z, -oo, oo)), b, evaluate=False), {b: Interval(-2, 2)}),
    (
        certifies,
        Integral(Abs(sin(t) * cos(t)), (t, 0, 2 * pi)) * y > Rational(19, 10) * y,
        {y: Interval(1, 2)},
    ),
]


@pytest.mark.parametrize(("engine", "relation", "over"), DECIDED, ids=named)
def test_ordinary_integrals_and_sums_are_decided(engine, relation, over):
    engine(relation, over=over)


def test_sympys_own_slip_does_not_make_a_true_equation_false():
    right = Piecewise((generic, Ne(z, 0)), (exp(x * y), True))
    with pytest.raises(Undecided):
        identity(equal(moment, right), over={x: Reals, y: Reals, z: Reals})


step = Piecewise((1, t > 0), (0, True))
REFUSED = [
    Limit(sin(t) / t, t, 0),
    Sum(1 / k**2, (k, 1, oo)),
    Sum(k, (k, 1, a)),
    Sum(k, (k, 1, -3)),
    Product(1 + 1 / k**2, (k, 1, oo)),
]


@pytest.mark.parametrize("expr", REFUSED, ids=str)
def test_balls_evaluate_or_refuse(expr, monkeypatch):
    monkeypatch.setattr("sympy.core.basic.Basic.doit", None)
    with pytest.raises(balls.Unsupported):
        balls.enclose(expr, {a: balls.to_ball(Rational(5, 2))})


def test_one_sided_limits_of_a_step_are_those_of_its_side():
    assert balls.enclose(Limit(step, t, 0, "+"), {}) == 1
    assert balls.enclose(Limit(step, t, 0, "-"), {}) == 0
    assert balls.enclose(Limit(Piecewise((0, Ne(t, a)), (t, True)), t, a), {a: balls.to_ball(2)}) == 0
    with pytest.raises((Rejected, Undecided)):
        certifies(Le(Limit(step, t, 0, "+") * y, 0, evaluate=False), over={y: Interval(1, 2)})


@pytest.mark.parametrize(
    "integral",
    [
        Integral(sqrt(t), (t, -1, 1)),
        Integral(sqrt(t - Rational(1, 10**60)), (t, 0, 1)),
        Integral(sqrt(t) * sqrt((t - Rational(1, 3)) ** 2 - Rational(1, 10**80)), (t, 0, 1)),
        Integral(Integral(sqrt(u - Rational(1, 2)), (u, 0, 1)) * sqrt(t), (t, 0, 1)),
    ],
    ids=str,
)
def test_roots_that_leave_the_reals_inside_a_range_have_no_integral(integral):
    assert not balls.enclose(integral, {}).is_finite()


RELU_MEANS = [
    (Integral(Max(z, 0) * phi(z), (z, -oo, oo)), phi(0)),
    (Integral(Max(2 * z + 1, 0) * phi(z), (z, -oo, oo)), Phi(Rational(1, 2)) + 2 * phi(Rational(1, 2))),
    (Integral(Max(3 * z / 5 + 4 * u / 5, 0) * phi(z) * phi(u), (u, -oo, oo), (z, -oo, oo)), phi(0)),
    (Integral(phi(z) / (1 + exp(-z)), (z, -oo, oo)), Rational(1, 2)),
    (Integral(exp(-(z**2)), (z, -oo, oo)), sqrt(pi)),
    (Integral(Abs(z**2 - 1) * phi(z), (z, -oo, oo)), 4 * phi(1)),
]


@pytest.mark.parametrize(("integral", "value"), RELU_MEANS, ids=str)
def test_gaussian_expectations_over_the_whole_line(integral, value):
    with balls.precision():
        gap = balls.enclose(integral, {}) - balls.enclose(value, {})
    assert gap.contains(0)
    assert gap.rad() < 1e-30


def test_what_sympy_fails_on_is_undecided():
    """SymPy 1.14 raises a TypeError on the arc-cosine kernel of degree 1 in polar coordinates."""
    kernel = Integral(Max(cos(t), 0) * Max(cos(t - a), 0), (t, 0, 2 * pi))
    with pytest.raises(Undecided):
        identity(equal(kernel, (sin(a) + (pi - a) * cos(a)) / 2), over={a: Interval(0, pi)})
