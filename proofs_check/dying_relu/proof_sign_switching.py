"""Steps beyond 1 kill by switching signs (Section 4)."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.dying_relu import momentum
from proofs_check.dying_relu import cone_starts, maps
from proofs_check.engines import agrees, for_all, prevails
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.affine import affine_loss
from theory.dying_relu.oscillation import flipped_large, flipped_small, sign_switching

STARTS, UPDATES = 400, 3000


@proof(sign_switching, "lands")
def proof_from_the_triangle_inequality():
    relies_on(affine_loss)
    for_all(sign_switching)


@proof(sign_switching, "lands")
@settings(max_examples=20)
@given(st.floats(-0.3, 0.3), st.floats(0.1, 1), st.floats(0.001, 1), st.floats(1.05, 1.95))
def proof_that_one_update_is_meant(weight, bias, scale, rate):
    after = momentum.trajectory([weight - scale, bias], eta=rate, beta=0.0, steps=1)[-1]
    moved = np.array([scale + (1 - rate) * (weight - scale), (1 - rate) * bias])
    agrees(moved, [after[0] + scale, after[1]], atol=1e-13, because="rounding")


@proof(sign_switching, "many_at_a_hundredth", "few_at_a_tenth")
def proof_by_running_random_starts():
    start = cone_starts.linear_cone(STARTS, seed=73)
    for part, chance, gamma, against in (
        ("many_at_a_hundredth", flipped_small, 0.01, 0.68),
        ("few_at_a_tenth", flipped_large, 0.1, 0.9),
    ):
        dead = cone_starts.fates(start, gamma=gamma, steps=UPDATES, eta=1.5) == "dead"
        prevails(sign_switching, chance, dead, part=part, against=against)


@saboteur(sign_switching)
def target_kept_at_one(patch):
    cone_starts.target_kept_at_one(patch)


saboteur(sign_switching)(maps.dropped_indicator)
