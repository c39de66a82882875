"""Success means a first angle below the saddle."""

import numpy as np
import pytest
from sympy import And, Implies, Max, Min, Rational, symbols

from numerics import shortcut
from numerics.shortcut import chances, reduced
from proofs_check.engines import agrees, chain, consistent, exactly, for_all, identity, induction
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from proofs_check.shortcut.parts import equations, others
from theory.claim import nonnegative
from theory.shortcut.exits import basins
from theory.shortcut.first_stage import lemma6, lemma9
from theory.shortcut.landscape import saddle
from theory.shortcut.model import reduction
from theory.shortcut.setting import chi, q, sigma
from theory.shortcut.slow_filter import (
    APART,
    c,
    c1,
    critical_angle,
    edge,
    first,
    least,
    level,
    most,
    phi,
    s1,
    t,
    turn,
)

STARTS = ("starts_above", "starts_below")
#: Sequences, what is known of where they begin, and of a step.
KNOWN = {
    "lifted": (
        (phi(0) <= first, least(0) >= level - APART),
        (
            phi(t + 1) <= phi(t) + turn,
            Implies(phi(t) <= edge, least(t + 1) >= (1 - c) * least(t) + c * level),
        ),
    ),
    "sunk": (
        (phi(0) >= first, most(0) <= level + APART),
        (
            phi(t + 1) >= phi(t) - turn,
            Implies(phi(t) >= edge, most(t + 1) <= (1 - c) * most(t) + c * level),
        ),
    ),
}


@proof(critical_angle, *others(critical_angle, *STARTS, *KNOWN))
def proof_over_the_whole_domain():
    relies_on(reduction)
    for_all(critical_angle)


@proof(critical_angle, *equations(critical_angle))
def proof_by_algebra():
    identity(critical_angle)


@proof(critical_angle, *STARTS)
def proof_that_no_start_of_the_ball_is_far_from_its_rest():
    """What sigma and chi lack to their rests, weighed: at most 2 q^2, and 1 - q^2 + 1/2."""
    over = {symbol: critical_angle.domain[symbol] for symbol in (q, sigma, chi, s1, c1)}
    inside, rests = critical_angle.part("starts_above").args[0].args, (s1 <= 1, s1 >= 0, c1 <= 1, c1 >= -1)
    steps = {
        "half": Implies(
            And(*inside), And((1 - q**2) * chi <= Rational(1, 2), (1 - q**2) * chi >= -Rational(1, 2))
        ),
        "mean": Implies(And(*inside), And(s1 - Min(sigma, s1) <= 2, Max(sigma, s1) - s1 <= 2)),
        "weighed mean": Implies(
            And(*inside),
            And(q**2 * (s1 - Min(sigma, s1)) <= 2 * q**2, q**2 * (Max(sigma, s1) - s1) <= 2 * q**2),
        ),
        "weighed rest": Implies(
            And(*rests), And((1 - q**2) * c1 <= 1 - q**2, (1 - q**2) * c1 >= -(1 - q**2))
        ),
        "perp": Implies(
            And(*inside),
            And(
                (1 - q**2) * (c1 - Min(chi, c1)) <= Rational(3, 2) - q**2,
                (1 - q**2) * (Max(chi, c1) - c1) <= Rational(3, 2) - q**2,
            ),
        ),
    }
    shown = chain(steps, over=over)
    for part in STARTS:
        for_all(critical_angle, part, given=shown)


@pytest.mark.parametrize("part", list(KNOWN))
@proof(critical_angle, *KNOWN)
def proof_by_induction_on_the_steps(part):
    relies_on(lemma6, lemma9)
    begin, step = KNOWN[part]
    induction(critical_angle, part, on=t, begin=begin, step=step)


@proof(critical_angle)
def proof_of_either_side():
    """A step changes the angle by at most .2897 eta_w N max |x|, with |x| <= 1.2072 from the ball."""
    relies_on(reduction, lemma6, lemma9, basins, saddle)
    by_hand("The kernel's value and the resting share fall as the angle grows, $g$ having the slope $-h$.")
    by_hand(r"After $t=\lceil\frac1c\ln\frac5{2|X|}\rceil$ steps $(1-c)^t\le e^{-ct}\le\frac25|X|$.")
    by_hand(r"In $S_+$ the share is bounded away from 0, so that the angle goes to 0, and in $S_-$ to $\pi$.")
    for part in ("rates", "rests_fall", "lifts", "sinks"):
        for_all(critical_angle, part)
    for part, (begin, step) in KNOWN.items():
        induction(critical_angle, part, on=t, begin=begin, step=step)
    turned, pull = symbols("h x", real=True)
    most_turn = Implies(
        And(turned <= Rational(2897, 10**4), pull <= Rational(12072, 10**4)),
        turned * pull <= Rational(35, 100),
    )
    for_all(most_turn, over=dict.fromkeys((turned, pull), nonnegative))


@proof(critical_angle)
def proof_by_runs_on_either_side():
    relies_on(basins, saddle)
    for patches, q2 in ((16, 0.05), (100, 0.2)):
        limit = shortcut.saddle_angle(patches, q2)
        eta = np.pi / (patches + np.pi - 1)
        schedule = [(40_000, eta, 2e-5 * eta)]
        around = np.linspace(0, 2 * np.pi, 8)
        sigma, chi = chances.start_of([np.cos(around), np.sin(around)], q2)
        for angle, code in ((limit - 0.01, 1), (limit + 0.01, 2)):
            found = reduced.success(sigma, chi, angle, k=patches, q2=q2, size=1.0, schedule=schedule).codes
            exactly(found.astype(int), np.full(8, code))


@proof(critical_angle)
def proof_of_the_chances_of_the_plain_network():
    relies_on(saddle)
    for r, stated in ((1, 0.5539), (4, 0.7476), (9, 1.0)):
        limit = shortcut.saddle_angle(25, r / 25)
        agrees(stated, float(chances.angle_below(limit, 8)), atol=5e-5, because="four digits are stated")


@proof(critical_angle)
def proof_by_plain_networks_with_small_filter_steps():
    eta = np.pi / (25 + np.pi - 1)
    codes = chances.sampled_rate(
        np.random.default_rng(2),
        runs=20_000,
        k=25,
        q2=1 / 25,
        size=1.0,
        p=8,
        schedule=[(4000, eta, 1e-4 * eta)],
    )
    consistent((codes == 1).astype(float), mean=0.5539, detects=0.03)


@proof(critical_angle)
def proof_by_runs_with_the_step_that_the_bound_allows():
    """Random teachers, starts on the rim, and first angles on either side of the saddle's."""
    rng = np.random.default_rng(21)
    for _ in range(12):
        patches = int(rng.integers(2, 40))
        q2 = rng.uniform(0.02, 0.95) * min(1.0, shortcut.threshold(patches) / patches)
        limit, eta = (
            shortcut.saddle_angle(patches, q2),
            rng.uniform(0.1, 1) * 2 * np.pi / (patches + np.pi - 1),
        )
        decay = eta * (np.pi - 1) / (2 * np.pi)
        for side, code in ((-1, 1), (1, 2)):
            room = (limit if side < 0 else np.pi - limit) * 0.8
            start = limit + side * room * rng.uniform(0.2, 1)
            middle = (start + limit) / 2
            rest = reduced.equilibrium(float(shortcut.overlap(middle)), patches)
            resting = abs(float(reduced.share(reduced.State(*rest, middle), q2)))
            eta_w = abs(start - middle) / (0.35 * (1 + np.log(2.5 / resting) / decay))
            around = np.linspace(0, 2 * np.pi, 16)
            sigma, chi = chances.start_of([np.cos(around), np.sin(around)], q2)
            steps = int(2 + np.log(2.5 / resting) / decay)
            found = reduced.success(
                sigma, chi, start, k=patches, q2=q2, size=1.0, schedule=[(steps, eta, min(eta_w, 1.656))]
            )
            exactly(found.codes.astype(int), np.full(16, code))


@saboteur(critical_angle)
def angles_weighed_evenly(patch):
    patch.setattr(chances, "angle_below", lambda phi, p: np.asarray(phi) / np.pi)  # noqa: ARG005


@saboteur(critical_angle)
def wrong_saddle(patch):
    right = shortcut.saddle_angle
    patch.setattr(shortcut, "saddle_angle", lambda k, q2: right(k, q2) + 0.05)
