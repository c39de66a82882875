"""Gram matrices that the flow conserves behind convolutions, at exact velocities (Theorem 1, Lemma 9).

Every proof also looks whether the two sides move at all: a matrix at rest is conserved by anything.
"""

import random
from itertools import product

import numpy as np
from flint import fmpq
from hypothesis import given
from sympy import Integer

from numerics.invariances import architecture
from numerics.invariances.architecture import Layered, MaxPool, Plain, ch_matrix, in_matrix, out_matrix
from numerics.invariances.network import LINEAR, RELU
from proofs_check.engines import bounded, exactly, identity, refutes
from proofs_check.invariances import layers, saboteurs
from proofs_check.invariances.instances import seeds
from proofs_check.invariances.layers import left, velocities
from proofs_check.proof import by_hand, proof, refutation, saboteur
from theory.invariances import matrices

_AT_REST = (
    "Along the flow a map moves by minus its gradient, and what has the derivative 0 is constant. "
    "Out, In and Ch list, for each channel, all weights into it or out of it."
)


@proof(matrices.conv_conv)
def proof_for_convolutions_of_any_sizes():
    by_hand(_AT_REST)
    identity(matrices.conv_conv)


@proof(matrices.conv_dense)
def proof_for_any_dense_map_behind_a_convolution():
    by_hand(_AT_REST)
    identity(matrices.conv_dense)


@proof(matrices.channels)
def proof_for_any_channels():
    by_hand(_AT_REST)
    identity(matrices.channels)


@proof(matrices.conv_conv)
@given(seeds)
def proof_for_convolutions(seed):
    rng = random.Random(seed)
    first, size = layers.convolution(rng, rng.randint(1, 2), 2)
    second, _ = layers.convolution(rng, 2, rng.randint(1, 2), size)
    ahead = layers.ahead(rng, first.shape[1])
    net = Layered([*ahead, Plain(first), Plain(second), *layers.behind(rng, second.shape[0])])
    t, g, _ = velocities(net, rng)
    at = len(ahead)
    layers.conserved(
        left(out_matrix(t[at]), out_matrix(g[at])), left(in_matrix(t[at + 1]), in_matrix(g[at + 1]))
    )


@proof(matrices.conv_conv)
@given(seeds)
def proof_that_convolutions_are_what_they_are_called(seed):
    """Along one axis, out[o, q] = sum T[i, s, o] x[i, stride q + s - pad] (0 beyond ends)."""
    rng = random.Random(seed)
    (n,), (kernel,), stride, pad = layers.geometry(rng, two=False)
    piece = architecture.convolution(2, 2, (n,), (kernel,), stride=stride, pad=pad)
    m = (n + 2 * pad - kernel) // stride + 1
    exactly(piece.shape, (2 * m, 2 * n))
    net = Layered([Plain(piece), Plain(architecture.dense(1, 2 * m))])
    t, w = layers.parameters(net, rng)
    x = [layers.number(rng) for _ in range(2 * n)]
    total = fmpq(0)
    for o, q, i, s in product(range(2), range(m), range(2), range(kernel)):
        at = stride * q + s - pad
        if 0 <= at < n:
            total += w[0, o * m + q] * t[i, s, o] * x[i * n + at]
    exactly(net.value([t, w], x), total)


def _pooled(rng, pool, slopes):
    first = architecture.convolution(1, 2, (5,), (2,), stride=1, pad=0)
    between = Plain(architecture.average_pool(2, (4,), 2)) if pool == "mean" else MaxPool(2, (4,), 2)
    second = architecture.convolution(2, 2, (2,), (2,), stride=1, pad=1)
    net = Layered([Plain(first, slopes), between, Plain(second), *layers.behind(rng, second.shape[0])])
    t, g, _ = velocities(net, rng)
    return left(out_matrix(t[0]), out_matrix(g[0])), left(in_matrix(t[1]), in_matrix(g[1]))


@proof(matrices.conv_conv)
@given(seeds)
def proof_across_average_pooling(seed):
    layers.conserved(*_pooled(random.Random(seed), "mean", LINEAR))


@proof(matrices.conv_conv)
def proof_that_relu_and_max_pooling_leave_the_diagonal():
    rng = random.Random(5)
    for pool in ("mean", "max"):
        broken = [layers.diagonal_only(*_pooled(rng, pool, RELU)) for _ in range(15)]
        bounded(sum(broken), ">", 8, because="more than the diagonal moves in most of 15 cases")


@proof(matrices.conv_dense)
@given(seeds)
def proof_for_a_dense_map_behind_a_convolution(seed):
    rng = random.Random(seed)
    conv, _ = layers.convolution(rng, rng.randint(1, 2), 2)
    ahead = layers.ahead(rng, conv.shape[1])
    net = Layered([*ahead, Plain(conv), *layers.behind(rng, conv.shape[0])])
    t, g, _ = velocities(net, rng)
    at = len(ahead)
    layers.conserved(
        left(out_matrix(t[at]), out_matrix(g[at])), left(ch_matrix(t[at + 1], 2), ch_matrix(g[at + 1], 2))
    )


def _conv_block(rng, skip):
    conv, _ = layers.convolution(rng, rng.randint(1, 2), 2)
    p = conv.shape[0]
    q = p if skip != "free" else rng.randint(1, 3)
    ahead = layers.ahead(rng, conv.shape[1])
    net = Layered([*ahead, Plain(conv), architecture.block(p, 2, q, skip), *layers.behind(rng, q)])
    t, g, _ = velocities(net, rng)
    t, g = t[len(ahead) :], g[len(ahead) :]
    return t, g, left(out_matrix(t[0]), out_matrix(g[0]))


@proof(matrices.conv_free)
def proof_for_any_free_block_behind_a_convolution():
    by_hand(_AT_REST)
    identity(matrices.conv_free)


@proof(matrices.other_skips)
def proof_on_two_channels():
    identity(matrices.other_skips)


@proof(matrices.conv_free)
@given(seeds)
def proof_for_a_free_block_behind_a_convolution(seed):
    t, g, a = _conv_block(random.Random(seed), "free")
    into, slope = layers.stacked(t, g, 1, 3, 0)
    layers.conserved(a, left(ch_matrix(into, 2), ch_matrix(slope, 2)))


@proof(matrices.other_skips, "diagonal", "diagonal_entries")
def proof_that_diagonal_skips_leave_the_diagonal():
    rng, broken = random.Random(1), 0
    for _ in range(20):
        t, g, a = _conv_block(rng, "diagonal")
        into, slope = (np.concatenate([v[1], np.diag(v[3])]) * fmpq(1) for v in (t, g))
        broken += layers.diagonal_only(a, left(ch_matrix(into, 2), ch_matrix(slope, 2)))
    bounded(broken, ">", 10, because="more than the diagonal moves in most of 20 cases")


_ONES = dict.fromkeys(
    (matrices.x_1, matrices.x_2, matrices.r_1, matrices.r_2, matrices.y_1, matrices.y_2,
     matrices.u_1, matrices.u_2, matrices.z_11, matrices.z_22), Integer(1)
)  # fmt: skip


@refutation(matrices.other_skips, "diagonal")
def proof_that_other_skips_break_it():
    refutes(matrices.other_skips, _ONES)


@refutation(matrices.other_skips, "identity")
def proof_that_the_identity_breaks_it():
    refutes(matrices.other_skips, _ONES)


@proof(matrices.other_skips, "identity_entries")
def proof_that_an_identity_skip_leaves_nothing():
    t, g, a = _conv_block(random.Random(3), "identity")
    b = left(ch_matrix(t[1], 2), ch_matrix(g[1], 2))
    bounded((a - b) ** 2, ">", 0, because="no entry of the rate is 0")


@proof(matrices.channels)
@given(seeds)
def proof_of_two_channels_entry_by_entry(seed):
    """Sums written out, for a convolution and for a dense map behind."""
    rng = random.Random(seed)
    conv, size = layers.convolution(rng, 2, 2)
    m = int(np.prod(size))
    for dense in (False, True):
        after = architecture.dense(2, 2 * m) if dense else layers.convolution(rng, 2, 1, size)[0]
        net = Layered([Plain(conv), Plain(after), *layers.behind(rng, after.shape[0])])
        w, g, _ = velocities(net, rng)
        a, s, _ = w[0].shape
        into = sum(w[0][i, k, 0] * g[0][i, k, 1] + w[0][i, k, 1] * g[0][i, k, 0]
                   for i in range(a) for k in range(s))  # fmt: skip
        if dense:
            out = sum(w[1][r, p] * g[1][r, m + p] + w[1][r, m + p] * g[1][r, p]
                      for r in range(2) for p in range(m))  # fmt: skip
        else:
            out = sum(w[1][0, k, e] * g[1][1, k, e] + w[1][1, k, e] * g[1][0, k, e]
                      for k in range(w[1].shape[1]) for e in range(w[1].shape[2]))  # fmt: skip
        if into != 0:
            exactly(into, out)


for _claim in (matrices.conv_conv, matrices.conv_dense, matrices.conv_free, matrices.channels):
    saboteurs.against(_claim, *saboteurs.OF_ANY_PAIR)


def a_transposed_flattening(patch):
    """Out and In change places."""
    patch.setitem(globals(), "out_matrix", in_matrix)


def channels_that_run_fastest(patch):
    """Ch for features in position-major order."""
    patch.setitem(globals(), "ch_matrix", lambda w, d: np.reshape(
        w.T, (w.shape[1] // d, d, len(w))).transpose(1, 0, 2).reshape(d, -1))  # fmt: skip


def a_window_shifted_backwards(patch):
    """Every derivative by a weight of the first convolution belongs to the kernel position before."""
    _roll(patch, -1)


def a_window_shifted_forwards(patch):
    """Every derivative by a weight of the first convolution belongs to the kernel position behind."""
    _roll(patch, 1)


def _roll(patch, shift):
    saboteurs.spoil_slope(patch, 0, lambda g: np.roll(g, shift, axis=1) if g.ndim == 3 else g)


for _claim in (matrices.conv_conv, matrices.conv_dense, matrices.conv_free):
    saboteur(_claim)(a_window_shifted_backwards)
    saboteur(_claim)(a_window_shifted_forwards)
    saboteur(_claim)(a_transposed_flattening)
for _claim in (matrices.conv_dense, matrices.conv_free):
    saboteur(_claim)(channels_that_run_fastest)
for _claim in (matrices.channels,):
    saboteur(_claim)(a_window_shifted_backwards)
    saboteur(_claim)(a_window_shifted_forwards)


@saboteur(matrices.conv_conv)
def an_off_by_one_stride(patch):
    right_piece = architecture.convolution
    patch.setattr(architecture, "convolution", lambda *args, stride=1, **named: right_piece(
        *args, stride=stride + 1, **named))  # fmt: skip


@saboteur(matrices.conv_conv)
def a_wrong_pad(patch):
    right_piece = architecture.convolution
    patch.setattr(architecture, "convolution", lambda *args, pad=0, **named: right_piece(
        *args, pad=pad + 1, **named))  # fmt: skip
