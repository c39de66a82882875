"""How learning rates change, and how images are augmented, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from numerics.arrays import arguments

__all__ = ["Augmentation", "Plateau", "Schedule"]


@dataclass(frozen=True)
class Schedule:
    """A learning rate that is multiplied by a factor at given steps.

    Attributes
    ----------
    start : float
        Above 0.
    drops : tuple of int
        After how many updates.
    factor : float

    Examples
    --------
    >>> [Schedule(1.0, (2, 3)).at(step) for step in range(4)]
    [1.0, 1.0, 0.1, 0.010000000000000002]
    """

    start: float
    drops: tuple[int, ...] = ()
    factor: float = 0.1

    def __post_init__(self) -> None:
        for name in ("start", "factor"):
            given = getattr(self, name)
            (value,) = arguments.arrays({name: given})
            arguments.require(value.ndim == 0 and bool(value > 0), name, given, "a positive number")
        for drop in self.drops:
            arguments.count(drop, "drops")

    def at(self, step: int) -> float:
        """Rate of the update that follows `step` others."""
        return float(self.start * self.factor ** sum(step >= drop for drop in self.drops))


@dataclass(frozen=True)
class Plateau:
    """A learning rate that is multiplied by a factor whenever the test error no longer decreases.

    After the last drop the next stall ends the training.

    Attributes
    ----------
    start : float
        Above 0.
    patience : int
        So many measurements in a row without a new best accuracy are a stall.
    drops : int
        How often the rate drops.
    factor : float

    References
    ----------
    Jiang et al. 2017, arXiv 1708.01666, Section 3, with three drops; how long it waits is not said there.

    Examples
    --------
    >>> rate = Plateau(1.0, patience=2, drops=1)
    >>> [rate.after([0.5, 0.6, 0.6, 0.6][:seen]) for seen in range(5)]
    [1.0, 1.0, 1.0, 1.0, 0.1]
    >>> rate.ends([0.5, 0.6, 0.6, 0.6, 0.6, 0.6])
    True
    """

    start: float
    patience: int
    drops: int = 3
    factor: float = 0.1

    def __post_init__(self) -> None:
        Schedule(self.start, factor=self.factor)
        arguments.count(self.patience, "patience", at_least=1)
        arguments.count(self.drops, "drops")

    def stalls(self, accuracies: Iterable[float]) -> int:
        """Count the stalls in the accuracies measured so far."""
        best, waited, stalls = float("-inf"), 0, 0
        for accuracy in accuracies:
            if accuracy > best:
                best, waited = accuracy, 0
            else:
                waited += 1
            if waited == self.patience:
                waited, stalls = 0, stalls + 1
        return stalls

    def after(self, accuracies: Iterable[float]) -> float:
        """Rate of an update after such measurements."""
        return float(self.start * self.factor ** min(self.stalls(accuracies), self.drops))

    def ends(self, accuracies: Iterable[float]) -> bool:
        """Whether such measurements end the training."""
        return self.stalls(accuracies) > self.drops


@dataclass(frozen=True)
class Augmentation:
    """How minibatches are augmented, see `numerics.data.augment`."""

    margin: int = 4
    flip: bool = True
