"""Training can lead into a collapse."""

import numpy as np
import pytest

from numerics import gunn
from numerics.gunn import learning
from proofs_check.engines import agrees, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.gunn.beyond import factorisation, jacobian_determinant, limit
from theory.gunn.setting import everything

TARGET = np.array([[2.0, 1, 0], [1, 2, 1], [1, 2, 1]])


@pytest.mark.parametrize("seed", [0, 1, 2])
@proof(limit)
def proof_by_training(seed):
    start = 0.1 * np.random.default_rng(seed).standard_normal((3, 3))
    weights, maps = gunn.fit_map(start, TARGET, epsilon=0.02, steps=6000)
    gap = float(np.linalg.norm(maps[-1, 2] - maps[-1, 1]))
    agrees(0.0, gap, atol=1e-9, because="the claim says that the rows come that close")
    agrees([0.0, 1.0, -1.0], weights[2], atol=1e-8, because="convergence like the gap of the rows")
    agrees([1.0], [float(np.linalg.norm(maps[0, 2] - maps[0, 1]) > 0.1)], atol=1e-12, because="a truth value")


@pytest.mark.parametrize("n", [3])
@proof(limit)
def proof_that_the_minimum_is_not_degenerate(n):
    relies_on(factorisation)
    identity(jacobian_determinant(n), over=everything(jacobian_determinant(n)))


@saboteur(limit)
def uphill(patch):
    right = learning._totals
    patch.setattr(learning, "_totals", lambda w, *rest: -0.1 * right(w, *rest))


@saboteur(limit)
def direct_gradient_in_place_of_the_total_reversed(patch):
    patch.setattr(learning, "_totals", lambda w, slopes, g, update: g[..., ::-1])  # noqa: ARG005
