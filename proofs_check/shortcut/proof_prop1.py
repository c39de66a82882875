"""Global optimum and spurious point."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics import shortcut
from proofs_check.engines import agrees, bounded, coincides, for_all, identity, refutes
from proofs_check.proof import proof, refutation, saboteur
from proofs_check.shortcut.parts import equations, others, problems
from theory.shortcut.critical_points import spurious
from theory.shortcut.setting import k, q


@proof(spurious, *equations(spurious))
def proof_by_algebra():
    identity(spurious)


@proof(spurious, *others(spurious))
def proof_over_the_whole_domain():
    for_all(spurious)


@refutation(spurious)
def proof_that_equal_weights_are_a_counterexample():
    """a* = (1, 1, 1, 1): r = 4 = k, at every angle near pi (g > 0)."""
    refutes(spurious, {k: 4, q: 1})


@proof(spurious, "critical", "its_loss", "global")
@given(problems(("general", "no sum", "parallel")))
def proof_of_the_critical_points(problem):
    star = {name: problem[name] for name in ("v_star", "a_star")}
    size = problem["a_star"] @ problem["a_star"]
    w, a, loss = shortcut.spurious_optimum(**star)
    agrees(loss, float(shortcut.population_loss(w, a, **star)), atol=1e-13 * size, because="rounding")
    because = "rounding, the angle pi being met to 1e-8 at worst"
    for slope in shortcut.population_gradient(w, a, **star):
        bounded(abs(slope), "<=", 1e-7 * size, because=because)
    count, q2, _ = shortcut.shape_of(problem["a_star"])
    reduced = float(spurious.rhs_at({"k": count, "q": q2**0.5}, "its_loss"))
    agrees(reduced * size, loss, atol=1e-13 * size, because="rounding")


@proof(spurious, "threshold", "minimum", "no_minimum")
@given(st.sampled_from([2, 3, 10, 50]), st.sampled_from([0.98, 1.02]), st.integers(0, 2**32 - 1))
def proof_by_probes_at_the_threshold(patches, times, seed):
    """Move the filter a little off -v*, with the best output weights for it."""
    q2 = times * shortcut.threshold(patches) / patches
    if q2 >= 1:
        q2, times = 1.0, (0.98 if shortcut.threshold(patches) / patches > 1 else 1.02)
    eps = 1e-2 * np.random.default_rng(seed).uniform(0.5, 1)
    least, there = (shortcut.barrier_profile(phi, patches, q2, 1.0) for phi in (np.pi - eps, np.pi))
    coincides(bool(least > there), times < 1, because="a minimum below the threshold only")


@saboteur(spurious)
def the_point_of_least_loss_at_a_right_angle(patch):
    right = shortcut.spurious_optimum

    def wrong(v_star, a_star):
        w, _, loss = right(v_star, a_star)
        return w, shortcut.best_output(np.pi / 2, a_star), loss

    patch.setattr(shortcut, "spurious_optimum", wrong)
