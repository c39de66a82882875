"""Large batches mimic gradient descent."""

import numpy as np
import pytest

from numerics.shortcut import stochastic
from proofs_check.engines import has_order, prevails
from proofs_check.proof import proof, saboteur
from theory.shortcut.discussion import batches, single, sixteen

RUNS = 600
STAR = np.array([1.0, 0.5, -0.5, 1.0])
ETA = np.pi / (4 + np.pi - 1)
#: Steps of stage I, and step sizes with eta_w N a tenth of eta_a.
SCHEDULE = [(int(np.ceil(6.008 / ETA)), ETA, 0.1 * ETA / float(STAR @ STAR))]


def _runs(batch, seed, runs=RUNS):
    v_star = np.cos(np.pi / 3) / 2 + np.sin(np.pi / 3) * np.array([1, -1, 1, -1]) / 2
    worst = -abs(STAR.sum()) / 2 * STAR / np.linalg.norm(STAR)
    start = np.zeros((runs, 4)), np.tile(worst, (runs, 1))
    rng = np.random.default_rng(seed)
    return stochastic.stochastic_descent(rng, *start, v_star, STAR, SCHEDULE, batch=batch)


@pytest.mark.parametrize(("part", "chance", "size"), [("sixteen", sixteen, 16), ("single", single, 1)])
@proof(batches, "sixteen", "single")
def proof_by_runs_through_stage_one(part, chance, size):
    angle, share = _runs(size, 77)
    kept = (angle.max(axis=0) <= 5 * np.pi / 12) & (share[-1] >= 1 / 20)
    events, against = (kept, 0.99) if part == "sixteen" else (~kept, 0.65)
    prevails(batches, chance, events, part=part, against=against)


@proof(batches)
def proof_that_deviations_fall_like_one_over_the_root():
    exact = _runs(4096, 1, runs=40)[1][-1].mean()
    sizes = np.array([16, 64, 256, 1024])
    found = [float(np.sqrt(np.mean((_runs(int(size), 3, runs=60)[1][-1] - exact) ** 2))) for size in sizes]
    has_order(sizes, found, order=-0.5, tol=0.12, because="60 runs a batch size, and higher orders in 1/B")


@saboteur(batches)
def one_example_shared_by_the_whole_batch(patch):
    right = stochastic.example_gradients
    patch.setattr(stochastic, "example_gradients", lambda at, z: right(at, z[:, :1]))
