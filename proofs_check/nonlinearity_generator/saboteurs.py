"""Wrong layers and wrong trainings that the proofs of the experiments must reject."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from numerics.cnn import SGD, NonlinearityGenerator, initialise, models, side_by_side, stacked_layers
from proofs_check.nonlinearity_generator import trained
from proofs_check.proof import saboteur
from theory.claim import Claim


def training_uphill(patch: pytest.MonkeyPatch) -> None:
    """The gradient with the wrong sign."""
    trained.afresh(patch)
    _replace(patch, "cross_entropies", lambda found: (found[0], -found[1]))


def labels_shuffled(patch: pytest.MonkeyPatch) -> None:
    """Every image gets the label of another one."""
    trained.afresh(patch)
    right = side_by_side.cross_entropies
    wrong = lambda logits, labels: right(logits, np.roll(labels, 1, axis=1))  # noqa: E731
    patch.setattr("numerics.cnn.trials.cross_entropies", wrong)


def generator_taken_for_relu(patch: pytest.MonkeyPatch) -> None:
    """Thresholds that start at 0."""
    trained.afresh(patch)
    right = NonlinearityGenerator
    patch.setattr(models, "NonlinearityGenerator", lambda shape, **named: right(shape, 0.0, **named))


def kernel_transposed_on_the_way_back(patch: pytest.MonkeyPatch) -> None:
    """Filters turned by their diagonal where gradients go back to the inputs."""
    trained.afresh(patch)
    original = stacked_layers.ManyConvolution.backward

    def wrong(layer: Any, gradient: Any) -> Any:
        value = layer.own_parameters[0].value
        layer.own_parameters[0].value = np.swapaxes(value, 1, 2).copy()
        try:
            return original(layer, gradient)
        finally:
            layer.own_parameters[0].value = value

    patch.setattr(stacked_layers.ManyConvolution, "backward", wrong)


def normalisation_held_constant_on_the_way_back(patch: pytest.MonkeyPatch) -> None:
    """Mean and variance of the batch taken for constants in the gradient."""
    trained.afresh(patch)
    original = stacked_layers.ManyBatchNorm.backward

    def wrong(layer: Any, gradient: Any) -> Any:
        layer._training = False
        return original(layer, gradient)

    patch.setattr(stacked_layers.ManyBatchNorm, "backward", wrong)


def step_a_thousand_times_too_long(patch: pytest.MonkeyPatch) -> None:
    """A learning rate off by a factor."""
    trained.afresh(patch)
    right = SGD.step
    patch.setattr(SGD, "step", lambda self, rate=None: right(self, 1000 * (rate or self.rate)))


def step_a_thousand_times_too_short(patch: pytest.MonkeyPatch) -> None:
    """A learning rate off by a factor, the other way."""
    trained.afresh(patch)
    right = SGD.step
    patch.setattr(SGD, "step", lambda self, rate=None: right(self, (rate or self.rate) / 1000))


def scale_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Weights of the usual size instead of tiny ones."""
    trained.afresh(patch)
    right = initialise
    patch.setattr(models, "initialise", lambda *args, **named: right(*args, **(named | {"scale": 1.0})))


def shortcut_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Residual blocks without what goes round them."""
    trained.afresh(patch)
    original = stacked_layers.ManyResidual.forward

    def wrong(layer: Any, x: Any, *, training: bool = True) -> Any:
        _, shortcut = layer.inner
        return original(layer, x, training=training) - shortcut.forward(x, training=training)

    patch.setattr(stacked_layers.ManyResidual, "forward", wrong)


def divergence_by_losses_that_are_not_finite_only(patch: pytest.MonkeyPatch) -> None:
    """A loss of a million counts as converged."""
    trained.afresh(patch)
    patch.setattr("numerics.cnn.trials.rises", lambda losses: np.zeros(losses.shape[:-1], dtype=bool))


def thresholds_held(patch: pytest.MonkeyPatch) -> None:
    """Thresholds that do not move."""
    trained.afresh(patch)
    original = stacked_layers.ManyGenerator.backward

    def wrong(layer: Any, gradient: Any) -> Any:
        back = original(layer, gradient)
        layer.own_parameters[0].gradient[...] = 0
        return back

    patch.setattr(stacked_layers.ManyGenerator, "backward", wrong)


def against_training(claim: Claim) -> None:
    """Register those that every claim about training must notice."""
    for wrong in (training_uphill, labels_shuffled, generator_taken_for_relu):
        saboteur(claim)(wrong)


def _replace(patch: pytest.MonkeyPatch, name: str, spoil: Any) -> None:
    original = getattr(side_by_side, name)
    patch.setattr(f"numerics.cnn.trials.{name}", lambda *args: spoil(original(*args)))
