"""Gradient descent reduces exactly to three numbers."""

import numpy as np
from hypothesis import given, settings

from numerics import shortcut
from numerics.shortcut import reduced as shortcut_reduced
from proofs_check.engines import agrees, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from proofs_check.shortcut.parts import equations, others, problems
from theory.shortcut.model import closed_forms, reduction, update


@proof(reduction, *equations(reduction, "start"))
def proof_by_algebra():
    identity(reduction)


@proof(reduction, *others(reduction), "start")
def proof_over_the_whole_domain():
    relies_on(closed_forms, update)
    for_all(reduction)


@proof(reduction)
@settings(max_examples=16)
@given(problems())
def proof_by_full_runs(problem):
    """Both runs for 3000 steps; condition H holds, so that rounding is not amplified for ever."""
    k, q2, size = shortcut.shape_of(problem["a_star"])
    schedule = [(3000, 1.9 / (k + np.pi - 1), 0.3 / size)]
    record = range(0, 3001, 250)
    run = shortcut.gradient_descent(**problem, schedule=schedule, record=record)
    star = {name: problem[name] for name in ("v_star", "a_star")}
    full = shortcut_reduced.reduce(run.w, run.a, **star)
    start = shortcut_reduced.reduce(problem["w"], problem["a"], **star)
    reduced = shortcut_reduced.trajectory(start, k, q2, size, schedule, every=250)
    for one, other in zip(full, reduced, strict=True):
        scale = max(1.0, float(np.abs(other).max()))
        agrees(one, other, atol=1e-13 * scale, because="rounding over 3000 contracting steps")
    x = shortcut_reduced.share(reduced, q2)
    agrees(run.a @ problem["a_star"] / size, x, atol=1e-12 * max(1.0, abs(x).max()), because="rounding")


for wrong in (saboteurs.gradient_uphill, saboteurs.unnormalised_update):
    saboteur(reduction)(wrong)
