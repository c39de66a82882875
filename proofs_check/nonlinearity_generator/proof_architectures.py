"""Parameter counts of the networks of Tables 1 and 2, from formulas and from networks that are built."""

import numpy as np
import pytest

from numerics.cnn import models
from proofs_check.engines import exactly, for_all, identity
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator.architectures import architectures, n


@proof(architectures, "weights", "shared", "element_wise")
def proof_by_summing_layers():
    identity(architectures)


@proof(architectures, "few", "not_few")
def proof_of_the_shares():
    for_all(architectures)


@pytest.mark.parametrize("half", [3, 5, 7, 9])
@proof(architectures, "weights", "shared")
def proof_by_building_networks(half):
    formulas = [int(architectures.rhs_at({n: half}, part)) for part in ("weights", "shared")]
    for build in (models.plain, models.resnet):
        net = build(6 * half + 2, "generator", rng=np.random.default_rng(0))
        thresholds = sum(p.value.size for p in net.parameters if p.name == "thresholds")
        total = sum(p.value.size for p in net.parameters)
        exactly(formulas, [total - thresholds, thresholds])
        stacks = [p.value.size for p in net.parameters if p.name == "weights"]
        exactly(len(stacks), 6 * half + 2)


@proof(architectures, "element_wise")
def proof_by_building_an_element_wise_network():
    net = models.plain(20, "generator", rng=np.random.default_rng(0), shared=False)
    thresholds = sum(p.value.size for p in net.parameters if p.name == "thresholds")
    exactly(int(architectures.rhs_at({n: 3}, "element_wise")), thresholds)


@proof(architectures, "few", "not_few")
def proof_of_the_shares_at_the_smallest_network():
    """The inequalities are not only true but tight: one layer fewer a stage breaks the first."""
    few, bound = (side({n: 3}, "few") for side in (architectures.lhs_at, architectures.rhs_at))
    exactly([int(few), round(10000 * few / (bound / 0.0026))], [688, 26])
    many, least = (side({n: 3}, "not_few") for side in (architectures.lhs_at, architectures.rhs_at))
    exactly([int(many), int(least)], [188416, 134173])


@saboteur(architectures)
def convolutions_with_biases(patch):
    right = models.Convolution
    wrong = lambda c_in, c_out, size, stride, padding, bias, **named: right(  # noqa: E731
        c_in, c_out, size, stride, padding, not bias, **named
    )
    patch.setattr(models, "Convolution", wrong)


@saboteur(architectures)
def filters_of_five_pixels(patch):
    right = models.Convolution
    wrong = lambda c_in, c_out, size, stride, padding, bias, **named: right(  # noqa: E731
        c_in, c_out, size + 2, stride, padding + 1, bias, **named
    )
    patch.setattr(models, "Convolution", wrong)
