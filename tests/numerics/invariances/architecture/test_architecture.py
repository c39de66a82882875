"""Layered networks: convolutions against their definition, exact against floating gradients."""

from itertools import product

import array_api_strict
import numpy as np
import pytest
from flint import fmpq
from scipy.signal import correlate

from numerics.invariances import architecture as arch
from numerics.invariances.architecture import Layered, MaxPool, Plain, floating
from numerics.invariances.network import RELU

CONV = arch.convolution(2, 3, (6,), (3,), stride=2, pad=1)
NETS = [
    Layered([Plain(CONV), arch.block(9, 3, 4, "free"), Plain(arch.dense(3, 4), RELU),
             Plain(arch.dense(1, 3))]),
    Layered([Plain(arch.dense(4, 3), RELU), arch.block(4, 2, 4, "identity", slopes=RELU),
             arch.block(4, 2, 4, "diagonal"), Plain(arch.average_pool(1, (4,), 2)), Plain(arch.dense(1, 2))]),
]  # fmt: skip


def _matrix(piece, values):
    matrix = np.zeros(piece.shape)
    for row, col, index in zip(piece.rows, piece.cols, piece.index, strict=True):
        matrix[row, col] += np.ravel(values)[index]
    return matrix


@pytest.mark.parametrize(("stride", "pad"), list(product((1, 2, 3), (0, 1, 2))))
def test_convolution_in_two_dimensions_is_a_cross_correlation(stride, pad):
    rng = np.random.default_rng(0)
    piece = arch.convolution(2, 3, (5, 4), (3, 2), stride=stride, pad=pad)
    t, x = rng.normal(size=(2, 6, 3)), rng.normal(size=(2, 5, 4))
    padded = np.pad(x, ((0, 0), (pad, pad), (pad, pad)))
    expected = [
        sum(correlate(padded[i], t[i, :, o].reshape(3, 2), mode="valid") for i in range(2))[
            ::stride, ::stride
        ]
        for o in range(3)
    ]
    assert _matrix(piece, t) @ x.ravel() == pytest.approx(np.ravel(expected))


def test_flattenings_by_their_definition():
    rng = np.random.default_rng(1)
    t, w = rng.normal(size=(2, 3, 4)), rng.normal(size=(5, 4 * 6))
    out, into, ch = arch.out_matrix(t), arch.in_matrix(t), arch.ch_matrix(w, 4)
    assert (out.shape, into.shape, ch.shape) == ((4, 6), (2, 12), (4, 30))
    for i, s, o in product(range(2), range(3), range(4)):
        assert out[o, i * 3 + s] == t[i, s, o] == into[i, s * 4 + o]
    for c, p, r in product(range(4), range(6), range(5)):
        assert ch[c, p * 5 + r] == w[r, c * 6 + p]


@pytest.mark.parametrize("net", NETS)
def test_exact_and_floating_gradients_agree(net):
    rng = np.random.default_rng(2)
    flat, x = rng.integers(-5, 6, size=net.size), rng.integers(-5, 6, size=(2, net.n_inputs))
    exact = net.split(np.array([fmpq(int(v)) for v in flat], dtype=object))
    samples = [[fmpq(int(v)) for v in row] for row in x]
    slopes = net.flatten(net.gradient(exact, samples, [fmpq(1), fmpq(-2)]))
    f, tape = floating.run(net, flat.astype(float), x.astype(float))
    assert list(f) == [float(int(v.p)) / int(v.q) for v in (net.value(exact, s) for s in samples)]
    expected = [int(v.p) / int(v.q) for v in slopes]
    assert floating.pull(tape, np.array([1.0, -2.0])) == pytest.approx(expected)


def test_batches_of_a_strict_library():
    net, rng = NETS[0], np.random.default_rng(3)
    theta, x = rng.normal(size=(2, 3, net.size)), rng.normal(size=(5, net.n_inputs))
    f, tape = floating.run(net, array_api_strict.asarray(theta), array_api_strict.asarray(x))
    slopes = floating.pull(tape, array_api_strict.ones((2, 3, 5)))
    assert np.asarray(f)[1, 2] == pytest.approx(floating.outputs(net, theta[1, 2], x))
    _, alone = floating.run(net, theta[1, 2], x)
    assert np.asarray(slopes)[1, 2] == pytest.approx(floating.pull(alone, np.ones(5)))


def test_max_pooling_takes_the_largest():
    net = Layered([MaxPool(1, (6,), 3), Plain(arch.dense(1, 2))])
    one = np.array([[fmpq(1), fmpq(10)]], dtype=object)
    assert net.value([one], [fmpq(v) for v in (3, -1, 2, -5, -4, -9)]) == 3 + 10 * -4


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: arch.block(2, 1, 3, "identity"), "q must be 2"),
        (lambda: arch.block(2, 1, 2, "other"), "skip must be one of"),
        (lambda: arch.convolution(1, 1, (2,), (4,)), "kernel must be at most"),
        (lambda: Layered([Plain(arch.dense(2, 3)), Plain(arch.dense(1, 3))]), r"stages\[1\] must be for 2"),
        (lambda: Layered([Plain(arch.dense(2, 3))]), r"stages\[0\] must be of one output"),
        (lambda: NETS[0].flatten([np.zeros(3)]), "parameters must be of shapes"),
        (lambda: arch.ch_matrix(np.zeros((1, 5)), 2), "channels must be a divisor of 5"),
        (lambda: floating.outputs(NETS[1], np.zeros(3), np.zeros((1, 3))), "theta must be of shape"),
    ],
)
def test_errors_name_the_argument(build, message):
    with pytest.raises(ValueError, match=message):
        build()
