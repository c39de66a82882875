"""Depth and dying units, plain and residual (Figure 6)."""

from numerics.descent.optimisers import Adam, Sgd
from proofs_check.dying_relu import saboteurs, trained
from proofs_check.engines import prevails, refutes
from proofs_check.engines.proportion import largest
from proofs_check.proof import proof, refutation, saboteur
from theory.dying_relu.experiments import (
    adam_kills,
    default_deeper,
    depth,
    fast_sgd_kills,
    more_at_start,
    more_deaths,
    other_adam_kills,
    other_small_kills,
    residual_at_start,
    sgd_kills,
    slow_sgd_kills,
    small_kills,
)

#: Plain networks: kind, depth and width.
DEEP, SHALLOW = ("plain", 6, 32), ("plain", 1, 32)
UPDATES = 150

#: Residual networks, and their updates.
BLOCKS, BLOCK = ("residual", 3, 16), ("residual", 1, 16)
RESIDUAL_UPDATES = 1500
FALSE_ALARM = 1e-6

#: What counts as more deaths under SGD: two percentage points, four units of the 192 at depth 6.
RISE = 0.02


@proof(depth, "dead_at_start_grows", "residual_starts_alive")
def proof_by_drawing_starts():
    deep, less = (trained.course(("plain", layers, 32), Adam(), 0).dead[:, 0, 0] for layers in (6, 2))
    prevails(depth, more_at_start, deep > less, part="dead_at_start_grows")
    residual = trained.course(("residual", 6, 32), Adam(), 0).dead[:, 0, 0]
    prevails(depth, residual_at_start, residual > 0, part="residual_starts_alive")


@proof(depth, "adam_kills", "depth_aggravates", "small_targets_aggravate")
def proof_by_training_plain_networks():
    deep, shallow = (trained.course(net, Adam(), UPDATES).dead for net in (DEEP, SHALLOW))
    rise = deep[:, 1, 1] - deep[:, 1, 0]
    prevails(depth, adam_kills, rise > 0, part="adam_kills")
    prevails(depth, more_deaths, rise > shallow[:, 1, 1] - shallow[:, 1, 0], part="depth_aggravates")
    prevails(depth, small_kills, deep[:, 1, 1] > deep[:, 0, 1], part="small_targets_aggravate")


@proof(depth, "adam_kills_elsewhere", "small_targets_aggravate_elsewhere")
def proof_by_training_on_a_second_table():
    dead = trained.course(DEEP, Adam(), UPDATES, second=True).dead
    kills = dead[:, 1, 1] > dead[:, 1, 0]
    prevails(depth, other_adam_kills, kills, part="adam_kills_elsewhere")
    more = dead[:, 1, 1] > dead[:, 0, 1]
    prevails(depth, other_small_kills, more, part="small_targets_aggravate_elsewhere")


@proof(depth, "sgd_does_not", "slow_sgd_does_not", "fast_sgd_does_not")
def proof_by_training_without_adam():
    for part, chance, rate in (
        ("sgd_does_not", sgd_kills, 0.1),
        ("slow_sgd_does_not", slow_sgd_kills, 0.01),
        ("fast_sgd_does_not", fast_sgd_kills, 0.5),
    ):
        dead = trained.course(DEEP, Sgd(rate), UPDATES, (trained.SMALL,)).dead
        prevails(depth, chance, dead[:, 0, 1] - dead[:, 0, 0] >= RISE, part=part)


@proof(depth, "residual_depth_unseen")
def proof_by_training_residual_networks():
    prevails(depth, default_deeper, _more_in_deep(), part="residual_depth_unseen")


@refutation(depth)
def proof_that_residual_depth_does_not_show_at_this_budget():
    """The largest chance that the runs allow is the witness."""
    refutes(depth, {default_deeper: largest(_more_in_deep(), FALSE_ALARM)})


def _more_in_deep():
    """Whether more units are dead in the deeper residual network at the end, small targets only."""
    courses = (trained.course(net, Adam(), RESIDUAL_UPDATES, (trained.SMALL,)) for net in (BLOCKS, BLOCK))
    deep, shallow = (course.dead[:, 0, 1] for course in courses)
    return deep > shallow


saboteurs.against(depth)
saboteur(depth)(saboteurs.dead_means_inactive_on_one_row)


@saboteur(depth)
def descent_in_the_place_of_adam(patch):
    trained.afresh(patch)
    patch.setitem(globals(), "Adam", lambda **_: Sgd(0.1))
