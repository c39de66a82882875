"""How long a unit sleeps at least."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import And, Eq, Implies, Rational

from numerics import gaussian
from numerics.dying_relu import dormancy, relu_unit
from numerics.dying_relu.relu_unit import sleep as clocks
from proofs_check.dying_relu import maps
from proofs_check.engines import bounded, certifies, chain, for_all, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.flow import attracting_line
from theory.dying_relu.gradient import along_b, along_w
from theory.dying_relu.sleep import FALLEN, FALLING, PEAK, STAYS, F, least, m, s, sleep, t, u

_BY_CALCULUS = (
    "mean", "square", "cube", "fourth", "weight_step", "ratio_step",
    "slow_slope", "slow_convex", "deep_slope", "deep_convex",
)  # fmt: skip


@proof(sleep, *_BY_CALCULUS)
def proof_by_algebra_and_calculus():
    relies_on(along_w, along_b)
    identity(sleep)


@proof(sleep, "slow_rate", "rising", "above", "mills", "slow_step", "least_weight", "deep_step")
def proof_over_the_whole_domain():
    for_all(sleep)


@proof(sleep, "peak")
def proof_of_the_constant():
    certifies(sleep)


@proof(sleep, "falling")
def proof_that_a_falling_unit_has_weight_to_spare():
    turning, gap = 1 + t**2 + t * m, t**2 + t * m - t / m
    steps = {
        "margin": Implies(FALLING, turning - least(t) >= Rational(3, 10) / (t**2 + 2)),
        "gap": Implies(FALLING, And(gap <= 2 / (t**2 + 2), gap >= 0)),
        "drift": Implies(FALLING, turning + u - Rational(27, 1000) * (u + gap) <= FALLEN),
    }
    for_all(sleep, given=chain(steps, over=_domain(FALLEN)))


@proof(sleep, "fallen")
def proof_that_a_falling_unit_stays_beyond_the_nullcline():
    """The ratio moves by at most .056 u/(t^2+1), which raises the bound by less than u/10."""
    relies_on(attracting_line)
    by_hand(
        r"$\varphi$ falls with $|c|$, the inner nullcline and both clocks rise with it, and convex "
        "functions lie above their tangents."
    )
    steep = 1 + 2 / ((s**2 + 5) * (t**2 + 5))
    moved = And(t >= 2, s >= t, (s - t) * STAYS * (t**2 + 1 + u) <= PEAK * u)
    small = And(t >= 2, s >= t, s - t <= Rational(56, 1000), (s - t) * (t**2 + 1) <= Rational(56, 1000) * u)
    product = Implies(And(t >= 2, s >= t, STAYS * (t**2 + 1 + u) <= F, (s - t) * F <= PEAK * u), moved)
    move = Implies(moved, small)
    factored = Eq(least(s) - least(t), (s - t) * (s + t) * steep)
    rise = Implies(small, (s - t) * (s + t) * steep <= u / 10)
    identity(factored, over=_domain(factored))
    for step in (product, move, rise):
        for_all(step, over=_domain(step))
    up = Implies(small, least(s) <= least(t) + u / 10)
    for_all(up, over=_domain(up), given=(factored, rise))
    for_all(sleep, given=(product, move, up))


def _domain(step):
    return {x: sleep.domain[x] for x in step.free_symbols}


@proof(sleep)
@given(st.floats(2, 4.5), st.floats(0.05, 40), st.floats(0.1, 1), st.sampled_from([1.0, 0.1, 0.01]))
def proof_on_runs_of_descent(depth, weight, eta, gamma):
    """Clocks after each of 20 steps, and the depth at the end of as many as the clocks allow."""
    rests = float(1 + depth / gaussian.scaled_tail_moments(np.asarray(depth))[0])
    for start in (weight, rests * (1 + weight / 40)):
        w, b, before, first = gamma * start, -gamma * start * depth, depth, max(1 / start, 0.2)
        for _ in range(20):
            end = relu_unit.train([w], b, gamma=gamma, eta=eta, steps=1)
            w, b = float(end.w[0]), float(end.b)
            after = -b / w
            if after < 2:
                break
            spent = float(clocks.deep_clock(before) - clocks.deep_clock(after))
            bounded(spent, "<=", eta * first * (1 + 1e-9) + 1e-9, because="the clock of the right half")
            if start >= rests:
                spent = float(clocks.slow_clock(before) - clocks.slow_clock(after))
                bounded(spent, "<=", eta * (1 + 1e-9) + 1e-7, because="the clock beyond the nullcline")
            before = after


@pytest.mark.parametrize("gamma", [1.0, 0.1, 0.01])
@proof(sleep)
def proof_that_certified_starts_sleep_on(gamma):
    w, b = (x.ravel() for x in np.meshgrid(np.linspace(0.01, 1, 25), np.linspace(-1, -0.02, 25)))
    sure = clocks.asleep(w, b, gamma, eta=0.5, steps=1500)
    ends = relu_unit.train(w[sure, None], b[sure], gamma=gamma, eta=0.5, steps=1500)
    bounded(ends.b / ends.w[:, 0], "<", -3.0, because="depth after as many updates")
    bounded(int(sure.sum()), ">=", 40, because="the set holds a good part of the grid")


@proof(sleep)
def proof_beside_the_time_to_recover():
    for scale in (1e-2, 3e-3, 1e-3, 3e-4):
        least_c = dormancy.deepest_ratio(scale)
        whole, half = clocks.slow_clock(-least_c), clocks.slow_clock(-least_c / 2)
        times = dormancy.recovery_time(scale) * float(whole / (whole - half))
        bounded(times, ">=", 1.0, because="a lower bound")
        bounded(times, "<=", 4.5, because="it is that close")


@saboteur(sleep)
def clock_with_a_power_too_many(patch):
    right = clocks.slow_clock
    patch.setattr(clocks, "slow_clock", lambda t: np.asarray(t) * right(t))


@saboteur(sleep)
def deep_clock_forgets_its_weight(patch):
    right = clocks.deep_clock
    patch.setattr(clocks, "deep_clock", lambda t: np.asarray(t) ** 4 * right(t))


for wrong in maps.WRONG_FIELDS:
    saboteur(sleep)(wrong)
