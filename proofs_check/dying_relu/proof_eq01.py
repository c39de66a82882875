"""Affine normalisation of the targets (Eq. 1)."""

import numpy as np

from proofs_check.engines import agrees, identity
from proofs_check.proof import proof
from theory.dying_relu.targets import target_scaling


@proof(target_scaling)
def proof_for_any_law():
    identity(target_scaling)


@proof(target_scaling)
def proof_on_skewed_samples():
    rng = np.random.default_rng(2005)
    for gamma, shift in ((1.0, 0.0), (0.1, -2.0), (1e-4, 3.0)):
        y = rng.gamma(0.7, 3.0, size=1000)
        scaled = gamma * (y - y.mean()) / y.std() + shift
        measured = [scaled.mean(), scaled.var() / gamma**2]
        agrees([shift, 1.0], measured, rtol=1e-10, atol=1e-12, because="rounding in sums of 1000 terms")
