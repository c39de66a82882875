"""The laws of a pair of convolutions, by inputs, channels, kernel, strides and padding."""

from itertools import product

import pytest

from numerics.invariances import conservation
from proofs_check.engines import exactly, identity
from proofs_check.proof import by_hand, proof, saboteur
from theory.invariances.beyond import pair_laws

#: Most weights of a pair whose brackets are computed here.
MOST = 12


def expected(inputs, hidden, kernel, strides, pads):
    """The number of quadratic laws, and that of all."""
    if inputs == 1 and pads[1] == 0 and (strides[0] == 1 or kernel == 1):
        return hidden**2, hidden**2 - max(hidden - kernel, 0) ** 2
    return (hidden * (hidden + 1) // 2,) * 2


@proof(pair_laws)
def proof_of_the_exchange():
    by_hand(
        "The derivative by a kernel is what the risk's derivatives by the coefficients of the "
        "product, a matrix "
        "$H_{s+t}$ and so a symmetric one, make of the other kernel; rates are minus derivatives."
    )
    identity(pair_laws)


def _small_pairs():
    for inputs, hidden, kernel in product((1, 2), (1, 2, 3), (1, 2, 3)):
        for strides, pad in product(((1, 1), (2, 1), (1, 2), (2, 2)), (0, 1)):
            if hidden * kernel * (inputs + 1) <= MOST and (kernel > 1 or pad == 0):
                yield inputs, hidden, kernel, strides, (0, pad)


@pytest.mark.parametrize("inputs", [1, 2])
@proof(pair_laws)
def proof_of_the_table(inputs):
    for n, hidden, kernel, strides, pads in _small_pairs():
        if n == inputs:
            found = conservation.count_of_pair(n, hidden, kernel, strides=strides, pads=pads)
            exactly([found.quadratic, found.most], list(expected(n, hidden, kernel, strides, pads)))


@pytest.mark.parametrize("hidden", range(1, 6))
@proof(pair_laws)
def proof_of_the_number_of_independent_laws(hidden):
    """Explicit laws: they are laws, and their Jacobian has this rank."""
    for kernel in range(1, 5):
        laws = conservation.laws_of_pair(hidden, kernel)
        outputs = conservation.convolution_pair(1, hidden, kernel)
        exactly(sum(conservation.is_law(law, outputs) for law in laws), hidden**2)
        exactly(conservation.independent(laws), hidden**2 - max(hidden - kernel, 0) ** 2)


@saboteur(pair_laws)
def strides_forgotten(patch):
    _without(patch, "strides")


@saboteur(pair_laws)
def padding_forgotten(patch):
    _without(patch, "pads")


def _without(patch, name):
    right = conservation.count_of_pair
    patch.setattr(conservation, "count_of_pair", lambda *args, **named: right(
        *args, **{key: value for key, value in named.items() if key != name}))  # fmt: skip


@saboteur(pair_laws)
def a_law_left_out(patch):
    right = conservation.laws_of_pair
    patch.setattr(conservation, "laws_of_pair", lambda hidden, kernel: right(hidden, kernel)[:-1])
