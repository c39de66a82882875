"""Stochastic gradient descent with momentum and weight decay."""

from collections.abc import Sequence

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.arrays.objects import instance, sequence
from numerics.cnn.layer import Parameter


class SGD:
    """v <- momentum v + rate (gradient + decay value), value <- value - v; decay only on what decays.

    Parameters
    ----------
    parameters : sequence of Parameter
    rate : float
        Learning rate, above 0.
    momentum : float
        In [0, 1).
    decay : float
        Weight decay, at least 0.

    Attributes
    ----------
    velocities : list of array
        One for each parameter, changed in place.

    Notes
    -----
    The paper's form, with the rate inside the velocity: when the rate changes, velocities keep the old.
    """

    def __init__(
        self, parameters: Sequence[Parameter], rate: float, momentum: float = 0.9, decay: float = 5e-4
    ) -> None:
        sequence(parameters, "parameters", "Parameter")
        self.parameters = [instance(one, "parameters", Parameter) for one in parameters]
        self.rate = _number(rate, "rate")
        self.momentum = _number(momentum, "momentum")
        self.decay = _number(decay, "decay")
        arguments.require(self.rate > 0, "rate", rate, "positive")
        arguments.require(0 <= self.momentum < 1, "momentum", momentum, "at least 0 and below 1")
        arguments.require(self.decay >= 0, "decay", decay, "at least 0")
        self.velocities: list[Array] = [_zeros_like(p.value) for p in self.parameters]

    def step(self, rate: float | None = None) -> None:
        """Update every parameter by its gradient, at another learning rate if one is given."""
        now = self.rate if rate is None else _number(rate, "rate")
        arguments.require(now > 0, "rate", rate, "positive")
        for i, parameter in enumerate(self.parameters):
            slope = parameter.gradient
            if parameter.decays and self.decay:
                slope = slope + self.decay * parameter.value
            self.velocities[i] *= self.momentum
            self.velocities[i] += now * slope
            parameter.value -= self.velocities[i]


def _zeros_like(array: Array) -> Array:
    return compat.array_namespace(array).zeros_like(array)


def _number(value: float, name: str) -> float:
    (number,) = arguments.arrays({name: value})
    arguments.require(number.shape == (), name, value, "one number")
    return float(number)
