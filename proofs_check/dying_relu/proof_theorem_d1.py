"""No single factor rescales every network (Theorem D1, Eq. 38)."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.dying_relu import dense
from numerics.dying_relu.dense import network
from proofs_check.dying_relu.instances import networks, positives, small
from proofs_check.engines import exactly, for_all, refutes
from proofs_check.proof import by_hand, proof, refutation, relies_on, saboteur
from theory.dying_relu.networks import a, b_1, layer_scaling, no_common_factor, w_1, w_2
from theory.dying_relu.networks import b_2 as output_bias
from theory.dying_relu.setting import gamma

FAR = Fraction(10) ** 40
"""Beyond every kink of these networks: their breakpoints are ratios of rationals with small denominators."""


def _times(entries, factor):
    """Multiply every number of a nested list."""
    return [_times(entry, factor) if isinstance(entry, list) else entry * factor for entry in entries]


@proof(no_common_factor, *[part for part in no_common_factor.parts if part != "almost_every"])
def proof_by_unit_weights_and_output_bias():
    relies_on(layer_scaling)
    for_all(no_common_factor)


@proof(no_common_factor, "almost_every")
def proof_that_at_most_one_output_bias_fits():
    by_hand("The exceptional parameters are a graph over all but the output bias, a set of measure 0.")
    for_all(no_common_factor)


@proof(no_common_factor, "almost_every")
@settings(max_examples=25)
@given(networks(hidden=(1, 3)), positives, st.lists(small, min_size=2, max_size=2), small)
def proof_far_out_on_rays(network, factor, ray, shift):
    """The slope is multiplied by a power of the factor, the output bias by the factor itself."""
    weights, biases = network
    depth = len(weights) - 1

    def output(scale, distance, extra=0):
        shifted = [*biases[:-1], [biases[-1][0] + extra]]
        (out,) = dense.forward([distance * at for at in ray], _times(weights, scale), _times(shifted, scale))
        return out

    slopes = [output(scale, 2 * FAR) - output(scale, FAR) for scale in (1, factor)]
    exactly(slopes[1], factor ** (depth + 1) * slopes[0])
    exactly(output(factor, FAR, shift) - output(factor, FAR), factor * shift)


@proof(no_common_factor, "asleep")
@settings(max_examples=25)
@given(networks(hidden=(2, 4)), positives, st.lists(small, min_size=2, max_size=2))
def proof_that_sleeping_networks_are_rescaled(network, factor, x):
    weights, biases = network
    weights[-2] = [[-abs(entry) - 1 for entry in line] for line in weights[-2]]
    biases[-2] = [-abs(entry) - 1 for entry in biases[-2]]
    out = dense.forward(x, weights, biases)
    exactly(out, biases[-1])
    exactly(dense.forward(x, _times(weights, factor), _times(biases, factor)), factor * out)


@proof(no_common_factor, "conclusion")
@given(st.integers(1, 5), positives)
def proof_that_unit_networks_ask_for_a_power(depth, factor):
    weights = [[[Fraction(1)]]] * (depth + 1)
    none = [[Fraction(0)]] * (depth + 1)
    out = dense.forward([Fraction(1)], _times(weights, factor), none)
    exactly(out, [factor ** (depth + 1)])
    bias_only = [*none[:-1], [Fraction(1)]]
    exactly(dense.forward([Fraction(1)], _times(weights, 0), _times(bias_only, factor)), [factor])


@refutation(no_common_factor)
def proof_that_a_fixed_network_can_be_rescaled():
    """Twice the parameters give four times the output, for every input, where the output bias is 0."""
    refutes(no_common_factor, {a: 2, gamma: 4, w_1: 1, b_1: 1, w_2: 1, output_bias: 0})


@proof(no_common_factor, "one_layer")
@given(networks(hidden=(1, 1)), st.lists(small, min_size=2, max_size=2), positives, small)
def proof_that_one_layer_without_output_bias_is_rescaled(network, x, factor, bias):
    weights, (first, _) = network
    out = dense.forward(x, weights, [first, [bias]])
    scaled = dense.forward(x, _times(weights, factor), _times([first, [bias]], factor))
    exactly(scaled - out * factor**2, [bias * factor * (1 - factor)])


@saboteur(no_common_factor)
def hidden_layers_without_rectification(patch):
    patch.setattr(network, "_positive_part", lambda h: h * 2)
