"""Small targets, one hidden layer: larger relative error, more dead units (Figure 1)."""

from numerics.optimisers import Adam
from proofs_check.dying_relu import saboteurs, trained
from proofs_check.engines import prevails
from proofs_check.proof import proof
from theory.dying_relu.experiments import error_rises, more_die, one_layer

#: Allows 4 dissenting runs of 32.
FALSE_ALARM = 1e-4


@proof(one_layer)
def proof_by_training_twins():
    course = trained.course(("plain", 1, 16), Adam(beta2=0.99), 8000)
    of_large, of_small = course.error[:, 0, -1], course.error[:, 1, -1]
    prevails(one_layer, error_rises, of_small > of_large, part="error_grows", false_alarm=FALSE_ALARM)
    of_large, of_small = course.dead[:, 0, -1], course.dead[:, 1, -1]
    prevails(one_layer, more_die, of_small > of_large, part="death_grows", false_alarm=FALSE_ALARM)


saboteurs.against(one_layer)
