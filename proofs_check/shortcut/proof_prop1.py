"""Global optimum and spurious point."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sympy import Equivalent, Implies, Or, pi

from numerics import shortcut
from proofs_check.engines import agrees, bounded, chain, coincides, for_all, identity, refutes
from proofs_check.proof import proof, refutation, saboteur
from proofs_check.shortcut.parts import equations, others, problems
from theory.claim import equation, relation
from theory.shortcut.critical_points import SPURIOUS_SHARE, spurious
from theory.shortcut.setting import g, k, q


@proof(spurious, *equations(spurious))
def proof_by_algebra():
    identity(spurious)


@proof(spurious, *others(spurious, "unique", "minimum", "threshold"))
def proof_over_the_whole_domain():
    for_all(spurious)


def _by_steps(part, steps):
    used = set().union(*[step.free_symbols for step in (*steps.values(), spurious.part(part))])
    for_all(spurious, part, given=chain(steps, over={s: v for s, v in spurious.domain.items() if s in used}))


@proof(spurious, "unique")
def proof_that_both_brackets_of_the_least_loss_are_positive():
    mean = k + pi - 1 - (k - 1 + g) ** 2 / (k + pi - 1)
    rest = pi - 1 - (g - 1) ** 2 / (pi - 1)
    first, second = q**2 * mean, (1 - q**2) * rest
    steps = {
        "mean": Implies(g < pi, mean > 0),
        "rest": Implies(g < pi, rest > 0),
        "first": Implies(g < pi, first >= 0),
        "second": Implies(g < pi, second >= 0),
        "either": Implies(g < pi, Or(first > 0, second > 0)),
    }
    _by_steps("unique", steps)


@proof(spurious, "minimum")
def proof_that_no_term_of_the_excess_is_negative():
    share_there, excess = spurious.part("minimum").args[0].lhs, spurious.part("minimum").args[1].lhs
    squares = [term for term in excess.expand(deep=False).args if not term.has(g)]
    steps = {f"square {i}": relation(square, ">=", 0) for i, square in enumerate(squares)}
    _by_steps("minimum", steps | {"share": Implies(share_there <= 0, -2 * g * share_there >= 0)})


@proof(spurious, "threshold")
def proof_of_the_threshold_by_clearing_denominators():
    below = SPURIOUS_SHARE * (k + pi - 1) * (pi - 1)
    cleared = pi * k * q**2 - (k + pi - 1)
    steps = {
        "cleared": equation(below, cleared),
        "signs": Equivalent(SPURIOUS_SHARE < 0, below < 0),
        "threshold": Equivalent(cleared < 0, k * q**2 < (k + pi - 1) / pi),
    }
    _by_steps("threshold", steps)


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
