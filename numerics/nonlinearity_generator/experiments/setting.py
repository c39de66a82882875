"""One thing to train, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.cnn import ACTIVATIONS, INITIALISATIONS, Chain, dense_stack, plain, resnet
from numerics.cnn.rates import Augmentation, Plateau, Schedule
from numerics.data import Dataset

__all__ = ["FAMILIES", "START", "Setting", "network"]

FAMILIES = ("dense", "plain", "resnet")

START = {"generator": "xavier", "relu": "he", "prelu": "he"}
"""Initialisation of each activation, as the paper has it: Xavier with sqrt 6 for one, MSRA for the others.

MSRA's own variance for PReLU, which keeps energies, is "he_prelu".
"""


@dataclass(frozen=True)
class Setting:
    """A network, its data, and how it is trained.

    Attributes
    ----------
    experiment : str
        What it belongs to, such as ``"e1"``.
    family : {"dense", "plain", "resnet"}
    depth : int
        Layers with weights.
    widths : tuple of int
        Channels of each stage; for dense networks one number, the units.
    activation : {"generator", "relu", "prelu"}
    rate : float
        Learning rate at the start.
    steps, batch : int
        Updates, and images for each.
    data : str
        A key of `numerics.nonlinearity_generator.experiments.image_sets.READERS`.
    batch_norm : bool
    initialisation : str
        One of `numerics.cnn.INITIALISATIONS`; by default (empty) that of `START`.
    scale : float
        Factor of the standard deviation of weights at the start.
    drops : tuple of int
        After how many updates the rate is divided by 10.
    augmented : bool
        Whether images are shifted and, photographs only, mirrored.
    mirrored : bool
        Whether other images are mirrored as well.
    decay : float
        Weight decay.
    patience : int
        If not 0, the rate does not follow `drops` but is divided by 10, three times, whenever the test
        accuracy has had no new best at so many records in a row; the next time ends the run.
    records : int
        Moments of measurement after the start.
    tested : int
        Test images to use, at most; 0 for all.

    Raises
    ------
    TypeError, ValueError
        If a name is unknown or a count is none.
    """

    experiment: str
    family: str
    depth: int
    widths: tuple[int, ...]
    activation: str
    rate: float
    steps: int
    batch: int = 128
    data: str = "digits"
    batch_norm: bool = False
    initialisation: str = ""
    scale: float = 1.0
    drops: tuple[int, ...] = ()
    augmented: bool = False
    mirrored: bool = False
    decay: float = 5e-4
    patience: int = 0
    records: int = 5
    tested: int = 0

    def __post_init__(self) -> None:
        arguments.one_of(self.family, "family", FAMILIES)
        arguments.one_of(self.activation, "activation", ACTIVATIONS)
        arguments.one_of(self.start, "initialisation", INITIALISATIONS)
        for name, least in (
            ("depth", 1),
            ("steps", 0),
            ("batch", 1),
            ("records", 1),
            ("tested", 0),
            ("patience", 0),
        ):
            arguments.count(getattr(self, name), name, at_least=least)
        self.schedule()

    @property
    def start(self) -> str:
        """The initialisation, the default one spelt out."""
        return self.initialisation or START[self.activation]

    @property
    def panel(self) -> str:
        """What the settings that are compared have in common, in words."""
        words = [f"{self.family} {self.depth}", self.data]
        words += ["batch norm"] if self.batch_norm else []
        words += [f"rate {self.rate:g}"]
        words += [f"start scale {self.scale:g}"] if self.scale != 1 else []
        return ", ".join(words)

    @property
    def curve(self) -> str:
        """What tells this setting from the others of its panel, in words."""
        usual = self.start == START[self.activation]
        return self.activation if usual else f"{self.activation}, {self.start}"

    @property
    def record(self) -> list[int]:
        """Moments of measurement, the start first."""
        return sorted({self.steps * moment // self.records for moment in range(self.records + 1)})

    def schedule(self) -> Schedule | Plateau:
        """Return the learning rate by step, or by what was measured."""
        return Plateau(self.rate, self.patience) if self.patience else Schedule(self.rate, self.drops)

    def augmentation(self) -> Augmentation | None:
        """Return how minibatches are augmented; digits are not mirrored unless that is asked for."""
        mirrors = self.mirrored or self.data == "cifar10"
        return Augmentation(4, flip=mirrors) if self.augmented else None

    def plain_data(self) -> dict[str, Any]:
        """Return the setting as a dictionary, for `numerics.sweeps.running`."""
        return asdict(self) | {"widths": list(self.widths), "drops": list(self.drops)}

    @classmethod
    def of(cls, data: dict[str, Any]) -> Setting:
        """Make a setting of what `plain_data` gave."""
        return cls(**(data | {"widths": tuple(data["widths"]), "drops": tuple(data["drops"])}))


def network(setting: Setting, dataset: Dataset, rng: np.random.Generator) -> Chain:
    """Build the network of a setting.

    Parameters
    ----------
    setting : Setting
    dataset : Dataset
        Its images tell the size of the input.
    rng : numpy.random.Generator
        Source of the weights.

    Returns
    -------
    Chain

    Raises
    ------
    ValueError
        If images and network do not fit together.
    """
    common: dict[str, Any] = {
        "rng": rng,
        "classes": 10,
        "batch_norm": setting.batch_norm,
        "initialisation": setting.start,
        "scale": setting.scale,
    }
    if setting.family == "dense":
        inputs = int(np.prod(dataset.image))
        return dense_stack(setting.depth, setting.widths[0], setting.activation, inputs=inputs, **common)
    build = plain if setting.family == "plain" else resnet
    return build(setting.depth, setting.activation, image=dataset.image, widths=setting.widths, **common)
