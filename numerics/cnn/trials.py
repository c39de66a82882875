"""Training many small networks side by side, for statements about how often something happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.cnn.batches import alone
from numerics.cnn.history import rises
from numerics.cnn.layer import Layer
from numerics.cnn.sgd import SGD
from numerics.cnn.side_by_side import cross_entropies, side_by_side

Floats = npt.NDArray[Any]

CHUNK = 50
"""Test images classified at a time: what passes through many networks at once should stay in the cache."""


@dataclass(frozen=True)
class Trials:
    """What became of each run.

    Attributes
    ----------
    steps : tuple of int
        After how many updates accuracies were measured; 0 is the start.
    accuracy : ndarray, shape (runs, len(steps))
        Share of the test set that is classified correctly. A network that is not finite classifies nothing.
    loss : ndarray, shape (runs, updates)
        Of each mini-batch before its update; NaN or infinite from where a run diverged on.
    model : Layer
        The trained networks, side by side.
    """

    steps: tuple[int, ...]
    accuracy: Floats
    loss: Floats
    model: Layer

    @property
    def diverged(self) -> npt.NDArray[np.bool_]:
        """Whether a loss was not finite, or stayed above its start to the end (`rises`), shape (runs,)."""
        return np.asarray(~np.isfinite(self.loss).all(axis=1) | rises(self.loss))


def run_trials(
    models: Sequence[Layer],
    train: tuple[Floats, npt.NDArray[Any]],
    test: tuple[Floats, npt.NDArray[Any]],
    *,
    seeds: Sequence[int],
    batch: int,
    rate: float,
    record: Sequence[int],
    momentum: float = 0.9,
    decay: float = 5e-4,
    watch: Callable[[int, Layer], object] | None = None,
) -> Trials:
    """Train networks of one architecture by SGD, each on mini-batches of its own.

    Parameters
    ----------
    models : sequence of Layer
        Starts; copied.
    train, test : (images, labels)
        Images of shape (n, ...) and the dtype of the models, labels from 0 on.
    seeds : sequence of int
        One a run, for its mini-batches, which are drawn with replacement.
    batch : int
        Images of a mini-batch.
    rate, momentum, decay : float
        As in `numerics.cnn.SGD`.
    record : sequence of int
        Increasing numbers of updates at which to measure; the last one ends the training.
    watch : callable, optional
        Called with each number of updates in `record` and the networks side by side, to read from them
        what it wishes.

    Returns
    -------
    Trials

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    model = side_by_side(models)
    batch = arguments.count(batch, "batch", at_least=1)
    moments = tuple(arguments.count(step, "record") for step in record)
    rising = len(moments) > 0 and all(a < b for a, b in pairwise(moments))
    arguments.require(rising, "record", record, "one or more increasing numbers of updates")
    arguments.require(len(seeds) == len(models), "seeds", seeds, "one for each of the models")
    draws = [np.random.default_rng(arguments.count(seed, "seeds")) for seed in seeds]
    images, labels = _pair(train, "train")
    _pair(test, "test")
    look = arguments.optional_callable(watch, "watch")
    optimiser = SGD(model.parameters, rate, momentum, decay)
    accuracy, losses = [], []
    # A run that diverges goes on as NaN beside the others, which it does not touch.
    with np.errstate(all="ignore"), alone():
        for step in range(moments[-1] + 1):
            if step in moments:
                accuracy.append(_accuracy(model, len(models), *test))
                if look is not None:
                    look(step, model)
            if step == moments[-1]:
                break
            rows = np.stack([rng.integers(0, len(labels), batch) for rng in draws])
            loss, gradient = cross_entropies(model.forward(images[rows]), labels[rows])
            model.backward(gradient)
            optimiser.step()
            losses.append(loss)
    shape = (len(models), moments[-1])
    return Trials(moments, np.stack(accuracy, axis=1), np.asarray(losses).T.reshape(shape), model)


def _accuracy(model: Layer, runs: int, images: Floats, labels: npt.NDArray[Any]) -> Floats:
    right = np.zeros(runs)
    for start in range(0, len(labels), CHUNK):
        part = images[start : start + CHUNK]
        logits = model.forward(np.broadcast_to(part, (runs, *part.shape)), training=False)
        hit = logits.argmax(axis=-1) == labels[start : start + CHUNK]
        right += (hit & np.isfinite(logits).all(axis=-1)).sum(axis=-1)
    return right / len(labels)


def _pair(data: tuple[Floats, npt.NDArray[Any]], name: str) -> tuple[Floats, npt.NDArray[Any]]:
    images, labels = data
    fits = len(images) == len(labels) > 0 and np.issubdtype(np.asarray(labels).dtype, np.integer)
    arguments.require(fits, name, (np.shape(images), np.shape(labels)), "images and as many integer labels")
    return images, labels
