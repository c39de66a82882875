"""What the runs of a setting found, put together over seeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.cnn.history import DIVERGED, History
from numerics.nonlinearity_generator.experiments.image_sets import count_tests
from numerics.nonlinearity_generator.experiments.setting import Setting
from numerics.statistics import mean_and_error, wilson

__all__ = ["CHANCE", "Result", "gather"]

CHANCE = 0.1
"""Accuracy of guessing; that of a run that ended with a loss that is not finite."""

WINDOW = 20
"""Minibatches over which a training accuracy is averaged."""

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Result:
    """All runs of a setting.

    Attributes
    ----------
    setting : Setting
    seeds : tuple of int
    histories : tuple of History
        One a seed.
    """

    setting: Setting
    seeds: tuple[int, ...]
    histories: tuple[History, ...]

    @property
    def diverged(self) -> int:
        """How many runs diverged."""
        return sum(history.outcome == DIVERGED for history in self.histories)

    @property
    def training(self) -> Array:
        """Training accuracy at the end of each run, over the last minibatches."""
        return np.array([history.last(WINDOW, lost=CHANCE) for history in self.histories])

    @property
    def test(self) -> Array:
        """Test accuracy at the end of each run; chance where it ended early."""
        return np.array(
            [CHANCE if h.diverged_at is not None else float(h.test_accuracies[-1]) for h in self.histories]
        )

    @property
    def tested(self) -> int:
        """How many test images there were."""
        return self.setting.tested or count_tests(self.setting.data)

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the median run's test accuracy: chance of the test images alone."""
        tested = self.tested
        bounds = wilson(round(float(np.median(self.test)) * tested), tested)
        return float(bounds.low), float(bounds.high)

    def curve(self, window: int | None = None) -> tuple[Array, Array, Array]:
        """Training accuracy through time, averaged over blocks of minibatches.

        Parameters
        ----------
        window : int, optional
            Minibatches of a block, by default 20 or a tenth of all if that is less; a rest is left out.

        Returns
        -------
        steps, mean, error : ndarray, shape (blocks,)
            Updates in the middle of each block; mean and standard error over seeds, the latter NaN for one
            seed. After a loss that is not finite a run counts as chance; one that ended otherwise stays
            where it was.
        """
        steps = max(self.setting.steps, 1)
        size = max(min(WINDOW, steps // 10), 1) if window is None else min(window, steps)
        blocks = steps // size
        runs = []
        for history in self.histories:
            filled = np.full(blocks * size, CHANCE)
            found = history.batch_accuracies[: blocks * size]
            filled[: len(found)] = found
            if history.diverged_at is None and len(found):
                filled[len(found) :] = found[-size:].mean()
            runs.append(filled.reshape(blocks, size).mean(axis=1))
        mean, error = mean_and_error(runs)
        return size * (np.arange(blocks) + 0.5), mean, error

    def by_layer(self, what: str, moment: int = -1) -> Array:
        """Measurements by layer at one moment, averaged over the runs that did not diverge.

        Parameters
        ----------
        what : {"clipped", "levels", "shares"}
            As in `History`.
        moment : int
            Index of the record; the last by default.

        Returns
        -------
        ndarray, shape (layers,) or (layers, 3)
            NaN if every run diverged.
        """
        rows = [getattr(h, what)[moment] for h in self.histories if h.diverged_at is None]
        if not rows:
            shape = next((getattr(h, what).shape[1:] for h in self.histories if len(h.steps)), (0,))
            return np.full(shape, np.nan)
        return np.asarray(np.mean(rows, axis=0))


def gather(runs: Iterable[tuple[Setting, int, History]]) -> list[Result]:
    """Put the runs of each setting together, in the order in which settings first occur."""
    groups: dict[Setting, list[tuple[int, History]]] = {}
    for setting, seed, history in runs:
        groups.setdefault(setting, []).append((seed, history))
    return [
        Result(setting, tuple(seed for seed, _ in found), tuple(history for _, history in found))
        for setting, found in groups.items()
    ]
