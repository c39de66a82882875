"""Adam and stochastic gradient descent on named arrays of parameters, any number of runs at once.

Sources: Kingma and Ba 2015, arXiv 1412.6980, Algorithm 1; classical momentum as in
`numerics.dying_relu.momentum`. Parameters are updated in place; every array is treated elementwise, so
leading axes may hold separate runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array

__all__ = ["Adam", "Optimiser", "Sgd", "State"]

Parameters: TypeAlias = Mapping[str, Array]


@dataclass
class State:
    """What an optimiser remembers between steps.

    Attributes
    ----------
    steps : int
        How many have been made.
    mean, square : dict of str to array
        Running means of the gradients and of their squares, shaped like the parameters; empty if unused.
    """

    steps: int = 0
    mean: dict[str, Array] = field(default_factory=dict)
    square: dict[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Adam:
    """Adam: steps of about `rate` in every coordinate, whatever the size of the gradient.

    Attributes
    ----------
    rate : float
        Step size, above 0.
    beta1, beta2 : float
        Decay of the running means of gradient and squared gradient, 0 <= beta < 1.
    epsilon : float
        Added to the root of the second mean, above 0; in the units of the gradient.
    """

    rate: float = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        _check(self, positive=("rate", "epsilon"), decay=("beta1", "beta2"))

    def begin(self, parameters: Parameters) -> State:
        """Running means, all zero, for the first step from `parameters`."""
        return State(0, _zeros(parameters), _zeros(parameters))

    def step(self, parameters: Parameters, gradients: Parameters, state: State) -> None:
        """Move `parameters` against `gradients`, in place, and update `state`."""
        state.steps += 1
        first = _correction(self.beta1, state.steps)
        root = _correction(self.beta2, state.steps) ** 0.5
        # m^ / (sqrt(v^) + epsilon) with the corrections m^ = m / first and v^ = v / root^2 taken out.
        scale, epsilon = self.rate * root / first, self.epsilon * root
        for name, gradient in gradients.items():
            xp = compat.array_namespace(gradient)
            mean, square, parameter = state.mean[name], state.square[name], parameters[name]
            mean *= self.beta1
            mean += (1 - self.beta1) * gradient
            square *= self.beta2
            square += (1 - self.beta2) * (gradient * gradient)
            change = xp.sqrt(square)
            change += epsilon
            parameter -= scale * (mean / change)


@dataclass(frozen=True)
class Sgd:
    """Stochastic gradient descent, plain or with classical momentum m' = beta m + g.

    Attributes
    ----------
    rate : float
        Step size, above 0.
    beta : float
        Momentum, 0 <= beta < 1.
    """

    rate: float = 1e-2
    beta: float = 0.0

    def __post_init__(self) -> None:
        _check(self, positive=("rate",), decay=("beta",))

    def begin(self, parameters: Parameters) -> State:
        """Momentum, zero, for the first step from `parameters`."""
        return State(0, _zeros(parameters) if self.beta else {})

    def step(self, parameters: Parameters, gradients: Parameters, state: State) -> None:
        """Move `parameters` against `gradients`, in place, and update `state`."""
        state.steps += 1
        for name, gradient in gradients.items():
            parameter, direction = parameters[name], gradient
            if self.beta:
                direction = state.mean[name]
                direction *= self.beta
                direction += gradient
            parameter -= self.rate * direction


Optimiser: TypeAlias = Adam | Sgd


def _correction(beta: float, steps: int) -> float:
    """Weight that a running mean begun at zero has gathered after some steps."""
    return float(1 - beta**steps)


def _zeros(parameters: Parameters) -> dict[str, Array]:
    return {name: compat.array_namespace(array).zeros_like(array) for name, array in parameters.items()}


def _check(optimiser: Any, *, positive: tuple[str, ...], decay: tuple[str, ...]) -> None:
    for name in (*positive, *decay):
        value = getattr(optimiser, name)
        (number,) = arguments.arrays({name: value})
        allowed = "one number above 0" if name in positive else "one number beta with 0 <= beta < 1"
        arguments.require(number.ndim == 0, name, value, allowed)
        good = number > 0 if name in positive else (number >= 0) & (number < 1)
        arguments.require(good, name, value, allowed)
        object.__setattr__(optimiser, name, float(number))
