"""Moments of linear units, ReLU, leaky ReLU and GELU."""

import math

from hypothesis import given
from hypothesis import strategies as st

from closed_forms import simulation
from closed_forms.claims import a, gelu, he, leaky, s, xavier
from relucidate import agrees, by_hand, identity, proof

SUM = (
    r"The variance of a sum of $n$ products with independent centred weights is $n v$ times the mean square."
)


@proof(xavier)
def proof_of_xavier():
    by_hand(SUM)
    identity(xavier)


@proof(he)
def proof_of_he():
    by_hand(SUM)
    identity(he)


@proof(leaky)
def proof_of_leaky():
    identity(leaky)


@proof(leaky)
@given(st.floats(0.1, 4), st.floats(0, 1))
def proof_of_leaky_by_quadrature(scale, slope):
    mean, power = simulation.leaky_moments(scale, slope)
    agrees(leaky.rhs_at({s: scale, a: slope}, "mean"), mean, atol=1e-9, because="quadrature")
    agrees(leaky.rhs_at({s: scale, a: slope}, "power"), power, rtol=1e-9, because="quadrature")


@proof(gelu)
def proof_of_the_antiderivative():
    identity(gelu)


@proof(gelu)
@given(st.floats(0.1, 3))
def proof_of_the_limits(scale):
    by_hand(r"The antiderivative goes from 0 at $-\infty$ to $s/\sqrt{2\pi(1+s^2)}$ at $\infty$.")
    expected = scale**2 / math.sqrt(2 * math.pi * (1 + scale**2))
    agrees(expected, simulation.gelu_mean(scale), rtol=1e-9, because="quadrature")
