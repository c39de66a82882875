"""How well the overshoot of the affine unit predicts whom momentum kills."""

import numpy as np

from numerics.dying_relu import dormancy
from proofs_check.dying_relu import cone_starts
from proofs_check.engines import prevails
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.dormancy import mirror
from theory.dying_relu.oscillation import law_average, law_classical, law_fast, mirror_prediction

STARTS, UPDATES = 400, 2000
SCALES = (0.03, 0.01, 0.003)


def _right(form, beta, gamma, seed):
    """Where law and constant guess differ: whether it is the law that is right."""
    start = cone_starts.linear_cone(STARTS, seed)
    q = dormancy.overshoot(cone_starts.ETA, beta, form)
    law = dormancy.mirror_predicts_death(*start, gamma, q=q, kappa=cone_starts.KAPPA)
    dead = cone_starts.fates(start, gamma=gamma, beta=beta, form=form, steps=UPDATES) == "dead"
    constant = bool(np.mean(dead) > 0.5)
    return (law == dead)[law != constant]


def _over(form, betas):
    pairs = [(beta, gamma) for beta in betas for gamma in SCALES]
    return np.concatenate([_right(form, *pair, seed=80 + i) for i, pair in enumerate(pairs)])


@proof(mirror_prediction, "beats_a_constant", "beats_a_constant_classically")
def proof_by_simulation():
    relies_on(mirror)
    for part, chance, form, betas in (
        ("beats_a_constant", law_average, "ema", (0.8, 0.9, 0.95)),
        ("beats_a_constant_classically", law_classical, "classical", (0.7, 0.8, 0.9)),
    ):
        prevails(mirror_prediction, chance, _over(form, betas), part=part, against=0.8)


@proof(mirror_prediction, "fails_for_large_momentum")
def proof_that_large_momentum_overshoots_again():
    right = np.concatenate([_right("classical", 0.97, 0.03, seed=95 + i) for i in range(2)])
    prevails(mirror_prediction, law_fast, right, against=0.8)


@saboteur(mirror_prediction)
def nothing_is_predicted_to_die(patch):
    patch.setattr(dormancy, "mirror_predicts_death", lambda w, *_, **__: np.zeros_like(w, dtype=bool))


@saboteur(mirror_prediction)
def overshoot_doubled(patch):
    right = dormancy.overshoot
    patch.setattr(dormancy, "overshoot", lambda *at: 2 * right(*at))
