"""Once dead on a set of inputs a unit stays so, unless it still moves (Section 1)."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from sympy import Rational

from numerics.dying_relu import momentum
from proofs_check.engines import exactly, for_all, identity, refutes
from proofs_check.proof import proof, refutation, saboteur
from theory.dying_relu.inputs import once_dead, p, step
from theory.dying_relu.setting import beta

#: Two inputs that mirror each other; only the first is active at the start, and its target is far below.
INPUTS, TARGETS = (Fraction(10), Fraction(-10)), (Fraction(-19), Fraction(0))
START = (Fraction(1, 5), Fraction(-1))


def _pre_activations(theta):
    return [theta[0] * x + theta[1] for x in INPUTS]


def _slope(theta):
    """Gradient of half the squared error over both examples; nothing comes from inactive ones."""
    errors = [
        (p - y if p > 0 else Fraction(0)) for p, y in zip(_pre_activations(theta), TARGETS, strict=True)
    ]
    return [sum(e * x for e, x in zip(errors, INPUTS, strict=True)), sum(errors)]


def _run(decay, steps):
    return momentum.trajectory(
        list(START), eta=Fraction(1, 1000), beta=decay, steps=steps, form="classical", gradient=_slope
    )


@proof(once_dead, "silent", "silent_rectified")
def proof_by_cases():
    for_all(once_dead)


@proof(once_dead, "rest_of_the_way")
def proof_of_the_rest():
    identity(once_dead)


@refutation(once_dead)
def proof_that_the_rest_of_a_step_wakes():
    refutes(once_dead, {p: Rational(-1, 10), step: 1, beta: Rational(9, 10)})


@proof(once_dead, "silent")
@given(st.integers(2, 6))
def proof_that_a_unit_wakes_on_the_same_two_inputs(steps):
    """One active input drives the unit into the dead region; momentum takes it out at the other side."""
    run = _run(Fraction(9, 10), steps)
    exactly([int(value > 0) for value in _pre_activations(run[1])], [0, 0])
    exactly([int(value > 0) for value in _pre_activations(run[2])], [0, 1])
    plain = _run(Fraction(0), steps)
    exactly(plain[-1], plain[1])


@saboteur(once_dead)
def momentum_forgotten(patch):
    right = momentum.trajectory
    patch.setattr(
        momentum, "trajectory", lambda theta, **named: right(theta, **(named | {"beta": Fraction(0)}))
    )
