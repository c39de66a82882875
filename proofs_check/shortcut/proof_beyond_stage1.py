"""A constant step ratio suffices in stage I."""

import numpy as np
from sympy import And, Eq, Function, Ge, Implies, Le, Naturals0, symbols

from numerics import shortcut
from numerics.shortcut import reduced
from numerics.shortcut.separatrix import potential
from proofs_check.arithmetic import balls
from proofs_check.engines import agrees, bounded, certifies, coincides, for_all, identity, induction
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from proofs_check.shortcut.parts import equations, others
from theory.claim import Reals, nonnegative
from theory.shortcut.beyond import stage1
from theory.shortcut.exits import basins
from theory.shortcut.first_stage import lemma5
from theory.shortcut.model import reduction

#: Parts on the potential, which balls decide.
POTENTIAL = (
    "falling",
    *(f"psi_{name}_{side}" for name in ("edge", "right", "far") for side in ("from", "to")),
)


@proof(stage1, *equations(stage1))
def proof_by_algebra():
    identity(stage1)


@proof(stage1, *others(stage1, *POTENTIAL))
def proof_over_the_whole_domain():
    for_all(stage1)


@proof(stage1, *POTENTIAL)
def proof_by_balls():
    certifies(stage1)


@proof(stage1, "lost", "last", "sum")
def proof_of_the_balance():
    """Sequences: the potential P, y = max(-x, 0), the step d of y, and the sum T of the squares of d."""
    relies_on(reduction, lemma5, basins)
    by_hand(r"As $F$ falls, $\Psi(\phi_t,\theta)$ loses at most $F(\phi_t)$ times the turn of a step.")
    by_hand(r"While $x<0$ the angle grows and $y$ falls, so that no $d_t$ is above $d_0$.")
    for part in ("lost", "last", "sum"):
        for_all(stage1, part)
    n = symbols("n", integer=True)
    psi_t, y, d, total = (Function(name, real=True) for name in ("P", "y", "d", "T"))
    psi, w, q, d0 = symbols("psi w q d_0", real=True)
    balance = And(
        psi_t(n) >= psi - w * (q**2 - y(n) ** 2) - w * total(n), total(n) <= d0 * (q - y(n)), y(n) >= 0
    )
    induction(
        balance,
        on=n,
        over={n: Naturals0, psi: Reals, **dict.fromkeys((w, q, d0), nonnegative)},
        begin=(psi_t(0) >= psi, Le(total(0), 0), Ge(total(0), 0), Le(y(0), q), Ge(y(0), q)),
        step=(
            psi_t(n + 1) >= psi_t(n) - w * (y(n) ** 2 - y(n + 1) ** 2) - w * d(n) ** 2,
            Eq(total(n + 1), total(n) + d(n) ** 2),
            y(n + 1) <= y(n) - d(n),
            y(n + 1) >= 0,
            d(n) >= 0,
            d(n) <= d0,
        ),
    )
    before, spent, above, last = symbols("P T y d", real=True)
    end = Implies(
        And(before >= psi - w * (q**2 - above**2) - w * spent, spent <= d0 * (q - above), last <= d0),
        before - 2 * w * last**2 >= psi - w * (q**2 + d0 * q + 2 * d0**2),
    )
    over = {psi: Reals, before: Reals, **dict.fromkeys((w, q, d0, above, last), nonnegative), spent: Reals}
    for_all(end, over=over)


@proof(stage1, "falls", "lost", "last", "sum")
def proof_that_angles_stay_below_the_target():
    """Random problems with the largest ratio that the condition allows, from the rim of the ball."""
    relies_on(lemma5, basins)
    rng = np.random.default_rng(9)
    for _ in range(60):
        k, q = int(rng.integers(2, 80)), rng.uniform(0.02, 0.99)
        first = rng.uniform(0.2, 1.4)
        target = rng.uniform(first + 0.05, np.pi / 2)
        eta_a = rng.uniform(0.02, 1) * 2 * np.pi / (k + np.pi - 1)
        d0 = eta_a / (2 * np.pi) * (float(shortcut.overlap(first)) - 1 + (np.pi - 1) * q)
        psi = potential(first, target)
        rho = 2 * psi / (q * q + d0 * q + 2 * d0 * d0)
        turn = rng.uniform(np.pi, 1.5 * np.pi, 50)
        start = reduced.State(np.cos(turn), np.sin(turn) * q / np.sqrt(1 - q * q), np.full(50, first))
        eta_w = min(rho * eta_a, 1.656)
        run = reduced.trajectory(start, k, q * q, 1.0, [(int(10 / eta_a), eta_a, eta_w)])
        bounded(run.phi, ">=", 0.0, because="angles are not negative")
        bounded(run.phi, "<=", target, because="the claim's target", slack=1e-12)
        final = reduced.exits(reduced.State(*(x[-1] for x in run)), k, q * q)
        coincides(final == 1, np.full(50, True), because="each run enters the exit to the global optimum")


@proof(stage1, *POTENTIAL)
def proof_that_balls_look_at_the_potential():
    def fall(t):
        return (shortcut.overlap(t) - 1) / shortcut.turning(t)

    angles = {"edge": (1 / 3, 5 / 12), "right": (1 / 3, 1 / 2), "far": (9 / 20, 1 / 2)}
    for name, (start, end) in angles.items():
        value = potential(start * np.pi, end * np.pi)
        low, high = (stage1.part(f"psi_{name}_{side}") for side in ("from", "to"))
        for side in (low.rhs, high.lhs):
            with balls.precision():
                found = balls.enclose(side, {})
            ends = [float(found.lower()), float(found.upper())]
            agrees(ends, [value] * 2, atol=1e-10, because="quadrature")
        agrees([float(low.lhs), float(high.rhs)], [value] * 2, atol=2e-9, because="nine digits are stated")
    for t in (0.5, 1.5, 2.5):
        slope = (fall(t + 1e-5) - fall(t - 1e-5)) / 2e-5
        expected = stage1.lhs_at({"t": t}, "falling")
        agrees(expected, float(-slope * shortcut.turning(t) ** 2), rtol=1e-6, because="differences over 1e-5")


@saboteur(stage1)
def output_weights_learn_at_a_tenth_of_the_rate(patch):
    right = reduced.step
    patch.setattr(
        reduced, "step", lambda state, k, q2, size, eta_a, eta_w: right(state, k, q2, size, eta_a / 10, eta_w)
    )
