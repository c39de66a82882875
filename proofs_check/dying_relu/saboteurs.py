"""Wrong trainings that the proofs of both experiments must reject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from numerics.dying_relu.regression import network, training
from proofs_check.dying_relu import trained
from proofs_check.proof import saboteur
from theory.claim import Claim


def training_uphill(patch: pytest.MonkeyPatch) -> None:
    """The gradient with the wrong sign."""
    trained.afresh(patch)
    _replace(patch, "gradients", lambda loss_and_slopes: (loss_and_slopes[0], _negative(loss_and_slopes[1])))


def the_target_not_rescaled(patch: pytest.MonkeyPatch) -> None:
    """Every network is trained on targets of variance 1."""
    trained.afresh(patch)
    patch.setattr(training, "_rescaled", lambda targets, scales: targets * (scales[:, None] * 0 + 1))


def living_units_counted_as_dead(patch: pytest.MonkeyPatch) -> None:
    """The share of units that are active somewhere, in place of those that are not."""
    trained.afresh(patch)
    _replace(patch, "dead_units", lambda dead: ~dead)


def dead_means_inactive_on_one_row(patch: pytest.MonkeyPatch) -> None:
    """A unit passes for dead when it is inactive on the first row of the table.

    One hidden layer shows the same trends even so; depth is what notices.
    """
    trained.afresh(patch)
    original = network.dead_units
    patch.setattr(training, "dead_units", lambda net, parameters, x: original(net, parameters, x[:1, :]))


def against(claim: Claim) -> None:
    """Register those that either claim must notice."""
    for wrong in (
        training_uphill,
        the_target_not_rescaled,
        living_units_counted_as_dead,
    ):
        saboteur(claim)(wrong)


def _replace(patch: pytest.MonkeyPatch, name: str, spoil: Callable[[Any], Any]) -> None:
    original = getattr(training, name)
    patch.setattr(training, name, lambda *args: spoil(original(*args)))


def _negative(slopes: dict[str, Any]) -> dict[str, Any]:
    return {name: -slope for name, slope in slopes.items()}
