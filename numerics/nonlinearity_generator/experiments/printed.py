"""What the paper prints: test accuracies, seconds of an epoch, and what such numbers can tell.

Source: Jiang et al. 2017, arXiv 1708.01666, Tables 3 to 6 and Section 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from numerics.arrays import arguments

__all__ = ["ACCURACIES", "EPOCH_SECONDS", "TEST_IMAGES", "Row", "two_proportion_z"]

TEST_IMAGES = 10_000
"""Of MNIST and of CIFAR-10."""


@dataclass(frozen=True)
class Row:
    """A row of Tables 3 to 6.

    Attributes
    ----------
    table : int
    data : {"cifar10", "mnist"}
    batch_norm : bool
    family : {"plain", "resnet"}
    depth : int
    relu, prelu, generator : float or None
        Test accuracies; None where the table has none.
    """

    table: int
    data: str
    batch_norm: bool
    family: str
    depth: int
    relu: float | None
    prelu: float | None
    generator: float

    def z(self, rival: str) -> float | None:
        """Two-proportion z of the generator over a rival; None where the table has no rival."""
        accuracy: float | None = getattr(self, arguments.one_of(rival, "rival", ("relu", "prelu")))
        return None if accuracy is None else two_proportion_z(self.generator, accuracy, TEST_IMAGES)


def two_proportion_z(first: float, second: float, count: int) -> float:
    """How far two proportions, each of `count` independent cases, are apart in standard errors.

    Parameters
    ----------
    first, second : float
        In [0, 1], not both 0 or both 1.
    count : int
        At least 1.

    Returns
    -------
    float
        (p1 - p2) / sqrt(2 p (1 - p) / count) with p = (p1 + p2) / 2.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> round(two_proportion_z(0.9373, 0.9245, 10_000), 2)
    3.57
    """
    count = arguments.count(count, "count", at_least=1)
    p, q = arguments.arrays({"first": first, "second": second})
    for name, value, given in (("first", p, first), ("second", q, second)):
        arguments.require((value.ndim == 0) and 0 <= value <= 1, name, given, "a number from 0 to 1")
    pooled = float(p + q) / 2
    arguments.require(0 < pooled < 1, "first", first, "such that not both are 0 and not both 1")
    return float(p - q) / sqrt(2 * pooled * (1 - pooled) / count)


_TABLES: Mapping[int, tuple[str, bool, Mapping[str, tuple[tuple[float | None, ...], ...]]]] = {
    3: (
        "cifar10",
        True,
        {
            "plain": (
                (90.07, 90.30, 90.33), (89.15, 89.55, 89.96), (81.93, 89.88, 89.98), (81.12, 89.57, 89.59),
            ),
            "resnet": (
                (91.84, None, 92.51), (92.49, None, 93.09), (92.83, None, 93.48), (92.45, None, 93.73),
            ),
        },
    ),
    4: (
        "mnist",
        True,
        {
            "plain": (
                (99.38, 99.39, 99.43), (99.30, 99.45, 99.48), (99.29, 99.33, 99.39), (99.19, 99.26, 99.49),
            ),
            "resnet": (
                (99.40, None, 99.43), (99.42, None, 99.43), (99.38, None, 99.45), (99.37, None, 99.50),
            ),
        },
    ),
    5: (
        "cifar10",
        False,
        {"plain": ((83.56, 87.57, 88.71), (None, None, 88.12), (None, None, 87.25), (None, None, 85.45))},
    ),
    6: (
        "mnist",
        False,
        {"plain": ((98.99, 99.06, 99.21), (None, None, 99.18), (None, None, 99.21), (None, None, 99.05))},
    ),
}  # fmt: skip

DEPTHS = (20, 32, 44, 56)


def _share(percent: float | None) -> float | None:
    return None if percent is None else round(percent / 100, 4)


ACCURACIES: tuple[Row, ...] = tuple(
    Row(table, data, normed, family, depth, _share(relu), _share(prelu), _share(own) or 0.0)
    for table, (data, normed, families) in _TABLES.items()
    for family, rows in families.items()
    for depth, (relu, prelu, own) in zip(DEPTHS, rows, strict=True)
)
"""Every row; in percent, ReLU, PReLU and the generator stand side by side in the paper."""

EPOCH_SECONDS: Mapping[str, Mapping[str, int]] = {
    "plain": {"relu": 68, "prelu": 77, "generator": 72},
    "resnet": {"relu": 87, "prelu": 100, "generator": 94},
}
"""Seconds of an epoch of the networks of 56 layers with batch normalisation."""
