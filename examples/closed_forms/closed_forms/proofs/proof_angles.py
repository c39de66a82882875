"""Two ReLUs at an angle: kernels, and a student's gradient."""

import numpy as np

from closed_forms import simulation
from closed_forms.claims import arccos0, arccos1, g, r, student_teacher, t
from relucidate import by_hand, consistent, identity, proof

POLAR = (
    r"In polar coordinates the radius integrates to $\int_0^\infty \rho e^{-\rho^2/2} d\rho = 1$ and "
    r"$\int_0^\infty \rho^3 e^{-\rho^2/2} d\rho = 2$, which leaves the integral over the angle."
)
ANGLE = 1.0


@proof(arccos0)
def proof_of_degree_0():
    by_hand(POLAR)
    identity(arccos0)


@proof(arccos1)
def proof_of_degree_1():
    by_hand(POLAR)
    identity(arccos1)


@proof(student_teacher)
def proof_of_the_gradient():
    by_hand(POLAR)
    identity(student_teacher)


@proof(arccos0)
def proof_of_degree_0_on_random_inputs():
    x = simulation.inputs(60_000, np.random.default_rng(1))
    consistent(simulation.both_active(ANGLE, x), mean=arccos0.rhs_at({t: ANGLE}), detects=0.02)


@proof(arccos1)
def proof_of_degree_1_on_random_inputs():
    x = simulation.inputs(60_000, np.random.default_rng(2))
    consistent(simulation.relu_products(ANGLE, x), mean=arccos1.rhs_at({t: ANGLE}), detects=0.04)


@proof(student_teacher)
def proof_of_the_gradient_on_random_inputs():
    x = simulation.inputs(60_000, np.random.default_rng(3))
    found = simulation.gradients(1.0, 2.0, ANGLE, x)
    at = {r: 1, g: 2, t: ANGLE}
    consistent(found[:, 0], mean=student_teacher.rhs_at(at, "along"), detects=0.1)
    consistent(found[:, 1], mean=student_teacher.rhs_at(at, "across"), detects=0.1)
