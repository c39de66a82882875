"""How learning rates change, and how images are augmented, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from numerics.arrays import arguments
from numerics.arrays.objects import flag, sequence

__all__ = ["Augmentation", "Schedule"]


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
        for drop in sequence(self.drops, "drops", "integers"):
            arguments.count(drop, "drops")

    def at(self, step: int) -> float:
        """Rate of the update that follows `step` others."""
        return float(self.start * self.factor ** sum(step >= drop for drop in self.drops))


@dataclass(frozen=True)
class Augmentation:
    """How minibatches are augmented, see `numerics.data.augment`."""

    margin: int = 4
    flip: bool = True

    def __post_init__(self) -> None:
        arguments.count(self.margin, "margin")
        flag(self.flip, "flip")
