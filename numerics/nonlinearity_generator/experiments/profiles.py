"""Which settings each experiment compares, in three sizes (seconds, minutes, hours), and the paper's own.

Source: Jiang et al. 2017, arXiv 1708.01666, Section 3, Figures 5 to 13 and Tables 3 to 6, scaled down.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from numerics.arrays import arguments
from numerics.cnn import ACTIVATIONS
from numerics.nonlinearity_generator.experiments import paper_profile
from numerics.nonlinearity_generator.experiments.setting import Setting

__all__ = ["EXPERIMENTS", "PROFILES", "names", "seeds", "settings"]

PROFILES = ("quick", "standard", "full", "paper")

SMALL = (8, 16, 32)
"""Widths of the scaled-down convolutional networks; the paper's are 16, 32, 64."""

FULL = (16, 32, 64)

Settings = list[Setting]


def seeds(profile: str) -> tuple[int, int]:
    """Runs of every setting with dense networks, and with convolutional ones, which take far longer."""
    counts = {"quick": (2, 1), "standard": (5, 1), "full": (5, 2), "paper": (2, 2)}
    return counts[arguments.one_of(profile, "profile", PROFILES)]


def names(profile: str) -> tuple[str, ...]:
    """Experiments of a profile."""
    own = arguments.one_of(profile, "profile", PROFILES) == "paper"
    return tuple(paper_profile.EXPERIMENTS if own else EXPERIMENTS)


def settings(
    profile: str, experiment: str, *, have: Collection[str] = (), epochs: int | None = None
) -> Settings:
    """List the settings of an experiment.

    Parameters
    ----------
    profile : {"quick", "standard", "full", "paper"}
    experiment : str
        One of `names`.
    have : collection of str
        Which of "mnist" and "cifar10" are at hand. Digits take the place of MNIST where they can; what needs
        a data set that is not at hand is left out. "fashion-mnist" counts for the paper's networks alone.
    epochs : int, optional
        Epochs of the paper's networks, at most.

    Returns
    -------
    list of Setting

    Raises
    ------
    TypeError, ValueError
        If a name is unknown.
    """
    profile = arguments.one_of(profile, "profile", PROFILES)
    if profile == "paper":
        return paper_profile.settings(experiment, have=have, epochs=epochs)
    arguments.require(epochs is None, "epochs", epochs, "given for the paper's networks alone")
    return EXPERIMENTS[arguments.one_of(experiment, "experiment", EXPERIMENTS)](profile, have)


def _each(**common: Any) -> Settings:
    """All activations in one setting."""
    return [Setting(activation=activation, **common) for activation in ACTIVATIONS]


def _dense(experiment: str, depth: int, rate: float, steps: int, **more: Any) -> Settings:
    return _each(
        experiment=experiment, family="dense", depth=depth, widths=(64,), rate=rate, steps=steps, **more
    )


def _small_plain(
    experiment: str, depth: int, rate: float, steps: int, have: Collection[str], **more: Any
) -> Settings:
    return _each(
        experiment=experiment, family=more.pop("family", "plain"), depth=depth, widths=SMALL, rate=rate,
        steps=steps, batch=64, data="mnist16" if "mnist" in have else "digits", tested=2000, **more,
    )  # fmt: skip


def _e1(profile: str, _: Collection[str]) -> Settings:
    """Deep dense networks without batch normalisation."""
    if profile == "quick":
        return _dense("e1", 20, 0.003, 60, records=2)
    found = [
        setting
        for depth, rates in ((56, (0.001, 0.003)), (32, (0.003, 0.01)))
        for rate in rates
        for setting in _dense("e1", depth, rate, 250)
    ]
    deep = {setting.activation: setting for setting in found if (setting.depth, setting.rate) == (56, 0.003)}
    return [
        *found,
        replace(deep["generator"], initialisation="he"),
        replace(deep["relu"], initialisation="xavier"),
        replace(deep["prelu"], initialisation="he_prelu"),
    ]


def _e2(profile: str, have: Collection[str]) -> Settings:
    """Deep plain convolutional networks without batch normalisation."""
    if profile == "quick":
        return _each(
            experiment="e2",
            family="plain",
            depth=14,
            widths=(2, 4, 8),
            rate=0.01,
            steps=20,
            batch=32,
            records=2,
        )
    if profile == "standard":
        return [
            *_small_plain("e2", 56, 0.01, 1200, have),
            *_small_plain("e2", 32, 0.01, 300, have),
        ]
    small = [
        setting
        for depth, rate, steps in (
            (56, 0.01, 1200),
            (56, 0.03, 700),
            (44, 0.01, 1200),
            (32, 0.01, 1200),
            (20, 0.01, 600),
        )
        for setting in _small_plain("e2", depth, rate, steps, have)
    ]
    large = _each(
        experiment="e2", family="plain", depth=32, widths=FULL, rate=0.01, steps=600, data="cifar10"
    )
    return [*small, *(large if "cifar10" in have else [])]


def _larger_rate(profile: str, have: Collection[str]) -> Settings:
    """Larger learning rates without batch normalisation."""
    steps, records = (40, 2) if profile == "quick" else (250, 5)
    found = [
        setting
        for depth, rate in ((8, 0.3), (20, 0.03))
        for setting in _dense("larger_rate", depth, rate, steps, records=records)
    ]
    if profile == "full" and "cifar10" in have:
        found += _each(
            experiment="larger_rate", family="plain", depth=32, widths=FULL, rate=0.05, steps=300,
            data="cifar10",
        )  # fmt: skip
    return found


def _e3(profile: str, have: Collection[str]) -> Settings:
    """Deep networks with batch normalisation: larger learning rates, smaller weights at the start."""
    if profile == "quick":
        return _dense("e3", 20, 0.1, 40, batch_norm=True, records=2)
    found = [
        setting
        for rate, scale in ((0.01, 1.0), (0.1, 1.0), (0.5, 1.0), (0.1, 1e-2), (0.1, 1e-4))
        for setting in _dense("e3", 56, rate, 160, batch_norm=True, scale=scale)
    ]
    if profile == "full":
        found += _small_plain("e3", 56, 0.1, 500, have, batch_norm=True)
        found += _small_plain("e3", 56, 0.2, 600, have, batch_norm=True, family="resnet")
    return found


def _tables(profile: str, have: Collection[str]) -> Settings:
    """Accuracies of plain and residual networks, as Tables 3 to 6 have them."""
    depths = {"quick": (8,), "standard": (20,), "full": (20, 32, 44, 56)}[profile]
    kinds: Sequence[tuple[str, bool]] = (("plain", True), ("resnet", True), ("plain", False))
    found: Settings = []
    for family, normed in kinds:
        for depth in depths:
            rate = 0.1 if family == "resnet" else 0.01
            common: dict[str, Any] = {
                "experiment": "tables3to6",
                "family": family,
                "depth": depth,
                "rate": rate,
                "batch_norm": normed,
            }
            if profile == "quick":
                found += _each(**common, widths=(2, 4, 8), steps=20, batch=32, records=2)
            elif profile == "standard":
                data = "mnist16" if "mnist" in have else "digits"
                more = {"widths": SMALL, "steps": 300, "batch": 64, "drops": (200,), "data": data}
                found += _each(**common, **more, tested=2000)
            else:
                # Five epochs; the paper trains until the test error stalls, three times.
                more = {"widths": FULL, "steps": 1950, "drops": (1200, 1600, 1800), "augmented": True}
                found += [
                    setting
                    for source, data in (("mnist", "mnist32"), ("cifar10", "cifar10"))
                    if source in have
                    for setting in _each(**common, **more, data=data)
                ]
    return found


EXPERIMENTS: Mapping[str, Callable[[str, Collection[str]], Settings]] = {
    "e1": _e1,
    "e2": _e2,
    "larger_rate": _larger_rate,
    "e3": _e3,
    "tables3to6": _tables,
}
"""Experiments by name, as the ledger has them."""
