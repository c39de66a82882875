"""What a training run leaves behind, and how far one has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["DIVERGED", "FINISHED", "History", "TrainingProgress", "rises"]

FINISHED, DIVERGED = "finished", "diverged"

Array = npt.NDArray[Any]

REST = 4
"""A run has diverged if its loss is above its start throughout the last of so many equal parts."""


def rises(losses: Array) -> npt.NDArray[np.bool_]:
    """Whether losses stay above where they began, or not finite, throughout the last quarter of a run.

    What stalls at the level of guessing falls below its start now and then, as minibatches differ, and does
    not count.

    Parameters
    ----------
    losses : ndarray, shape (..., updates)
        Of each minibatch, before its update.

    Returns
    -------
    ndarray of bool, shape (...)
        False where there are fewer than four updates.

    Examples
    --------
    >>> rises(np.array([[2.3, 1.0, 2.4, 1e19], [2.3, 9.0, 9.0, 2.2]])).tolist()
    [True, False]
    """
    count = losses.shape[-1] // REST
    if not count:
        return np.zeros(losses.shape[:-1], dtype=bool)
    last = losses[..., -count:]
    return np.asarray((~(last <= losses[..., :1])).all(axis=-1))


@dataclass
class History:
    """A training run, step by step.

    Attributes
    ----------
    diverged_at : int or None
        After how many updates a loss was not finite, which ended the run; None if none was.
    losses : ndarray, shape (updates,)
        Of each minibatch, before its update.
    batch_accuracies : ndarray, shape (updates,)
        Share of each minibatch that was classified rightly, in training mode.
    steps : ndarray of int, shape (records,)
        After how many updates what follows was measured.
    train_accuracies, test_accuracies : ndarray, shape (records,)
        In evaluation mode; NaN where there is nothing to test on.
    clipped : ndarray, shape (records, activations)
        Clipped shares on the next minibatch, see `numerics.cnn.measurement`.
    levels : ndarray, shape (records, activations)
        Mean thresholds of generators, mean slopes of PReLU.
    variances : ndarray, shape (records, layers with weights, 3)
        Parts of the variance of the gradient of the next minibatch.
    """

    diverged_at: int | None = None
    losses: Array = field(default_factory=lambda: np.zeros((0,)))
    batch_accuracies: Array = field(default_factory=lambda: np.zeros((0,)))
    steps: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    train_accuracies: Array = field(default_factory=lambda: np.zeros((0,)))
    test_accuracies: Array = field(default_factory=lambda: np.zeros((0,)))
    clipped: Array = field(
        default_factory=lambda: np.zeros(
            (
                0,
                0,
            )
        )
    )
    levels: Array = field(
        default_factory=lambda: np.zeros(
            (
                0,
                0,
            )
        )
    )
    variances: Array = field(
        default_factory=lambda: np.zeros(
            (
                0,
                0,
                3,
            )
        )
    )

    @property
    def outcome(self) -> str:
        """Say "finished", or "diverged" where a loss was not finite or rose to the end (`rises`)."""
        return DIVERGED if self.diverged_at is not None or bool(rises(self.losses)) else FINISHED

    @property
    def shares(self) -> Array:
        """Parts of the variances as shares of their sum, of the shape of `variances`."""
        total = self.variances.sum(axis=-1, keepdims=True)
        nothing = np.full(self.variances.shape, np.nan)
        shares: Array = np.divide(self.variances, total, out=nothing, where=total > 0)
        return shares

    def last(self, window: int = 20, *, lost: float = 0.1) -> float:
        """Training accuracy: the mean of the last minibatches' accuracies, or `lost` if it ended early."""
        if self.diverged_at is not None:
            return lost
        return float(self.batch_accuracies[-window:].mean()) if self.batch_accuracies.size else float("nan")

    def arrays(self) -> dict[str, Array]:
        """Everything as named arrays, for `numerics.sweeps.chunk_store`."""
        found = {f.name: np.asarray(getattr(self, f.name)) for f in fields(self) if f.name != _SCALAR}
        return found | {"diverged_at": np.asarray(-1 if self.diverged_at is None else self.diverged_at)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> History:
        """Make a history of what `arrays` gave."""
        step = int(arrays["diverged_at"])
        kept = {f.name: arrays[f.name] for f in fields(cls) if f.name != _SCALAR}
        return cls(None if step < 0 else step, **kept)

    def add_step(self, loss: float, accuracy: float) -> None:
        """Add one minibatch."""
        self.losses = np.append(self.losses, loss)
        self.batch_accuracies = np.append(self.batch_accuracies, accuracy)

    def add_record(self, step: int, **measured: Any) -> None:
        """Add one measurement of everything else."""
        for name, value in {"steps": step, **measured}.items():
            row = np.asarray(value)[None]
            before = getattr(self, name)
            setattr(self, name, np.concatenate([before, row]) if before.size else row)


_SCALAR = "diverged_at"


@dataclass(frozen=True)
class TrainingProgress:
    """How far a training run has come.

    Attributes
    ----------
    step, steps : int
        Updates made, and all.
    loss : float
        Of the latest minibatch.
    seconds : float
        Since this run began or was resumed.
    resumed : int
        Updates that an earlier run had made.

    Examples
    --------
    >>> TrainingProgress(step=30, steps=100, loss=1.0, seconds=4.0, resumed=10).seconds_left
    14.0
    """

    step: int
    steps: int
    loss: float
    seconds: float
    resumed: int = 0

    @property
    def seconds_left(self) -> float | None:
        """Time left at the present rate, or None before the first update."""
        own = self.step - self.resumed
        return self.seconds / own * (self.steps - self.step) if own else None
