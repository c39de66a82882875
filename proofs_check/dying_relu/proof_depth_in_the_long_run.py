"""In the long run depth spares units, and in residual networks it delays death."""

from numerics.descent.optimisers import Adam, Sgd
from proofs_check.dying_relu import saboteurs, trained
from proofs_check.engines import prevails
from proofs_check.proof import proof, saboteur
from theory.dying_relu.experiments import early_deeper, late_deeper, long_run, residual_deeper, residual_dies

#: Residual networks die late, so that more runs dissent, and averaging is shorter.
BLOCKS, BLOCK = ("residual", 3, 16), ("residual", 1, 16)
LATE, RUNS = 7000, 64

#: Plain networks in the long run: soon and late.
LAYERS, LAYER = ("plain", 3, 16), ("plain", 1, 16)
SOON_AND_LATE = (0, 2000, 12_000)
FALSE_ALARM = 1e-4


@proof(long_run, "residual_dies", "residual_depth_delays")
def proof_by_training_residual_networks():
    deep, shallow = _residual()
    _prevails("residual_dies", residual_dies, shallow > 0)
    _prevails("residual_depth_delays", residual_deeper, deep >= shallow)


@proof(long_run, "deep_dies_sooner", "depth_spares_late")
def proof_by_training_plain_networks():
    deep, shallow = _plain()
    _prevails("deep_dies_sooner", early_deeper, (deep > shallow)[:, 1])
    _prevails("depth_spares_late", late_deeper, (deep >= shallow)[:, 2])


def _prevails(part, chance, events):
    prevails(long_run, chance, events, part=part, false_alarm=FALSE_ALARM, against=trained.OFTEN)


def _plain():
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


saboteurs.against(long_run)


@saboteur(long_run)
def descent_in_the_place_of_adam(patch):
    trained.afresh(patch)
    patch.setitem(globals(), "Adam", lambda **_: Sgd(0.1))
