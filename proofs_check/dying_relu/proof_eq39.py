"""Scaling a network layer by layer (Eqs. 39-44)."""

from math import prod

from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import dense
from proofs_check.dying_relu.instances import networks, positives, small
from proofs_check.engines import exactly, for_all, identity
from proofs_check.proof import proof, saboteur
from theory.dying_relu.networks import layer_scaling


@proof(layer_scaling, "hidden")
def proof_of_the_induction_step():
    for_all(layer_scaling)


@proof(layer_scaling, "output")
def proof_of_the_output_layer():
    identity(layer_scaling)


@proof(layer_scaling)
@given(networks(), st.lists(small, min_size=2, max_size=2), st.data())
def proof_on_whole_networks_in_exact_rationals(network, x, data):
    weights, biases = network
    factors = data.draw(st.lists(positives, min_size=len(weights), max_size=len(weights)))
    scaled = dense.scale_layers(weights, biases, factors)
    exactly(dense.forward(x, *scaled), dense.forward(x, weights, biases) * prod(factors))


@saboteur(layer_scaling)
def bias_scaled_by_its_own_factor_only(patch):
    right = dense.scale_layers

    def wrong(weights, biases, factors):
        return right(weights, biases, factors)[0], [
            [b * f for b in bias] for bias, f in zip(biases, factors, strict=True)
        ]

    patch.setattr(dense, "scale_layers", wrong)


@saboteur(layer_scaling)
def output_layer_forgotten(patch):
    right = dense.scale_layers
    patch.setattr(dense, "scale_layers", lambda w, b, factors: right(w, b, [*factors[:-1], factors[-1] ** 0]))
