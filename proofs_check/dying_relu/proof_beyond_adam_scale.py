"""For Adam small targets are a large step size."""

from itertools import pairwise
from math import prod

import numpy as np
import pytest
from sympy import Eq, Function

from numerics.data import tables
from numerics.descent.optimisers import Adam
from numerics.dying_relu import dense, relu_unit
from numerics.dying_relu.dense import adaptive
from proofs_check.engines import bounded, identity, induction
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.adam import (
    A,
    S,
    adam_scale,
    eta,
    mean_of,
    n,
    plain_m,
    plain_theta,
    plain_v,
    square_of,
    twin_m,
    twin_theta,
    twin_v,
)
from theory.dying_relu.scaling import deep_equivalence, rescale_single

BITS = "powers of two scale to the last bit"
SEEDS = range(4)


@proof(adam_scale, "mean", "square", "update")
def proof_by_algebra():
    identity(adam_scale)


@proof(adam_scale, "runs")
def proof_by_induction_on_the_steps():
    """The gradient g and, by "update", the direction d that Adam makes of it are those of the plain run."""
    g, d = (Function(name, real=True) for name in "gd")
    induction(
        adam_scale,
        on=n,
        begin=(
            Eq(twin_theta(0), A * plain_theta(0)),
            Eq(twin_m(0), S * plain_m(0)),
            Eq(twin_v(0), S**2 * plain_v(0)),
        ),
        step=(
            Eq(plain_m(n + 1), mean_of(plain_m(n), g(n))),
            Eq(twin_m(n + 1), mean_of(twin_m(n), S * g(n))),
            Eq(plain_v(n + 1), square_of(plain_v(n), g(n))),
            Eq(twin_v(n + 1), square_of(twin_v(n), S * g(n))),
            Eq(A * plain_theta(n + 1), A * plain_theta(n) - eta * d(n)),
            Eq(twin_theta(n + 1), twin_theta(n) - eta * d(n)),
        ),
    )


def unit_run(start, gamma, optimiser, steps=400):
    """Weights and bias of one unit after steps of Adam on targets of scale gamma."""
    theta = {"w": np.array(start[:-1], dtype=float), "b": np.array(start[-1], dtype=float)}
    state = optimiser.begin(theta)
    for _ in range(steps):
        by_w, by_b = relu_unit.population_gradient(theta["w"], theta["b"], gamma)
        optimiser.step(theta, {"w": by_w, "b": by_b}, state)
    return np.append(theta["w"], theta["b"])


@pytest.mark.parametrize("start", [(0.3, 0.4, 0.5), (-0.6, 0.2, 0.7), (0.2, -0.8, 0.9)])
@proof(adam_scale)
def proof_on_a_unit_to_the_last_bit(start):
    relies_on(rescale_single)
    gamma = 2.0**-10
    small = unit_run(np.array(start) * gamma, gamma, Adam(0.01 * gamma, epsilon=1e-8 * gamma))
    bounded(abs(small - gamma * unit_run(start, 1.0, Adam(0.01, epsilon=1e-8))), "<=", 0.0, because=BITS)


def _network(widths, seed):
    rng = np.random.default_rng(seed)
    weights = [rng.uniform(-1, 1, (m, k)) / np.sqrt(k) for k, m in pairwise(widths)]
    return weights, [rng.uniform(-1, 1, m) / np.sqrt(k) for k, m in pairwise(widths)]


@pytest.mark.parametrize("factors", [(0.5, 4.0, 2.0**-6, 0.25), (1.0, 1.0, 1.0, 2.0**-13)], ids=str)
@proof(adam_scale)
def proof_on_deep_networks_to_the_last_bit(factors):
    relies_on(deep_equivalence)
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(32, 3)), rng.normal(size=(32, 1))
    weights, biases = _network([3, 8, 8, 8, 1], 8)
    like = Adam(0.003)
    plain = adaptive.train_by_adam(x, y, weights, biases, steps=300, optimisers=[like] * 8)
    scaled = adaptive.train_by_adam(
        x,
        y * prod(factors),
        *dense.scale_layers(weights, biases, factors),
        steps=300,
        optimisers=adaptive.scaled_optimisers(like, factors),
    )
    for twins in zip(dense.scale_layers(*plain, factors), scaled, strict=True):
        for expected, found in zip(*twins, strict=True):
            bounded(abs(found - expected), "<=", 0.0, because=BITS)


@proof(adam_scale)
def proof_that_the_step_raises_the_error():
    data = tables.load(tables.preferred())
    x, y = data.inputs, data.targets[:, None]
    for seed in SEEDS:
        weights, biases = _network([x.shape[1], 16, 1], seed)
        errors = []
        for rate in (1e-3 * 2**13, 1e-3):
            optimisers = [Adam(1e-3), Adam(rate)] * 2
            ends = adaptive.train_by_adam(x, y, weights, biases, steps=500, optimisers=optimisers)
            errors.append(float(np.sqrt(np.mean((dense.forward(x, *ends) - y) ** 2))))
        bounded(errors[0], ">", errors[1], because="errors after 500 updates from the same start")


@saboteur(adam_scale)
def epsilon_not_scaled(patch):
    right = Adam.__post_init__

    def wrong(self):
        right(self)
        object.__setattr__(self, "epsilon", 1e-8)

    patch.setattr(Adam, "__post_init__", wrong)


@saboteur(adam_scale)
def mean_of_squares_without_its_root(patch):
    def wrong(self, parameters, gradients, _):
        for name, gradient in gradients.items():
            parameters[name] -= self.rate * gradient / (gradient * gradient + self.epsilon)

    patch.setattr(Adam, "step", wrong)


@saboteur(adam_scale)
def one_rate_for_all_layers(patch):
    right = adaptive.scaled_optimisers

    def wrong(like, factors):
        return [Adam(like.rate, one.beta1, one.beta2, one.epsilon) for one in right(like, factors)]

    patch.setattr(adaptive, "scaled_optimisers", wrong)
