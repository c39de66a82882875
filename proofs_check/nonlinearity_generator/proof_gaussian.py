"""Gaussian inputs: mean, energy and correlation of the output."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm
from sympy import Eq

from numerics import nonlinearity_generator as ng
from proofs_check.engines import agrees, certifies, identity
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator.gaussian import gaussian

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
