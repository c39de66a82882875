"""Certified phase diagrams of starts, with and without momentum."""

import numpy as np
import pytest

from numerics.dying_relu import relu_unit
from numerics.dying_relu.phase import diagram, exits, push
from numerics.dying_relu.phase.norm import fitted
from numerics.dying_relu.relu_unit import training
from proofs_check.engines import bounded, coincides
from proofs_check.ledger.evidence import Rejected, Strength, record
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.critical_points import hessian
from theory.dying_relu.phase import PROVED, look_ahead, phase_diagram
from theory.dying_relu.regions import switches_sign
from theory.dying_relu.sleep import sleep

CELLS, ROUNDS, STEPS = 20, 1, 400
MOMENTA = pytest.mark.parametrize("beta", [0.0, 0.9])


def diagram_at(gamma, beta):
    return diagram.phase_diagram(gamma=gamma, beta=beta, cells=CELLS, rounds=ROUNDS, steps=STEPS)


@pytest.mark.parametrize(("gamma", "beta"), list(PROVED), ids=str)
@proof(phase_diagram)
def proof_by_branch_and_bound(gamma, beta):
    relies_on(look_ahead, hessian, switches_sign, sleep)
    by_hand("Taylor's formula with its remainder, and sums of rounding errors, as the docstrings say.")
    shown = diagram_at(float(gamma), float(beta))
    for label, least in zip(diagram.LABELS, PROVED[gamma, beta], strict=False):
        if shown.share(label) < least:
            raise Rejected(f"{label}: {shown.share(label):.4f} of the square, claimed {least}")
    record(
        "certifies",
        Strength.CERTIFIED,
        detail=f"enclosures of {shown.w.size} cells, undecided {shown.share('undecided'):.3f}",
    )


@MOMENTA
@proof(phase_diagram)
def proof_that_images_hold_runs(beta):
    rng = np.random.default_rng(40)
    w, b = rng.uniform(-1, 1, (2, 300))
    half = np.full(300, 0.01)
    inside = rng.uniform(-1, 1, (2, 300)) * half
    norm = fitted(beta, 0.1 * (1 - beta))
    cells, held = push.begin(w, b, half), np.ones(300, dtype=bool)
    for count in range(1, 41):
        cells, possible = push.update(cells, 0.5, norm)
        held &= possible & (cells.error < 0.2)
        if count % 8 == 0:
            end = training.train(
                (w + inside[0])[:, None], b + inside[1], gamma=0.5, eta=0.1, beta=beta, steps=count
            )
            off = end.w[:, 0] - cells.middle[0], end.b - cells.middle[1]
            within = push.reach(cells, norm)
            for side, away in zip(within, off, strict=False):
                bounded(abs(away)[held], "<=", side[held] + 1e-12, because="runs lie in the hull")
    bounded(int(held.sum()), ">=", 100, because="cells that can be followed so far")
    # Beyond the linear part lies only what the error allows.
    rest = np.stack([*off]) - np.einsum("ijn,jn->in", cells.linear[:2], inside)
    bounded(
        np.hypot(*rest)[held], "<=", (norm.of_theta * cells.error)[held] + 1e-12, because="Taylor's remainder"
    )


@MOMENTA
@proof(phase_diagram)
def proof_that_starts_end_as_their_cells_say(beta):
    shown = diagram_at(1.0, beta)
    rng = np.random.default_rng(41)
    chosen = rng.permutation(np.flatnonzero(shown.label < 3))[:150]
    corners = rng.uniform(-1, 1, (2, chosen.size)) * shown.half[chosen]
    w, b, label = shown.w[chosen] + corners[0], shown.b[chosen] + corners[1], shown.label[chosen]
    end = training.train(w[:, None], b, gamma=1.0, eta=0.1, beta=beta, steps=diagram.BUDGET, tolerance=1e-12)
    found = relu_unit.outcome(end.w, end.b, 1.0)
    coincides(found == "optimum", label == 0, because="only these come to the optimum")
    coincides(found[label == 2] == "dead", np.ones(int((label == 2).sum()), dtype=bool), because="asleep")


@saboteur(phase_diagram)
def remainder_forgotten(patch):
    right = push._remainder

    def wrong(*args):
        rest, possible = right(*args)
        return 0 * rest, possible

    patch.setattr(push, "_remainder", wrong)


@saboteur(phase_diagram)
def activity_forgotten(patch):
    right = push.gaussian
    patch.setattr(push, "gaussian", lambda c: (1 + 0 * c, right(c)[1]))


@saboteur(phase_diagram)
def dead_on_the_left_at_once(patch):
    patch.setattr(exits, "dead", lambda box, *_: box.w_high < 0)


@saboteur(phase_diagram)
def budget_of_sleep_forgotten(patch):
    right = exits.asleep
    patch.setattr(exits, "asleep", lambda box, gamma, eta, beta, _: right(box, gamma, eta, beta, 1))
