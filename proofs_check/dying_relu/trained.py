"""The training runs on which the proofs of the experiments rest: small, and paired by seed."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from numerics.data import tables
from numerics.descent.optimisers import Optimiser
from numerics.dying_relu import regression
from numerics.dying_relu.regression.network import Architecture

FIRST_SEED = 2000
"""Other seeds than those of figures and sweeps, and than those with which the settings were chosen; a trend
may fail in a few of these runs, not in many."""

RUNS, MANY = 32, 48
"""Runs of what next to none contradicts, and of what some do. Which ones do changes with the BLAS kernel,
since training magnifies rounding, so that another kernel amounts to another draw: MANY are enough for any."""

OFTEN = 0.9
"""A chance at which MANY must decide with the declared power; what is stated happens about as often or
more."""

SMALL = 1e-4
"""The small target scale; that of its twin is 1."""

BATCH = 16
LONG_BATCH = 8
"""Rows of a mini-batch; fewer in long runs, which then take less time."""


@cache
def course(
    net: tuple[str, int, int],
    optimiser: Optimiser,
    steps: int,
    gammas: tuple[float, ...] = (1.0, SMALL),
    *,
    batch: int = BATCH,
    record: tuple[int, ...] | None = None,
    runs: int = RUNS,
    second: bool = False,
) -> regression.Course:
    """Train networks of a kind, depth and width on a real table, or the made-up one without scikit-learn.

    The second table is another one of scikit-learn's, or another draw of the made-up one.
    """
    kind, depth, width = net
    data = _second() if second else tables.load(tables.preferred())
    return regression.train(
        data.inputs.astype(np.float32),
        data.targets.astype(np.float32),
        Architecture(data.inputs.shape[1], width, depth, kind),
        gammas=gammas,
        seeds=range(FIRST_SEED, FIRST_SEED + runs),
        optimiser=optimiser,
        steps=steps,
        batch=batch,
        record=record,
    )


def _second() -> tables.Table:
    if tables.preferred() == "synthetic":
        return tables.synthetic(seed=1)
    return tables.load("breast_cancer")


def afresh(patch: pytest.MonkeyPatch) -> None:
    """Train again under a saboteur, whatever runs are remembered."""
    patch.setitem(globals(), "course", course.__wrapped__)
