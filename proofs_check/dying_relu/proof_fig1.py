"""Small targets, one hidden layer: larger relative error, more dead units (Figure 1)."""

from numerics.descent.optimisers import Adam
from proofs_check.dying_relu import saboteurs, trained
from proofs_check.engines import prevails
from proofs_check.proof import proof
from theory.dying_relu.experiments import die_anyway, error_rises, more_die, one_layer

NET = ("plain", 1, 16)
UPDATES = 25_000

#: Allows 4 dissenting runs of 32.
FALSE_ALARM = 1e-4


@proof(one_layer, "error_grows", "death_grows")
def proof_by_training_twins():
    course = trained.course(NET, Adam(), UPDATES, batch=trained.LONG_BATCH)
    of_large, of_small = course.error[:, 0, -1], course.error[:, 1, -1]
    prevails(one_layer, error_rises, of_small > of_large, part="error_grows", false_alarm=FALSE_ALARM)
    of_large, of_small = course.dead[:, 0, -1], course.dead[:, 1, -1]
    prevails(one_layer, more_die, of_small > of_large, part="death_grows", false_alarm=FALSE_ALARM)


@proof(one_layer, "no_momentum_needed")
def proof_by_training_without_momentum():
    course = trained.course(NET, Adam(beta1=0), UPDATES, (trained.SMALL,), batch=trained.LONG_BATCH)
    dead, living = course.dead[:, 0, -1], 1 - course.dead[:, 0, -1]
    prevails(one_layer, die_anyway, dead >= living, part="no_momentum_needed", false_alarm=FALSE_ALARM)


saboteurs.against(one_layer)
