"""Recorded runs: what they say of themselves, and that their beginnings come out again."""

import os
from pathlib import Path

import numpy as np
import pytest

from numerics.cnn.history import TrainingProgress
from numerics.cnn.training import train
from numerics.nonlinearity_generator.experiments import network, records
from numerics.nonlinearity_generator.experiments.image_sets import FOLDER, images
from proofs_check.engines.kernel import blas_kernel

RECORD = records.stored()


def test_every_run_is_a_beginning_of_a_run_of_the_paper():
    assert RECORD.provenance["command"].startswith("relucidate sweep nonlinearity-generator --profile paper")
    assert {"kernel", "numpy", "python", "data"} <= set(RECORD.provenance)
    for run in RECORD.runs:
        assert 0 < run.updates <= run.setting.steps
        assert len(run.losses) == len(run.accuracies) == run.updates // records.BLOCK
        assert np.isfinite(run.losses).all()
        assert ((run.accuracies >= 0) & (run.accuracies <= 1)).all()


class Enough(Exception):
    """Ends a run from outside."""


@pytest.mark.skipif(not os.environ.get(FOLDER), reason=f"{FOLDER} names no folder of data sets")
@pytest.mark.parametrize("run", RECORD.runs, ids=lambda run: f"{run.setting.panel}, {run.setting.curve}")
def test_the_first_updates_come_out_again(run):
    """To the byte on the same kernel; elsewhere to rounding, which a few updates magnify little."""
    own, rng = images(run.setting.data), np.random.Generator(np.random.PCG64(run.seed))
    seed = int(rng.integers(2**63))
    losses = []

    def watch(state: TrainingProgress) -> None:
        losses.append(state.loss)
        if len(losses) == len(run.first):
            raise Enough

    with pytest.raises(Enough):
        train(
            network(run.setting, own, rng), own.train_images, own.train_labels, steps=run.setting.steps,
            batch=run.setting.batch, rate=run.setting.rate, seed=seed, decay=run.setting.decay, record=[],
            augmentation=run.setting.augmentation(), progress=watch,
        )  # fmt: skip
    if RECORD.provenance["kernel"] == blas_kernel():
        assert losses == list(run.first)
    else:
        assert losses == pytest.approx(run.first, rel=1e-3)


def test_the_table_of_results_names_every_file():
    root = Path(__file__).parents[2] / "results"
    listed = (root / "README.md").read_text(encoding="utf-8")
    assert all(str(path.relative_to(root)) in listed for path in root.rglob("*.json"))
