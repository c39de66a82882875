"""Depth and dying units, plain and residual (Figure 6)."""

import numpy as np

from numerics.descent.optimisers import Adam, Sgd
from proofs_check.dying_relu import saboteurs, trained
from proofs_check.engines import prevails, refutes
from proofs_check.engines.proportion import largest
from proofs_check.proof import proof, refutation, saboteur
from theory.dying_relu.experiments import (
    adam_kills,
    depth,
    early_deeper,
    late_deeper,
    more_at_start,
    more_deaths,
    residual_at_start,
    residual_deeper,
    residual_dies,
    sgd_kills,
    small_kills,
)

#: Plain networks: kind, depth and width.
DEEP, SHALLOW = ("plain", 6, 32), ("plain", 1, 32)
UPDATES = 150

#: Residual networks die late, so that more runs dissent, and averaging is shorter.
BLOCKS, BLOCK = ("residual", 3, 16), ("residual", 1, 16)
LATE, RUNS = 7000, 64

#: Plain networks in the long run: soon and late.
LAYERS, LAYER = ("plain", 3, 16), ("plain", 1, 16)
SOON_AND_LATE = (0, 2000, 12_000)
FALSE_ALARM = 1e-4

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


@proof(depth, "sgd_does_not")
def proof_by_training_without_adam():
    dead = trained.course(DEEP, Sgd(0.1), UPDATES).dead
    prevails(depth, sgd_kills, dead[:, 1, 1] - dead[:, 1, 0] >= RISE)


@proof(depth, "residual_dies", "residual_depth_delays")
def proof_by_training_residual_networks():
    deep, shallow = _residual()
    _prevails("residual_dies", residual_dies, shallow > 0)
    _prevails("residual_depth_delays", residual_deeper, deep >= shallow)


@proof(depth, "deep_dies_sooner", "depth_spares_late")
def proof_by_training_plain_networks_for_long():
    deep, shallow = _plain_for_long()
    _prevails("deep_dies_sooner", early_deeper, (deep > shallow)[:, 1])
    _prevails("depth_spares_late", late_deeper, (deep >= shallow)[:, 2])


@refutation(depth)
def proof_that_depth_does_not_hasten_death_in_residual_networks_nor_raise_it_for_long():
    """The largest chances that the runs allow are the witness."""
    late = (np.greater_equal(*_plain_for_long()))[:, 2]
    refutes(
        depth,
        {
            residual_deeper: largest(np.greater_equal(*_residual()), FALSE_ALARM),
            late_deeper: largest(late, FALSE_ALARM),
        },
    )


def _prevails(part, chance, events):
    prevails(depth, chance, events, part=part, false_alarm=FALSE_ALARM, against=trained.OFTEN)


def _plain_for_long():
    """Shares of units lost since the start at each moment, small targets only, deep and shallow."""
    courses = (
        trained.course(
            net,
            Adam(beta2=0.99),
            SOON_AND_LATE[-1],
            (trained.SMALL,),
            batch=trained.LONG_BATCH,
            record=SOON_AND_LATE,
            runs=trained.MANY,
        ).dead[:, 0]
        for net in (LAYERS, LAYER)
    )
    return tuple(dead - dead[:, :1] for dead in courses)


def _residual():
    """Shares of dead units at the end, small targets only, deep and shallow."""
    optimiser = Adam(beta2=0.99)
    courses = (trained.course(net, optimiser, LATE, (trained.SMALL,), runs=RUNS) for net in (BLOCKS, BLOCK))
    return tuple(course.dead[:, 0, 1] for course in courses)


saboteurs.against(depth)
saboteur(depth)(saboteurs.dead_means_inactive_on_one_row)


@saboteur(depth)
def descent_in_the_place_of_adam(patch):
    trained.afresh(patch)
    patch.setitem(globals(), "Adam", lambda **_: Sgd(0.1))
