"""Small targets put most of the right half to sleep, and kill none of it (Section 5)."""

from proofs_check.dying_relu import cone_starts, maps
from proofs_check.engines import for_all, prevails
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.gradient import along_w
from theory.dying_relu.starts import asleep_large, asleep_small, right_side

STARTS, UPDATES = 400, 3000


@proof(right_side, "stays_right")
def proof_of_one_update():
    relies_on(along_w)
    for_all(right_side)


@proof(right_side, "most_asleep", "few_asleep")
def proof_by_running_random_starts():
    start = cone_starts.right_half(STARTS, seed=71)
    for part, chance, gamma, against in (
        ("most_asleep", asleep_small, 0.001, 0.7),
        ("few_asleep", asleep_large, 0.1, 0.9),
    ):
        asleep = cone_starts.fates(start, gamma=gamma, steps=UPDATES) == "dead"
        prevails(right_side, chance, asleep, part=part, against=against)


@saboteur(right_side)
def target_kept_at_one(patch):
    cone_starts.target_kept_at_one(patch)


saboteur(right_side)(maps.dropped_indicator)
