"""Rates on quadratics: over all curvatures, and on random ones."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from first_order import simulation
from first_order.claims import gradient_descent, heavy_ball, nesterov
from relucidate import bounded, for_all, proof

curvatures = st.lists(st.floats(1, 100), min_size=2, max_size=6)
#: Double roots are known to half of the digits only.
DOUBLE = "eigenvalues of a matrix that is nearly defective are good to half of the digits"


@proof(gradient_descent)
def proof_of_gradient_descent():
    for_all(gradient_descent)


@proof(heavy_ball)
def proof_of_heavy_ball():
    for_all(heavy_ball)


@proof(nesterov)
def proof_of_nesterov():
    for_all(nesterov)


@proof(gradient_descent)
@given(curvatures)
def proof_of_gradient_descent_on_quadratics(h):
    m, most = min(h), max(h)
    rate = simulation.gradient_descent_rate(h, 2 / (m + most))
    bounded(rate, "<=", (most - m) / (most + m) + 1e-12, because="a rate, and rounding")


@proof(heavy_ball)
@given(curvatures)
def proof_of_heavy_ball_on_quadratics(h):
    b, a = math.sqrt(min(h)), math.sqrt(max(h))
    rate = simulation.heavy_ball_rate(h, 4 / (a + b) ** 2, ((a - b) / (a + b)) ** 2)
    bounded(rate, "<=", (a - b) / (a + b) + 1e-6, because=DOUBLE)


@proof(nesterov)
@given(curvatures)
def proof_of_nesterov_on_quadratics(h):
    b, a = math.sqrt(min(h)), math.sqrt(max(h))
    rate = simulation.nesterov_rate(h, 1 / a**2, (a - b) / (a + b))
    bounded(rate, "<=", 1 - b / a + np.sqrt(1e-12), because=DOUBLE)
