"""Gaussian inputs: zero means, a linear start, mean and energy of the output."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm
from sympy import Eq, Rational

from numerics import nonlinearity_generator as ng
from proofs_check.engines import agrees, bounded, certifies, exactly, for_all, identity, refutes
from proofs_check.nonlinearity_generator.instances import vectors
from proofs_check.proof import proof, refutation, saboteur
from theory.nonlinearity_generator.gaussian import (
    a,
    b,
    gaussian,
    linear_start,
    p,
    w_1,
    w_2,
    w_3,
    z_1,
    z_2,
    z_3,
    zero_mean,
)
from theory.nonlinearity_generator.gaussian import b as bias


@proof(zero_mean, "bound", "zero", "unique", "none", "centred")
def proof_for_two_values():
    for_all(zero_mean)


@proof(zero_mean, "normal", "slope", "prelu")
def proof_by_integration():
    identity(zero_mean)


@proof(zero_mean, "at_minus_one")
def proof_of_the_value_at_minus_one():
    certifies(zero_mean)


@proof(zero_mean, "bound", "zero", "unique", "none", "centred")
@given(vectors(2, 6))
def proof_on_uniform_laws_of_more_values(values):
    """The mean is piecewise linear in t: bisection brackets its zero, or there is none."""
    mean = sum(values, Fraction(0)) / len(values)

    def m(t):
        return ng.generator(values, t).sum() / len(values)

    low = min(values)
    exactly(m(low), mean)
    if mean >= 0:
        bounded(
            m(low + 1), ">", 0, because="a mean that is not negative leaves no zero above the least value"
        )
        exactly(m(low - 1), mean)
        return
    high, at = Fraction(0), low
    for _ in range(40):
        middle = (at + high) / 2
        at, high = (middle, high) if m(middle) < 0 else (at, middle)
    bounded(m(at), "<", 0, because="the zero lies above")
    bounded(m(high), ">=", 0, because="the zero lies below")
    bounded(m(high), "<=", high - at, because="the slope is at most 1")


@refutation(zero_mean)
def proof_that_a_positive_mean_has_no_zero():
    refutes(zero_mean, {a: -1, b: 2, p: Rational(1, 2)})


@saboteur(zero_mean)
def minimum_in_place_of_the_maximum(patch):
    patch.setattr(ng, "generator", lambda x, t: np.minimum(np.array(x, dtype=object), t))


_starts = [name for name, part in linear_start.parts.items() if isinstance(part, Eq)]


@proof(linear_start, *_starts)
def proof_of_the_averages():
    identity(linear_start)


@proof(linear_start, "bounded", "exceeds")
def proof_of_the_bound():
    for_all(linear_start)


@proof(linear_start, "share")
def proof_of_the_clipped_share():
    certifies(linear_start)


@proof(linear_start, "bounded")
@given(vectors(2, 6), vectors(6, 6))
def proof_on_rational_units(w, z):
    size = sum(abs(v) for v in w) or Fraction(1)
    s = sum(v / size * max(min(u, 1), -1) for v, u in zip(w, z, strict=False))
    exactly(ng.generator(Fraction(s), Fraction(-1)), s)


@refutation(linear_start)
def proof_that_small_weights_are_not_enough():
    ones = {z_1: 1, z_2: 1, z_3: 1, w_3: 0, bias: 0}
    refutes(linear_start, ones | {w_1: -1, w_2: -1})


@saboteur(linear_start)
def clipped_at_zero(patch):
    right = ng.generator
    patch.setattr(ng, "generator", lambda x, t: right(x, 0 * t))


_maps = [name for name, part in gaussian.parts.items() if isinstance(part, Eq)]


@proof(gaussian, *_maps)
def proof_of_the_maps():
    identity(gaussian)


@proof(gaussian, "root")
def proof_of_the_root():
    certifies(gaussian)


@proof(gaussian, "mean", "energy", "exchange")
@given(st.floats(-2, 2), st.floats(0.2, 2), st.floats(-2, 2))
def proof_by_quadrature(mu, sigma, t):
    mean, energy = ng.moments(mu, sigma, t)
    for power, value in ((1, mean), (2, energy)):
        integral = quad(
            lambda z, n=power: max(mu + sigma * z, t) ** n * norm.pdf(z),
            -12,
            12,
            points=[(t - mu) / sigma] if abs(t - mu) < 12 * sigma else None,
            epsabs=1e-11,
            limit=200,
        )[0]
        agrees(integral, value, atol=1e-9, because="quadrature of a function with one kink")
    agrees(ng.moments(t, sigma, mu)[0], mean, atol=1e-12, because="rounding of numbers up to 4")


@proof(gaussian, "correlated", "by_parts")
def proof_of_the_slope_in_the_correlation():
    """E max(X, t) max(Y, t) by conditioning on X, differentiated numerically, against P(X > t, Y > t)."""
    t, rho, step = -0.7, 0.4, 1e-3

    def product(r):
        inner = lambda z: max(z, t) * float(ng.moments(r * z, np.sqrt(1 - r * r), t)[0]) * norm.pdf(z)  # noqa: E731
        return quad(inner, -10, t)[0] + quad(inner, t, 10)[0]

    slope = (product(rho + step) - product(rho - step)) / (2 * step)
    both = quad(lambda z: norm.pdf(z) * norm.cdf((rho * z - t) / np.sqrt(1 - rho**2)), t, 10)[0]
    agrees(both, slope, atol=1e-5, because="differences over 1e-3")


@saboteur(gaussian)
def mean_and_energy_exchanged(patch):
    right = ng.moments
    patch.setattr(ng, "moments", lambda *args: right(*args)[::-1])
