"""Initialisation formulas and what batch normalisation forgets."""

import numpy as np
from sympy import Eq

from numerics.cnn import BatchNorm, Chain, Dense
from proofs_check.engines import agrees, for_all, identity
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator.initialisation import bn_scale, msra, xavier


def _equations(claim):
    return [name for name, part in claim.parts.items() if isinstance(part, Eq)]


@proof(xavier, *_equations(xavier))
def proof_of_the_uniform_variance():
    identity(xavier)


@proof(xavier, "glorot")
def proof_that_only_root_six_is_glorots():
    for_all(xavier)


@proof(msra, *_equations(msra))
def proof_of_the_energy():
    identity(msra)


@proof(msra, "kept", "unequal")
def proof_of_the_scale():
    for_all(msra)


@proof(bn_scale)
def proof_of_the_rescaling():
    identity(bn_scale)


@proof(bn_scale, "forward", "gradient")
def proof_on_a_layer():
    """By the network engine: a batch of other sizes, weights c times as large, epsilon c^2 times as large."""
    rng = np.random.default_rng(15)
    inputs, weights, gradient = rng.normal(size=(7, 5)), rng.normal(size=(5, 3)), rng.normal(size=(7, 3))
    found = []
    for factor in (1.0, 0.25):
        dense, norm = Dense(5, 3, dtype=np.float64), BatchNorm(3, epsilon=1e-2 * factor**2, dtype=np.float64)
        dense.weights.value[...] = factor * weights
        net = Chain([dense, norm])
        out = net.forward(inputs)
        net.backward(gradient)
        found.append((out, factor * dense.weights.gradient))
    for first, second in zip(*found, strict=True):
        agrees(first, second, rtol=1e-12, atol=1e-13, because="rounding")


@saboteur(bn_scale)
def epsilon_added_to_the_deviation(patch):
    """Beside the root instead of under it, to first order."""
    right = BatchNorm.apply_parts

    def wrong(layer, parts, training, overwrite=False):
        epsilon, layer.epsilon = layer.epsilon, layer.epsilon**0.5
        try:
            return right(layer, parts, training, overwrite)
        finally:
            layer.epsilon = epsilon

    patch.setattr(BatchNorm, "apply_parts", wrong)
