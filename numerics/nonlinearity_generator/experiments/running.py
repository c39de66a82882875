"""Run settings: one at a time, or as a sweep that can be stopped and resumed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.cnn.history import History, TrainingProgress
from numerics.cnn.training import train
from numerics.data import Dataset
from numerics.nonlinearity_generator.experiments.image_sets import CHECKPOINTS, images
from numerics.nonlinearity_generator.experiments.results import Result, gather
from numerics.nonlinearity_generator.experiments.setting import Setting, network
from numerics.sweeps.running import Progress, paired

__all__ = ["experiments", "run", "tasks", "work"]

VERSION = "2"
"""Of the numbers: to be changed with them, as stored chunks are found by it."""

SAVE_EVERY = 200
"""Updates after which a run keeps its state."""

_listener: ContextVar[Callable[[TrainingProgress], object] | None] = ContextVar("listener", default=None)

Task = dict[str, Any]


def run(setting: Setting, rng: np.random.Generator, dataset: Dataset | None = None) -> History:
    """Train the network of a setting.

    Parameters
    ----------
    setting : Setting
    rng : numpy.random.Generator
        Draws a seed for minibatches, then the weights. Given generators in the same state, settings that
        differ in their activation alone meet the same minibatches.
    dataset : Dataset, optional
        By default the setting's own, by `numerics.nonlinearity_generator.experiments.image_sets`.

    Returns
    -------
    History

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, or the images cannot be had.
    """
    arguments.generator(rng, "rng")
    seed = int(rng.integers(2**63))
    own = images(setting.data) if dataset is None else dataset
    tested = setting.tested or len(own.test_labels)
    checkpoints = os.environ.get(CHECKPOINTS)
    return train(
        network(setting, own, rng),
        own.train_images,
        own.train_labels,
        steps=setting.steps,
        batch=setting.batch,
        rate=setting.schedule(),
        seed=seed,
        decay=setting.decay,
        test=(own.test_images[:tested], own.test_labels[:tested]),
        record=setting.record,
        augmentation=setting.augmentation(),
        folder=checkpoints if checkpoints and setting.steps > SAVE_EVERY else None,
        save_every=SAVE_EVERY,
        progress=_listener.get(),
    )


def tasks(chosen: Sequence[Setting], seeds: int, convolutional: int | None = None) -> list[Task]:
    """List the chunks of a sweep: every setting with its first seed, then with the next.

    Parameters
    ----------
    chosen : sequence of Setting
    seeds : int
        Runs of each setting, at least 1.
    convolutional : int, optional
        Runs of each setting with a convolutional network, if there are to be fewer.

    Returns
    -------
    list of dict
        Plain data, for `work`.
    """
    seeds = arguments.count(seeds, "seeds", at_least=1)
    fewer = seeds if convolutional is None else arguments.count(convolutional, "convolutional", at_least=1)
    most = {True: seeds, False: fewer}
    return [
        {"setting": setting.plain_data(), "start": setting.start, "seed": seed}
        for seed in range(max(most.values()))
        for setting in chosen
        if seed < most[setting.family == "dense"]
    ]


def work(task: Task, _rng: np.random.Generator) -> dict[str, Any]:
    """Run one chunk; from its own seed, not the sweep's, so that activations are paired.

    Parameters
    ----------
    task : dict
        An item of `tasks`.
    _rng : numpy.random.Generator
        Not used.

    Returns
    -------
    dict of arrays
        As `History.arrays` gives them.
    """
    rng = np.random.Generator(np.random.PCG64(task["seed"]))
    return run(Setting.of(task["setting"]), rng).arrays()


@contextmanager
def _heard_by(listener: Callable[[TrainingProgress], object] | None) -> Iterator[None]:
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def experiments(
    chosen: Sequence[Setting],
    *,
    seeds: int,
    convolutional: int | None = None,
    folder: str | Path | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> list[Result]:
    """Run settings with several seeds each, or take from a folder what has been run.

    Parameters
    ----------
    chosen : sequence of Setting
        At least one.
    seeds, convolutional : int
        As in `tasks`.
    folder, workers, executor, progress
        As in `numerics.sweeps.running.sweep`. With one worker, `progress` is told of each training run as
        well, under the name "training", with the latest loss as its note.

    Returns
    -------
    list of Result
        One a setting, in the order given.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    numerics.sweeps.running.ChunkError
        If a run raises, for example because its images cannot be had.
    """
    todo = tasks(chosen, seeds, convolutional)

    def tell(state: TrainingProgress) -> None:
        if progress is not None:
            progress(
                Progress(
                    "training", state.steps, state.resumed, state.step - state.resumed, 0, state.seconds,
                    note=f"loss {state.loss:.3g}",
                )
            )  # fmt: skip

    results = paired(
        work,
        todo,
        name="nonlinearity generator",
        seed=0,
        version=VERSION,
        folder=folder,
        workers=workers,
        executor=executor,
        progress=progress,
    )
    with _heard_by(tell if progress is not None else None):
        return gather(
            (Setting.of(task["setting"]), task["seed"], History.from_arrays(found)) for task, found in results
        )
