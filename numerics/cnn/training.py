"""Train a network on images; minibatches come from a seed, and a stopped run goes on to the same bytes.

Source: Jiang et al. 2017, arXiv 1708.01666, Section 3: batches of 128, momentum 0.9, decay 5e-4, the rate
divided by 10 three times.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.cnn.evaluation import accuracy, like, on_host, pair, right
from numerics.cnn.history import History, TrainingProgress
from numerics.cnn.layer import Layer, checked
from numerics.cnn.loss import softmax_cross_entropy
from numerics.cnn.measurement import clipped_shares, mean_levels, variance_parts
from numerics.cnn.rates import Augmentation, Plateau, Schedule
from numerics.cnn.sgd import SGD
from numerics.data.augmentation import augment
from numerics.sweeps.chunk_store import Arrays, ChunkStore, content_key

__all__ = ["Augmentation", "History", "Plateau", "Schedule", "TrainingProgress", "accuracy", "train"]

VERSION = "3"
"""Of the numbers: to be changed with them, as checkpoints are found by it."""

SAMPLE = 1000
"""Training images on which the accuracy in evaluation mode is measured."""

Array = npt.NDArray[Any]


def train(
    model: Layer,
    images: Array,
    labels: Array,
    *,
    steps: int,
    batch: int,
    rate: float | Schedule | Plateau,
    seed: int,
    momentum: float = 0.9,
    decay: float = 5e-4,
    test: tuple[Array, Array] | None = None,
    record: Sequence[int] | None = None,
    augmentation: Augmentation | None = None,
    folder: str | os.PathLike[str] | None = None,
    save_every: int = 100,
    progress: Callable[[TrainingProgress], object] | None = None,
) -> History:
    """Train a network in place by stochastic gradient descent on the softmax cross-entropy.

    Each epoch goes through the images once in a new order; a rest smaller than a batch is left out. Orders
    and augmentations are drawn from `seed` and the step alone.

    Parameters
    ----------
    model : Layer
        With images as inputs and one output a class; its arrays may be those of any array library.
    images : ndarray, shape (n, height, width, channels)
        Of the dtype of the model.
    labels : ndarray of int, shape (n,)
    steps, batch : int
        Updates to make, and images for each, at most n.
    rate : float, Schedule or Plateau
        Learning rate; the last needs `test`, and may end the run before `steps`.
    seed : int
        Not negative.
    momentum, decay : float
        As in `numerics.cnn.SGD`.
    test : (ndarray, ndarray), optional
        Images and labels to test on.
    record : sequence of int, optional
        After how many updates to measure accuracies and the rest; by default at the start, the end and nine
        equally spaced moments in between.
    augmentation : Augmentation, optional
        None by default.
    folder : path, optional
        Where the run's state is kept every `save_every` updates and at the end, whole or not at all. A run
        with the same arguments and the same start of the model goes on from there, to the same bytes.
    save_every : int
        At least 1.
    progress : callable, optional
        Told a `TrainingProgress` after every update. What it raises ends the run.

    Returns
    -------
    History
        A loss that is not finite ends the run with the outcome "diverged"; it raises nothing and warns of
        nothing.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    run = _Run(
        checked(model, "model"),
        *pair(images, labels),
        steps=arguments.count(steps, "steps"),
        batch=arguments.count(batch, "batch", at_least=1),
        rate=rate if isinstance(rate, Schedule | Plateau) else Schedule(rate),
        seed=arguments.seed(seed),
        test=None if test is None else pair(*test, "test "),
        augmentation=augmentation,
    )
    arguments.require(run.batch <= len(images), "batch", batch, f"at most {len(images)}, one epoch")
    moments = range(11) if record is None else record
    run.record = sorted(
        {run.steps * moment // 10 for moment in moments}
        if record is None
        else {arguments.count(moment, "record") for moment in moments}
    )
    arguments.require(not run.record or run.record[-1] <= run.steps, "record", record, f"at most {steps}")
    tells = test is not None or not isinstance(rate, Plateau)
    arguments.require(tells, "test", test, "images and labels, where the rate waits for a plateau")
    save_every = arguments.count(save_every, "save_every", at_least=1)
    arguments.optional_callable(progress, "progress")
    run.optimiser = SGD(model.parameters, run.rate.start, momentum, decay)
    if folder is not None:
        run.keep_in(folder)
    with np.errstate(all="ignore"):
        return run.go(save_every, progress)


@dataclass
class _Run:
    model: Layer
    images: Array
    labels: Array
    steps: int
    batch: int
    rate: Schedule | Plateau
    seed: int
    test: tuple[Array, Array] | None
    augmentation: Augmentation | None
    store: ChunkStore | None = None
    key: str = ""

    def __post_init__(self) -> None:
        self.history = History()
        self.record: list[int] = []
        self.optimiser: SGD
        self.sample = self.order(0)[:SAMPLE]

    def keep_in(self, folder: str | os.PathLike[str]) -> None:
        """Look for what an earlier run has left."""
        self.store = ChunkStore(folder)
        self.key = content_key(
            what="training", version=VERSION, start=[self.model_arrays()], data=[self.images, self.labels],
            test=None if self.test is None else list(self.test), steps=self.steps, batch=self.batch,
            rate=list(self.rate_settings()), seed=self.seed,
            optimiser=[self.optimiser.momentum, self.optimiser.decay], record=self.record,
            augmentation=None if self.augmentation is None else list(astuple(self.augmentation)),
            decays=[parameter.decays for parameter in self.model.parameters],
            kind=[[type(layer).__name__, layer.settings, len(layer.inner)] for layer in self.model.walk()],
        )  # fmt: skip
        kept = self.store.load(self.key)
        if kept is not None:
            self.restore(kept)

    def go(self, save_every: int, progress: Callable[[TrainingProgress], object] | None) -> History:
        history, begun = self.history, time.perf_counter()
        resumed = len(history.losses)
        saved = resumed
        for step in range(resumed, self.steps + 1):
            if history.diverged_at is not None or self.ends():
                break
            measured = self.evaluate() if self.to_measure(step) else None
            if step == self.steps and measured is None:
                break
            maybe_last = step == self.steps or (measured is not None and isinstance(self.rate, Plateau))
            before = self.state_copy() if maybe_last else {}
            loss, share = self.descend(step)
            if not np.isfinite(loss):
                history.diverged_at = step
                break
            if measured is not None:
                history.add_record(step, **measured, **self.inside())
            if step == self.steps or self.ends():  # the last pass was for measurement alone
                self.put_state(before)
                break
            history.add_step(loss, share)
            self.optimiser.step(self.rate_at(step))
            if (step + 1) % save_every == 0 and step + 1 < self.steps:
                self.save()
                saved = step + 1
            if progress is not None:
                seconds = time.perf_counter() - begun
                progress(TrainingProgress(step + 1, self.steps, loss, seconds, resumed))
        if saved < self.steps or not self.steps:
            self.save()
        return history

    def rate_settings(self) -> tuple[Any, ...]:
        name, *values = type(self.rate).__name__, *astuple(self.rate)
        return (name, *[list(v) if isinstance(v, tuple) else v for v in values])

    def rate_at(self, step: int) -> float:
        if isinstance(self.rate, Plateau):
            return self.rate.after(self.history.test_accuracies)
        return self.rate.at(step)

    def ends(self) -> bool:
        return isinstance(self.rate, Plateau) and self.rate.ends(self.history.test_accuracies)

    def to_measure(self, step: int) -> bool:
        return step in self.record and step not in self.history.steps

    def order(self, epoch: int) -> Array:
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=(0, epoch))))
        return rng.permutation(len(self.images))

    def minibatch(self, step: int) -> tuple[Array, Array]:
        epoch, turn = divmod(step, len(self.images) // self.batch)
        chosen = self.order(epoch)[turn * self.batch : (turn + 1) * self.batch]
        images = self.images[chosen]
        if self.augmentation is not None:
            source = np.random.SeedSequence(self.seed, spawn_key=(1, step))
            margin, flip = astuple(self.augmentation)
            images = augment(images, np.random.Generator(np.random.PCG64(source)), margin=margin, flip=flip)
        return images, self.labels[chosen]

    def descend(self, step: int) -> tuple[float, float]:
        """Go forward and backward; return the loss and the share classified rightly."""
        images, labels = self.minibatch(step)
        logits = self.model.forward(like(self.model, images), training=True)
        loss, gradient = softmax_cross_entropy(logits, like(self.model, labels))
        if np.isfinite(loss):
            self.model.backward_to_parameters(gradient)
        return loss, right(on_host(logits), labels) / len(labels)

    def evaluate(self) -> dict[str, Any]:
        images, labels = self.images[self.sample], self.labels[self.sample]
        tested = accuracy(self.model, *self.test, batch=self.batch) if self.test else float("nan")
        return {
            "train_accuracies": accuracy(self.model, images, labels, batch=self.batch),
            "test_accuracies": tested,
        }

    def inside(self) -> dict[str, Any]:
        return {
            "clipped": clipped_shares(self.model),
            "levels": mean_levels(self.model),
            "variances": variance_parts(self.model),
        }

    def state_copy(self) -> Arrays:
        return {name: np.array(on_host(value)) for name, value in self.model.state.items()}

    def put_state(self, kept: Arrays) -> None:
        for name, value in self.model.state.items():
            value[...] = like(self.model, kept[name])

    def model_arrays(self) -> Arrays:
        values = {f"p{i}": on_host(p.value) for i, p in enumerate(self.model.parameters)}
        return values | {f"s{i}": value for i, value in enumerate(self.state_copy().values())}

    def save(self) -> None:
        if self.store is None:
            return
        velocities = {f"v{i}": on_host(v) for i, v in enumerate(self.optimiser.velocities)}
        self.store.save(self.key, {**self.model_arrays(), **velocities, **self.history.arrays()})

    def restore(self, kept: Arrays) -> None:
        self.history = History.from_arrays(kept)
        pairs = enumerate(zip(self.model.parameters, self.optimiser.velocities, strict=True))
        for i, (parameter, velocity) in pairs:
            parameter.value[...] = like(self.model, kept[f"p{i}"])
            velocity[...] = like(self.model, kept[f"v{i}"])
        self.put_state({name: kept[f"s{i}"] for i, name in enumerate(self.model.state)})
