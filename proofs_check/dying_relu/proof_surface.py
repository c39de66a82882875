"""A dying unit passes the surface of the dead cone and goes on falling (Section 5)."""

import numpy as np
import pytest

from numerics import gaussian
from numerics.dying_relu import dormancy
from numerics.dying_relu.relu_unit import gradient_flow
from proofs_check.engines import agrees, bounded, certifies, for_all, identity, refutes
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.dying_relu.flow import fate
from theory.dying_relu.setting import c, k
from theory.dying_relu.starts import surface, u


@proof(surface, "falls", "clock_gains")
def proof_of_the_rate():
    relies_on(fate)
    for_all(surface)


@proof(surface, "clock")
def proof_by_differentiation():
    identity(surface)


@proof(surface, "long")
def proof_by_enclosing_the_time():
    certifies(surface)


@pytest.mark.parametrize("level", [3.0, 4.0])
@proof(surface, "falls")
def proof_on_the_flow(level):
    """Followed past the surface, the flow is deeper than the clock asks for."""
    start = -2.5
    wait = float(np.diff(dormancy.untargeted_time([start, -level]))[0])
    times = np.linspace(wait / 20, wait, 20)
    ratios = gradient_flow.flow(start, -0.8, 0.5, times)[0]
    bounded(ratios[-1], "<", -level, because="the clock has run down")
    rates = gradient_flow.rate(np.array([ratios, np.full(20, -0.8), np.full(20, 0.5)]))[0]
    claimed = [surface.rhs_at({"c": float(at)}, "falls") for at in ratios]
    bounded(rates, "<", np.array(claimed, dtype=float), because="the claim's rate")


@proof(surface, "long")
def proof_by_the_recursion_without_target():
    agrees(
        float(surface.parts["long"].lhs.evalf()),
        float(dormancy.untargeted_time(-5.0)),
        rtol=1e-12,
        because="rounding of erfi",
    )
    bounded(float(gaussian.pdf(-5.0)), "<", 1e-5, because="an update there is below 1e-6")


@refutation(surface)
def proof_that_the_surface_is_passed():
    refutes(surface, {c: -4, k: -1, u: 1})


@saboteur(surface)
def dying_units_stand_still(patch):
    right = gradient_flow.rate
    patch.setattr(gradient_flow, "rate", lambda state: right(state) * np.array([0.0, 1.0, 1.0])[:, None])
