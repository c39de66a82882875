"""Up to the affine onset momentum leaves the outcomes nearly as they are (Fig. 5)."""

import numpy as np
import pytest

from numerics.dying_relu import momentum
from proofs_check.dying_relu import maps
from proofs_check.engines import agrees, bounded
from proofs_check.proof import proof, saboteur
from theory.dying_relu.momentum_regions import CONVERGED, onset
from theory.dying_relu.regions import SHARE_TOLERANCE

BETAS = [beta for gamma, beta in CONVERGED if gamma < 1]


@pytest.mark.parametrize("beta", BETAS, ids=lambda beta: f"{float(beta):g}")
@proof(onset)
def proof_of_the_shares(beta):
    (gamma,) = {gamma for gamma, _ in CONVERGED if gamma < 1}
    measured = maps.converged(gamma=float(gamma), beta=float(beta))
    agrees(
        float(CONVERGED[gamma, beta]), measured, atol=float(SHARE_TOLERANCE), because=maps.BECAUSE, share=True
    )


@proof(onset)
def proof_that_few_starts_change_below_and_many_above():
    plain, below, above = (maps.labels(gamma=0.01, beta=beta) for beta in (0.0, 0.66, 0.9))
    changed = [float(np.mean(plain != other)) for other in (below, above)]
    bounded(changed[0], "<=", 0.03, because="the claim's bound on the share that changes")
    bounded(changed[1], ">", 0.2, because="the claim asks for more than a fifth")
    agrees(0.669, float(momentum.onset(0.1)), atol=5e-4, because="the claim gives the onset to three digits")


@proof(onset)
def proof_that_the_runs_are_descent_with_momentum():
    maps.runs_are_descent(gamma=0.01, beta=0.9)


for wrong in maps.WRONG_DESCENTS:
    saboteur(onset)(wrong)
