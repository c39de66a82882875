import math

import pytest
from flint import arb
from scipy.integrate import quad
from scipy.stats import norm
from sympy import Integral, Symbol, exp, lambdify, oo, sqrt, symbols

from proofs_check.arithmetic import balls
from proofs_check.arithmetic.elementary import density, distribution
from proofs_check.arithmetic.gaussian_integrals import moment
from proofs_check.arithmetic.tails import Tail
from theory.gaussian import phi

z, u, c = symbols("z u c", real=True)


def enclosed(node, **at):
    with balls.precision(96):
        return balls.enclose(node, {Symbol(k, real=True): v for k, v in at.items()})


@pytest.mark.parametrize("at", [-9.0, -1.5, 0.0, 0.25, 6.0])
def test_density_and_distribution(at):
    assert math.isclose(float(density(arb(at)).mid()), norm.pdf(at), rel_tol=1e-14)
    assert math.isclose(float(distribution(arb(at)).mid()), norm.cdf(at), rel_tol=1e-12)


@pytest.mark.parametrize("power", [0, 1, 2, 5, 8])
@pytest.mark.parametrize(
    ("low", "high"), [(-1.5, 2.0), (2.0, -1.5), (None, 0.5), (-0.5, None), (None, None), (3.0, None)]
)
def test_moments(power, low, high):
    with balls.precision(96):
        ends = [None if end is None else arb(end) for end in (low, high)]
        ball = moment(power, *ends)
    limits = (-math.inf if low is None else low, math.inf if high is None else high)
    expected = quad(lambda t: t**power * norm.pdf(t), *limits)[0]
    assert math.isclose(float(ball.mid()), expected, rel_tol=1e-7, abs_tol=1e-9)
    assert float(ball.rad()) < 1e-20


def test_full_moments_are_double_factorials():
    with balls.precision(192):
        assert moment(6, None, None).contains(15)
        assert moment(7, None, None).contains(0)
        assert float((moment(6, None, None) - 15).rad()) < 1e-40


@pytest.mark.parametrize("power", [0, 3, 10])
@pytest.mark.parametrize("start", [4.0, 6.5])
def test_the_rest_is_bounded_from_above_and_not_by_much(power, start):
    t = Tail.variable(arb(start), 1)
    bound = float((t**power * density(t)).remainder().mid())
    true = quad(lambda t: t**power * norm.pdf(t), start, math.inf)[0]
    assert true <= bound <= 3 * true


def test_nonfinite_limits_give_nonfinite_moments():
    assert not moment(2, arb("nan"), None).is_finite()
    assert not moment(2, None, arb("nan")).is_finite()


def test_parameters_may_be_wide():
    ball = enclosed(Integral(z * phi(z), (z, -c, oo)), c=arb(1, 0.25))
    for at in (0.75, 1.0, 1.25):
        assert abs(float(ball.mid()) - norm.pdf(at)) <= float(ball.rad())


def test_products_separate():
    ball = enclosed(Integral((z + c * u) ** 2 * phi(z) * phi(u), (u, -oo, oo), (z, -oo, oo)), c=arb(2))
    assert ball.contains(5)
    assert float(ball.rad()) < 1e-20


@pytest.mark.parametrize(
    "node",
    [
        Integral(exp(z) * phi(z), (z, 0, 1)),
        Integral(sqrt(z) * phi(z), (z, 0, 1)),
        Integral(phi(z) / z, (z, 1, 2)),
        Integral(z, (z, 0, 1)),
        Integral(phi(z) ** 2, (z, 0, 1)),
        Integral(phi(2 * z), (z, 0, 1)),
    ],
    ids=str,
)
def test_quadrature_agrees_where_there_is_no_closed_form(node):
    (variable, low, high), *_ = node.limits
    expected = quad(lambdify(variable, node.function.rewrite(exp), "math"), float(low), float(high))[0]
    assert math.isclose(float(enclosed(node).mid()), expected, rel_tol=1e-9)


@pytest.mark.parametrize("ends", [(oo, -oo), (0, -oo), (oo, 0)])
def test_a_range_run_backwards_is_not_taken_for_the_range(ends):
    with pytest.raises(balls.Unsupported):
        balls.enclose(Integral(phi(z), (z, *ends)), {})


def test_what_does_not_decay_has_no_finite_ball():
    assert not enclosed(Integral(phi(z) + 1, (z, 0, oo))).is_finite()


def test_limits_may_depend_on_an_outer_variable():
    ball = enclosed(Integral(phi(z) * phi(u), (u, 0, z), (z, 0, 1)))
    assert math.isclose(float(ball.mid()), (norm.cdf(1) - 0.5) ** 2 / 2, rel_tol=1e-12)
