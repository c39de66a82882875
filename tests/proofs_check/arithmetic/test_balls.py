import itertools
import math

import mpmath
import pytest
from flint import acb, arb, fmpq
from hypothesis import given
from hypothesis import strategies as st
from sympy import (
    Abs,
    And,
    Derivative,
    E,
    Eq,
    Equivalent,
    EulerGamma,
    Float,
    Function,
    Implies,
    Integral,
    Matrix,
    Max,
    Min,
    Ne,
    Not,
    Or,
    Piecewise,
    Rational,
    Sum,
    Xor,
    acos,
    asin,
    atan,
    cos,
    cosh,
    erf,
    erfc,
    erfi,
    exp,
    gamma,
    lambdify,
    log,
    oo,
    pi,
    sign,
    sin,
    sinh,
    sqrt,
    symbols,
    tan,
    zoo,
)

from proofs_check.arithmetic import balls
from proofs_check.arithmetic.balls import Unsupported, enclose, holds
from proofs_check.arithmetic.elementary import FUNCTIONS, root
from theory.gaussian import Phi, phi

x, y, z = symbols("x y z", real=True)
MEANINGLESS = {x: arb(0)}


def value(expr, **at):
    with balls.precision(96):
        return enclose(expr, {symbol: at[symbol.name] for symbol in expr.free_symbols if symbol.name in at})


def near(ball, number):
    return ball.is_finite() and abs(float(ball.mid()) - number) < 1e-12 and float(ball.rad()) < 1e-12


ELEMENTARY = [
    x**3 - 2 * x + Rational(1, 3),
    1 / (1 + x**2),
    sqrt(1 + x**2),
    (1 + x**2) ** Rational(-3, 2),
    (1 + x**2) ** Rational(1, 3),
    (1 + x**2) ** x,
    exp(-x) * sin(x) + cos(2 * x),
    log(2 + x**2),
    atan(x) + asin(x / 3) - acos(x / 3),
    tan(x / 2),
    sinh(x) + cosh(x),
    erf(x) + erfc(x) + erfi(x / 2),
    Abs(x) + sign(x - 7),
    Max(x, x**2, -1) - Min(x, 0),
    Piecewise((x, x < 0), (x**2, x < 1), (1, True)),
    pi + E * x + EulerGamma,
]


@pytest.mark.parametrize("expr", ELEMENTARY, ids=str)
@given(q=st.fractions(-2, 2, max_denominator=50))
def test_balls_enclose_what_another_library_computes(expr, q):
    reference = lambdify(x, expr, "mpmath")
    with mpmath.workdps(40):
        expected = reference(mpmath.mpf(q.numerator) / q.denominator)
        ball = value(expr, x=arb(fmpq(q.numerator, q.denominator)))
        if ball.is_finite():
            assert abs(mpmath.mpf(float(ball.mid())) - expected) < 1e-10
        else:
            assert expr.has(Abs, sign, Piecewise, Max)


@given(
    expr=st.sampled_from(ELEMENTARY),
    a=st.fractions(-2, 2, max_denominator=20),
    width=st.fractions(0, 1, max_denominator=20),
    share=st.fractions(0, 1, max_denominator=20),
)
def test_a_wide_ball_contains_the_values_at_all_its_points(expr, a, width, share):
    ends = arb(fmpq(a.numerator, a.denominator)), arb(fmpq((a + width).numerator, (a + width).denominator))
    inner = a + share * width
    wide = value(expr, x=ends[0].union(ends[1]))
    if wide.is_finite():
        assert wide.overlaps(value(expr, x=arb(fmpq(inner.numerator, inner.denominator))))


@pytest.mark.parametrize(
    "expr",
    [
        1 / x,
        x**-2,
        log(x),
        sqrt(x - 1),
        (x - 1) ** Rational(1, 3),
        1 / (1 + 1 / x),
        sign(1 / x),
        sin(1 / x),
        Abs(1 / x),
        Max(1 / x, 0),
        Min(0, 1 / x),
        atan(1 / x),
        erf(1 / x),
        exp(-1 / x**2),
        phi(1 / x),
        Phi(1 / x),
        asin(2 + x),
        Piecewise((1 / x, x < 1), (2, True)),
        Piecewise((1, 1 / x > 0), (2, True)),
        Piecewise((1, x > 0), (2, x < 0)),
        0 * y + 1 / (x * 2),
        sinh(log(x)),
    ],
    ids=str,
)
def test_what_is_undefined_never_gets_a_finite_ball(expr):
    assert not enclose(expr, {x: arb(0), y: arb(1)}).is_finite()


@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_no_function_makes_a_number_of_nan(name):
    assert not FUNCTIONS[name](arb("nan")).is_finite()


@pytest.mark.parametrize(
    "expr",
    [
        Function("exp")(x),
        Function("phi")(x),
        gamma(x),
        Float("0.5") + x,
        oo,
        zoo,
        Sum(x, (y, 1, oo)),
        Sum(2**y * x**y, (y, 0, oo)),
        z,
    ],
    ids=str,
)
def test_unknown_nodes_are_refused(expr):
    with pytest.raises(Unsupported):
        enclose(expr, {x: arb(1)})


@pytest.mark.parametrize("number", [3, fmpq(1, 3), Rational(1, 3), sqrt(2), arb(2)])
def test_exact_numbers_have_balls(number):
    assert balls.to_ball(number).is_finite()


@pytest.mark.parametrize("number", [0.5, "1", None, x])
def test_other_things_have_none(number):
    with pytest.raises(Unsupported):
        balls.to_ball(number)


@pytest.mark.parametrize(
    ("integral", "expected"),
    [
        (Integral(1 / (z + 2), (z, -1, 1)), math.log(3)),
        (Integral(exp(x * z), (z, 0, 2)), (math.exp(2) - 1) / 1),
        (Integral(cos(z), (z, pi, 0)), 0.0),
        (Integral(sqrt(z), (z, 1, 2)), (2**1.5 - 1) * 2 / 3),
        (Integral(log(z), (z, 1, 2)), 2 * math.log(2) - 1),
        (Integral(z ** Rational(1, 3), (z, 1, 8)), 0.75 * 15),
        (Integral(Piecewise((0, z < Rational(1, 3)), (1, True)), (z, -1, 2)), 5 / 3),
        (Integral(Piecewise((z, z**2 < 2), (0, True)), (z, 0, 2)), 1.0),
        (Integral(y * Integral(exp(z * y), (z, 0, 1)), (y, 0, 1)), math.e - 2),
        (Integral(tan(z), (z, 0, 1)), -math.log(math.cos(1))),
        (Integral(Integral(z, (z, 0, y)), (y, 0, 1)), 1 / 6),
        (Integral(Abs(z), (z, -1, 2)), 2.5),
        (Integral(sign(z), (z, -1, 2)), 1.0),
        (Integral(Max(z, 0), (z, 2, -1)), -2.0),
        (Integral(Max(z**2, z), (z, -1, 2)), 1 / 3 + 1 / 2 + 7 / 3),
        (Integral(atan(z), (z, 0, 1)), math.pi / 4 - math.log(2) / 2),
        (Integral(exp(-(z**2)), (z, -oo, oo)), math.sqrt(math.pi)),
        (Integral(exp(-z), (z, 0, oo)), 1.0),
    ],
    ids=str,
)
def test_integrals(integral, expected):
    assert near(value(integral, x=arb(1)), expected)


@pytest.mark.parametrize(
    "integral",
    [
        Integral(1 / z, (z, -1, 1)),
        Integral(z**-2, (z, -1, 1)),
        Integral(tan(z), (z, 1, 2)),
        Integral(sqrt(z), (z, -1, 1)),
        Integral(log(z), (z, -1, 1)),
        Integral(z ** Rational(1, 3), (z, -1, 1)),
        Integral(1 / sqrt(1 - z), (z, 0, 2)),
        Integral(z / x, (z, 0, 1)),
    ],
    ids=str,
)
def test_integrals_without_a_real_value_have_no_finite_ball(integral):
    assert not enclose(integral, MEANINGLESS).is_finite()


@pytest.mark.parametrize(
    "integral",
    [
        Integral(z, z),
        Integral(gamma(z), (z, 1, 2)),
    ],
    ids=str,
)
def test_integrands_that_quadrature_cannot_trust_are_refused(integral):
    with pytest.raises(Unsupported):
        enclose(integral, {})


def test_a_bound_variable_hides_the_free_one():
    assert near(value(Integral(z, (z, 0, z)), z=arb(3)), 4.5)


@pytest.mark.parametrize(
    ("derivative", "expected"),
    [
        (Derivative(x**3 * exp(x), x), 4 * math.e),
        (Derivative(phi(x) * Phi(x), x), None),
        (Derivative(sqrt(x) + log(x) + 1 / x, x), 0.5),
        (Derivative(x**4, x, x), 12.0),
        (Derivative(Abs(x), x), 1.0),
        (Derivative(y**2, x), 0.0),
        (Derivative(Piecewise((0, x < 0), (x**2, True)), x), 2.0),
        (Derivative(Integral(exp(z * x), (z, 0, x)), x), None),
    ],
    ids=str,
)
def test_derivatives(derivative, expected):
    if expected is None:
        expected = float(derivative.doit().subs(x, 1).evalf())
    assert near(value(derivative, x=arb(1), y=arb(2)), expected)


@pytest.mark.parametrize(
    "expr", [Piecewise((0, x < 0), (x, True)), Abs(x), Max(x, 0), sign(x), Max(x, -x)], ids=str
)
@pytest.mark.parametrize("at", [arb(0), arb(0, 1), arb(1, 1)], ids=str)
def test_a_derivative_over_a_boundary_has_no_enclosure(expr, at):
    assert not value(Derivative(expr, x), x=at).is_finite()


@pytest.mark.parametrize(
    ("expr", "order", "expected"),
    [
        (Max(x, 0) ** 2, 1, 0),
        (Max(x, 0) ** 3, 2, 0),
        (x * Abs(x), 1, 0),
        (Piecewise((0, Eq(x, 0)), (x, True)), 1, 1),
    ],
    ids=str,
)
def test_a_derivative_exists_where_both_sides_expand_alike(expr, order, expected):
    assert value(Derivative(expr, (x, order)), x=arb(0)) == expected
    assert not value(Derivative(expr, (x, order + 1)), x=arb(0)).is_finite() or expected == 1


def test_mixed_and_nested_derivatives():
    mixed = Derivative(sin(x * y) * exp(y), x, (y, 2))
    nested = Derivative(x * Derivative(exp(x * y), x), x)
    for derivative in (mixed, nested):
        expected = float(derivative.doit().subs({x: 1, y: 2}).evalf())
        assert near(value(derivative, x=arb(1), y=arb(2)), expected)


@pytest.mark.parametrize(
    ("relation", "truth"),
    [
        (x < 2, True),
        (x <= 1, True),
        (x > 1, False),
        (x >= 2, False),
        (Eq(x, 2), False),
        (Ne(x, 2), True),
        (Eq(x, 1), True),
        (Ne(x, 1), False),
        (And(x > 0, x < 2), True),
        (Or(x > 2, x < 0), False),
        (Not(And(x > 0, y > 0)), None),
        (Implies(y > 0, x > 0), True),
        (Implies(x > 0, y > 0), None),
        (Equivalent(x > 0, x < 2), True),
        (Equivalent(x > 0, y < 2), None),
        (Equivalent(x > 0, x < 0, evaluate=False), False),
        (Eq(sqrt(3 + 2 * sqrt(2)), 1 + sqrt(2), evaluate=False), None),
        (Eq(Matrix([[x, 1]]), Matrix([[2, 1]]), evaluate=False), False),
        (Eq(Matrix([[x, 1]]), Matrix([[1, 1]]), evaluate=False), True),
    ],
    ids=str,
)
def test_three_truth_values(relation, truth):
    assert holds(relation, {x: arb(1), y: arb(0, 3)}) is truth


@pytest.mark.parametrize(
    "relation",
    [
        1 / x < 1 / x + 1,
        Eq(1 / x, 1 / x, evaluate=False),
        Eq(sqrt(x - 1), sqrt(x - 1), evaluate=False),
        Ne(1 / x + 1, 1 / x, evaluate=False),
        Not(1 / x < 1 / x + 1, evaluate=False),
        log(x) <= log(x) + 1,
    ],
    ids=str,
)
def test_what_is_undefined_is_neither_true_nor_false(relation):
    assert holds(relation, MEANINGLESS) is None


def test_the_difference_is_sharper_than_its_sides():
    assert holds(x < x + Rational(1, 100) + y**2, {x: arb(0, 1), y: arb(0, 1)}) is True


def test_other_booleans_and_shapes_are_refused():
    with pytest.raises(Unsupported):
        holds(Xor(x > 0, y > 0), {x: arb(1), y: arb(1)})
    with pytest.raises(Unsupported, match="shapes"):
        holds(Eq(Matrix([[1, 2]]), Matrix([1, 2]), evaluate=False), {})


@pytest.mark.parametrize(("first", "second"), list(itertools.product([True, False, None], repeat=2)))
def test_the_connectives_are_monotone_in_what_is_known(first, second):
    atoms = {True: x > 0, False: x < 0, None: y > 0}
    at = {x: arb(1), y: arb(0, 1)}
    both = holds(And(atoms[first], atoms[second], evaluate=False), at)
    either = holds(Or(atoms[first], atoms[second], evaluate=False), at)
    assert both is (False if False in (first, second) else None if None in (first, second) else True)
    assert either is (True if True in (first, second) else None if None in (first, second) else False)


def test_complex_balls_outside_the_right_half_plane_have_no_root():
    assert not root(acb(-1, 1)).real.is_finite()
    assert root(acb(1, 1)).real.is_finite()


def test_powers_of_balls_about_zero_are_finite():
    about_zero = arb(0, arb("1e-30"))
    for exponent in (1, 2, 3, 4):
        with balls.precision():
            power = balls.enclose(x**exponent, {x: about_zero})
        assert power.is_finite()
        assert power.contains(0)
        assert power.rad() < arb("1e-28") ** exponent
