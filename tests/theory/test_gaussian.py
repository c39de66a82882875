import doctest
import math

import pytest
from scipy.stats import norm
from sympy import Derivative, Integral, Rational, Symbol, erf, exp, latex, oo, pi, sqrt

import theory.gaussian
from theory.gaussian import Phi, normal_expectation, phi

z = Symbol("z", real=True)
u = Symbol("u", real=True)


def test_the_docstrings():
    assert doctest.testmod(theory.gaussian).failed == 0


def test_special_values():
    assert phi(0) == 1 / sqrt(2 * pi)
    assert phi(oo) == phi(-oo) == 0
    assert Phi(0) == Rational(1, 2)
    assert (Phi(oo), Phi(-oo)) == (1, 0)


def test_derivatives_and_evenness():
    assert Derivative(Phi(2 * z), z).doit() == 2 * phi(2 * z)
    assert phi(z).diff(z, 2) == (z**2 - 1) * phi(z)
    assert phi(-z) == phi(z)
    assert phi(1 - z) == phi(z - 1)
    assert Phi(-z) != Phi(z)


def test_both_are_positive_and_real_on_the_line():
    assert phi(z).is_positive
    assert Phi(z).is_positive
    assert phi(z).is_real
    assert Phi(Symbol("w")).is_positive is None


def test_rewriting():
    assert phi(z).rewrite(exp) == exp(-(z**2) / 2) / sqrt(2 * pi)
    assert Phi(z).rewrite(erf) == (1 + erf(z / sqrt(2))) / 2


@pytest.mark.parametrize(
    "c", [Rational(-37), Rational(-10), Rational(-61, 7), Rational(0), Rational(1, 3), Rational(9)]
)
def test_numbers_have_all_their_digits_also_far_on_the_left(c):
    assert math.isclose(float(Phi(c)), norm.cdf(float(c)), rel_tol=1e-12)
    assert math.isclose(float(phi(c)), norm.pdf(float(c)), rel_tol=1e-12)


def test_latex():
    assert latex(phi(z) ** 2) == r"\varphi\left(z\right)^{2}"
    assert latex(Phi(z)) == r"\Phi\left(z\right)"


def test_expectations_stay_unevaluated():
    mean = normal_expectation(z * u, z, u, above=1)
    assert isinstance(mean, Integral)
    assert mean.function == z * u * phi(z) * phi(u)
    assert [tuple(limit) for limit in mean.limits] == [(u, -oo, oo), (z, 1, oo)]
    assert math.isclose(
        float(normal_expectation(z, z, above=1).doit().rewrite(exp).evalf()), norm.pdf(1), rel_tol=1e-12
    )
