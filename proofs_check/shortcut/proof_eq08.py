"""Normalised gradient descent."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics import shortcut
from proofs_check.engines import agrees, for_all, identity
from proofs_check.proof import proof, saboteur
from proofs_check.shortcut import saboteurs
from proofs_check.shortcut.parts import equations, others, problems
from theory.shortcut.model import update


@proof(update, *equations(update, "radius"))
def proof_by_algebra():
    identity(update)


@proof(update, *others(update), "radius")
def proof_over_the_whole_domain():
    for_all(update)


@proof(update, "tangent", "length")
@given(problems(), st.floats(0.01, 2))
def proof_on_runs(problem, rate):
    """The start's angle, the length of the filter, and one step by hand."""
    p = problem["w"].size
    size = problem["a_star"] @ problem["a_star"]
    run = shortcut.gradient_descent(**problem, schedule=[(3, 0.1, rate / size)], record=[0, 1, 2, 3])
    filters = run.w + p**-0.5
    because = "rounding of a unit vector"
    agrees(np.ones(4), np.linalg.norm(filters, axis=1), atol=1e-14, because=because)
    first = (problem["w"] + p**-0.5) / np.linalg.norm(problem["w"] + p**-0.5)
    agrees(first, filters[0], atol=1e-14, because=because)
    agrees(first @ problem["v_star"], np.cos(run.angle[0]), atol=1e-14, because=because)
    by_w, by_a = shortcut.population_gradient(
        first - p**-0.5, problem["a"], problem["v_star"], problem["a_star"]
    )
    agrees(0.0, float(by_w @ first), atol=1e-13 * max(1, np.abs(by_w).max()), because="rounding")
    h = 1e-6
    losses = [
        shortcut.population_loss(
            first - p**-0.5, problem["a"] + s * h * by_a, problem["v_star"], problem["a_star"]
        )
        for s in (1, -1)
    ]
    agrees(
        by_a @ by_a,
        (losses[0] - losses[1]) / (2 * h),
        rtol=1e-5,
        atol=1e-7,
        because="differences of the loss",
    )
    moved = first - rate / size * by_w
    agrees(moved / np.linalg.norm(moved), filters[1], atol=1e-13, because="rounding of one step")
    agrees(problem["a"] - 0.1 * by_a, run.a[1], atol=1e-12, because="rounding of one step")


for wrong in (
    saboteurs.gradient_uphill,
    saboteurs.dropped_shortcut,
    saboteurs.k_for_p,
    saboteurs.unnormalised_update,
):
    saboteur(update)(wrong)
