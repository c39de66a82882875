import math

import pytest
from flint import arb
from scipy.integrate import quad
from scipy.stats import norm
from sympy import Integral, Symbol, exp, oo, sqrt, symbols

from proofs_check.arithmetic import balls
from proofs_check.arithmetic.elementary import density, distribution
from proofs_check.arithmetic.gaussian_integrals import moment
from theory.gaussian import phi

z, u, c = symbols("z u c", real=True)


def enclosed(node, **at):
    with balls.precision(96):
        return separated(node, lambda e: balls.enclose(e, {Symbol(k, real=True): v for k, v in at.items()}))


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
def test_the_tail_is_bounded_from_above_and_not_by_much(power, start):
    bound = float(tail(power, arb(start)).mid())
    true = quad(lambda t: t**power * norm.pdf(t), start, math.inf)[0]
    assert true <= bound <= 3 * true


def test_the_tail_bound_knows_its_limits():
    with pytest.raises(ValueError, match="square root"):
        tail(9, arb(3))


def test_a_high_power_moves_the_cut():
    assert moment(40, arb(0), None, reach=2).overlaps(moment(40, None, None) / 2)


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
        Integral(phi(z), (z, oo, -oo)),
        Integral(phi(z), (z, 0, -oo)),
        Integral(phi(z), (z, oo, 0)),
        Integral(exp(z) * phi(z), (z, 0, 1)),
        Integral(sqrt(z) * phi(z), (z, 0, 1)),
        Integral(phi(z) / z, (z, 1, 2)),
        Integral(z, (z, 0, 1)),
        Integral(phi(z) ** 2, (z, 0, 1)),
        Integral(phi(2 * z), (z, 0, 1)),
        Integral(phi(z) * phi(u), (u, 0, z), (z, 0, 1)),
        Integral(phi(z), z),
        Integral(phi(z) + 1, (z, 0, oo)),
    ],
    ids=str,
)
def test_other_integrals_are_left_alone(node):
    assert enclosed(node) is None


def test_a_range_run_backwards_is_not_taken_for_the_range():
    with pytest.raises(balls.Unsupported):
        balls.enclose(Integral(phi(z), (z, oo, -oo)), {})
