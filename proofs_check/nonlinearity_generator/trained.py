"""The training runs on which the proofs of the experiments rest: small, many, and paired by seed."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from numerics.cnn import models
from numerics.cnn.trials import Trials, run_trials
from numerics.nonlinearity_generator.experiments.setting import START

FIRST_SEED = 4708
"""Other seeds than those of figures and sweeps, and than those with which the settings were chosen."""

#: Allows 3 dissenting runs of 24, 9 of 40 and 12 of 48.
FALSE_ALARM = 1e-3

#: Runs of what some runs contradict. Which ones do changes with the BLAS kernel, since training magnifies
#: rounding, so that another kernel amounts to another draw: the runs must be enough for any draw.
MANY = 48

#: A chance at which that many must decide with the declared power; what is stated happens about as often
#: or more.
OFTEN = 0.9


@cache
def trials(
    kind: str,
    activation: str,
    depth: int,
    rate: float,
    record: tuple[int, ...],
    *,
    widths: tuple[int, ...] = (64,),
    batch: int = 64,
    initialisation: str | None = None,
    batch_norm: bool = False,
    scale: float = 1.0,
    shared: bool = True,
    level: float | None = None,
    runs: int = 24,
) -> Trials:
    """Train networks on scikit-learn's digits, each from a seed of its own.

    `shared` says whether the thresholds of a convolutional network are shared by channels, and `level` where
    thresholds or slopes start, if not as usual.

    Dense networks see pixels from 0 to 1 less their mean image, convolutional ones pixels from -1 to 1.
    """
    pytest.importorskip("sklearn", reason="the digits come with scikit-learn")
    from numerics.data import digits  # noqa: PLC0415 - needs scikit-learn only here

    options: dict[str, Any] = {
        "initialisation": initialisation or START[activation],
        "batch_norm": batch_norm,
        "scale": scale,
    }
    data = digits(raw=True)
    train, test = (images.astype(np.float32) / 255 for images in (data.train_images, data.test_images))
    seeds = range(FIRST_SEED, FIRST_SEED + runs)
    starts = [np.random.default_rng((seed, 0)) for seed in seeds]
    if kind == "dense":
        centre = train.mean(axis=0)
        train, test = ((images - centre).reshape(len(images), -1) for images in (train, test))
        (width,) = widths
        nets = [
            models.dense_stack(depth, width, activation, rng=rng, inputs=64, classes=10, **options)
            for rng in starts
        ]
    else:
        train, test = 2 * train - 1, 2 * test - 1
        build = {"plain": models.plain, "resnet": models.resnet}[kind]
        nets = [
            build(
                depth, activation, rng=rng, image=data.image, widths=widths, bias=not batch_norm,
                shared=shared, **options,
            )
            for rng in starts
        ]  # fmt: skip
    if level is not None:
        for parameter in (p for net in nets for p in net.parameters):
            if parameter.name in ("thresholds", "slopes"):
                parameter.value[...] = level
    labels = data.train_labels, data.test_labels
    return run_trials(
        nets, (train, labels[0]), (test, labels[1]), seeds=seeds, batch=batch, rate=rate, record=record
    )


def afresh(patch: pytest.MonkeyPatch) -> None:
    """Train again under a saboteur, whatever runs are remembered."""
    patch.setitem(globals(), "trials", cache(trials.__wrapped__))


def accuracy(*args: Any, **named: Any) -> Any:
    """Test accuracies of `trials` at the recorded moments, shape (runs, moments)."""
    return trials(*args, **named).accuracy
