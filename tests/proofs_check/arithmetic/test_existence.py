"""Points that exist though nobody can write them down, and points that do not."""

import pytest
from sympy import And, Eq, Gt, Interval, Lt, Piecewise, Rational, exp, pi, sqrt, symbols

from proofs_check.arithmetic import balls
from proofs_check.arithmetic.existence import met_somewhere
from theory.claim import Reals, positive
from theory.gaussian import Phi, phi

x, y = symbols("x y", real=True)
STEP = Piecewise((1, x > 0), (-1, True))


def met(*relations, over=None):
    with balls.precision():
        return met_somewhere(over or {x: Reals, y: Reals}, relations, 1)


@pytest.mark.parametrize(
    "relations",
    [
        (Eq(y, exp(x)),),
        (Eq(y * sqrt(pi), 2), Gt(y, 1)),
        (And(Eq(y * phi(x), phi(0)), Eq(y, 1)), Gt(Phi(x), 0)),
        (Eq(x**2, 2), Lt(x, 0)),
        (And(Eq(x, Rational(1, 10)), Eq(y, 1 / sqrt(2 * pi))), Gt(y, x)),
        (And(Eq(x, exp(1)), Eq(y, exp(x))),),
    ],
)
def test_what_can_be_met(relations):
    assert met(*relations)


@pytest.mark.parametrize(
    "relations",
    [
        (Eq(exp(x), -exp(y)),),
        (Eq(x**2, -1),),
        (Eq(x**2, 2), Gt(x, 2)),
        (Eq(STEP, 0),),  # changes its sign without a root
        (Eq(1 / x, 0),),
        (Eq(1 / x, y), Eq(x, 0)),
        (Eq(y, exp(x)), Lt(y, 0)),
        (And(Eq(x, exp(1)), Eq(y, exp(x))), Lt(y, x)),
    ],
)
def test_what_cannot_be_met(relations):
    assert not met(*relations)


def test_the_domain_counts():
    assert not met(Eq(x**3, -2), over={x: positive})
    assert not met(Eq(x, -exp(1)), over={x: positive})
    assert met(Eq(x**3, 2), over={x: Interval(0, 3)})
    assert met(Eq(x, exp(1)), over={x: Interval(0, 3)})
