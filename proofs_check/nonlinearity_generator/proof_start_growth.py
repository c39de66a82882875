"""Gradients at the start of the paper's deepest networks, by one backward pass."""

from functools import lru_cache

import numpy as np

from numerics.cnn import NonlinearityGenerator, models
from numerics.nonlinearity_generator.experiments import start_gradients
from proofs_check.engines import bounded
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator.very_deep import start_growth

SEEDS = range(248, 251)
RANGES = {"relu": (1e12, 1e25), "prelu": (1e6, 1e11), "generator": (1e4, 1e9)}
BECAUSE = "one backward pass at the start"


@lru_cache(maxsize=6)
def _ratios(family, depth, activation):
    """First layer over last convolution, seed by seed."""
    norms = [start_gradients.gradient_norms(family, depth, activation, seed) for seed in SEEDS]
    return np.array([layers[0] / layers[-2] for layers in norms])


@proof(start_growth)
def proof_on_plain_networks():
    for kind, (low, high) in RANGES.items():
        bounded(low, "<", _ratios("plain", 248, kind), because=BECAUSE)
        bounded(_ratios("plain", 248, kind), "<", high, because=BECAUSE)


@proof(start_growth)
def proof_of_the_order():
    relu, prelu, generator = (_ratios("plain", 248, kind) for kind in RANGES)
    bounded(generator, "<", prelu, because=BECAUSE)
    bounded(prelu, "<", relu, because=BECAUSE)


@proof(start_growth)
def proof_on_residual_networks():
    for kind in RANGES:
        bounded(_ratios("resnet", 110, kind), "<", 100, because=BECAUSE)


@saboteur(start_growth)
def normalisation_left_out(patch):
    _ratios.cache_clear()
    right = start_gradients.plain
    wrong = lambda *args, **named: right(*args, **(named | {"batch_norm": False}))  # noqa: E731
    patch.setattr(start_gradients, "plain", wrong)


@saboteur(start_growth)
def generator_taken_for_relu(patch):
    _ratios.cache_clear()
    wrong = lambda shape, **named: NonlinearityGenerator(shape, 0.0, **named)  # noqa: E731
    patch.setattr(models, "NonlinearityGenerator", wrong)


@saboteur(start_growth)
def first_layer_taken_for_the_last(patch):
    _ratios.cache_clear()
    right = start_gradients.gradient_norms
    patch.setattr(start_gradients, "gradient_norms", lambda *args: right(*args)[-2::-1])
