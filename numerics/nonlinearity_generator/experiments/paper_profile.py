"""The paper's own networks, rates and data, one experiment a table or figure.

Where the paper is silent: a test error that has had no new best for `PATIENCE` epochs no longer decreases,
`EPOCHS` are the most that are run, convolutions have no biases, and figures whose depth is not named take
`UNNAMED`. Fashion-MNIST, which the paper does not use, is trained as MNIST is.

Source: Jiang et al. 2017, arXiv 1708.01666, Section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from numerics.arrays import arguments
from numerics.arrays.objects import instance
from numerics.cnn import ACTIVATIONS
from numerics.nonlinearity_generator.experiments.setting import Setting

__all__ = ["EPOCHS", "EXPERIMENTS", "PATIENCE", "settings"]

EPOCHS, PATIENCE, UNNAMED = 200, 10, 20
DEPTHS = (20, 32, 44, 56)

BATCH = 128

DATA = {"cifar10": ("cifar10", 50_000), "mnist": ("mnist32", 60_000), "fashion-mnist": ("fashion32", 60_000)}
"""How each data set is called by `image_sets`, and its number of training images."""

SMALL = {"generator": "xavier_printed", "relu": "msra_printed", "prelu": "msra_printed"}
"""The paper's formulas, whose constant s is the scale."""

OWN_DECAY = 1e-4
"""Of the residual networks with ReLU, which are trained as in their own paper."""


def settings(experiment: str, *, have: Collection[str] = (), epochs: int | None = None) -> list[Setting]:
    """List the settings of an experiment.

    Parameters
    ----------
    experiment : str
        A key of `EXPERIMENTS`.
    have : collection of str
        Which of the data sets in `DATA` are at hand; figures are of CIFAR-10.
    epochs : int, optional
        Epochs of every run, at most; by default `EPOCHS`.

    Returns
    -------
    list of Setting

    Raises
    ------
    TypeError, ValueError
        If a name is unknown, or `epochs` is no positive integer.
    """
    experiment = arguments.one_of(experiment, "experiment", EXPERIMENTS)
    instance(have, "have", (set, frozenset, list, tuple))
    most = EPOCHS if epochs is None else arguments.count(epochs, "epochs", at_least=1)
    sets = [name for name in DATA if name in have and (experiment == "tables3to6" or name == "cifar10")]
    found = []
    for source in sets:
        name, images = DATA[source]
        steps = most * (images // BATCH)
        for setting in EXPERIMENTS[experiment]():
            decay = OWN_DECAY if (setting.family, setting.activation) == ("resnet", "relu") else setting.decay
            found.append(
                replace(
                    setting, experiment=experiment, data=name, steps=steps, records=most, batch=BATCH,
                    patience=PATIENCE, augmented=True, mirrored=True, decay=decay,
                )
            )  # fmt: skip
    return found


def _each(family: str, depth: int, rate: float, batch_norm: bool, **more: Any) -> Iterator[Setting]:
    for activation in ACTIVATIONS:
        yield Setting("", family, depth, (16, 32, 64), activation, rate, 0, batch_norm=batch_norm, **more)


def _tables() -> Iterator[Setting]:
    """Tables 3 to 6, and figures 5, 8 and 10."""
    for depth in DEPTHS:
        yield from _each("plain", depth, 0.01, False)
    for depth in DEPTHS:
        yield from _each("resnet", depth, 0.1, True)
    for depth in DEPTHS:
        yield from _each("plain", depth, 0.01, True)


def _large_rates() -> Iterator[Setting]:
    """Figure 6, and 9 (a)."""
    for rate in (1.0, 1.5):
        yield from _each("plain", UNNAMED, rate, True)
    yield from _each("resnet", 56, 0.2, True)


def _small_starts() -> Iterator[Setting]:
    """Figure 7, and 9 (b)."""
    for family, depth, rate in (("plain", UNNAMED, 0.01), ("resnet", 56, 0.1)):
        for setting in _each(family, depth, rate, True, scale=1e-5):
            yield replace(setting, initialisation=SMALL[setting.activation])


def _both_starts(depth: int, batch_norm: bool) -> Iterator[Setting]:
    for start in ("he", "xavier"):
        yield from _each("plain", depth, 0.01, batch_norm, initialisation=start)


def _very_deep() -> Iterator[Setting]:
    """Figures 11 to 13: depths 104 and 248 with batch normalisation, all without it, ResNet-110."""
    for depth in (104, 248):
        yield from _both_starts(depth, True)
    for depth in DEPTHS[1:]:
        yield from _both_starts(depth, False)
    yield from _each("resnet", 110, 0.1, True)


EXPERIMENTS: Mapping[str, Callable[[], Iterator[Setting]]] = {
    "tables3to6": _tables,
    "large_rates": _large_rates,
    "small_starts": _small_starts,
    "very_deep": _very_deep,
}
"""Experiments by name."""
