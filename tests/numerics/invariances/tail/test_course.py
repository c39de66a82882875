"""Tails recorded along paths."""

import numpy as np
import pytest

from numerics.invariances import gradient_flow, tail
from numerics.invariances.architecture import Layered, Plain, block, convolution, dense
from numerics.invariances.network import RELU
from numerics.invariances.tail.course import layers_of, record

NET = Layered([Plain(dense(4, 3), RELU), Plain(dense(3, 4)), Plain(dense(2, 3)), Plain(dense(1, 2))])


def _path(net, k=3, seed=0):
    return np.random.default_rng(seed).normal(size=(k, net.size))


def test_records_are_those_of_each_point():
    path = _path(NET)
    course = record(NET, path, skip=1)
    chains = [layers_of(NET, at, skip=1) for at in path]
    assert [layer[0] for layer in chains[0]] == ["dense"] * 3
    for k, chain in enumerate(chains):
        frobenius, spectral = tail.norms(chain)
        assert course.frobenius[k] == pytest.approx(frobenius)
        assert course.spectral[k] == pytest.approx(spectral)
        assert [values[k, 0] ** 2 for values in course.singular] == pytest.approx(spectral)
        assert (course.sines[k, 1], course.sine_bounds[k, 1]) == tail.sines(chain[1][1], chain[2][1])
    assert course.drift[0] == 0
    assert course.drift[1:].min() > 0
    limits = tail.bounds(chains[0])
    assert course.gamma == pytest.approx(limits.gamma)
    assert course.bound == pytest.approx(limits.bound)


def test_a_flow_keeps_what_is_conserved_and_stays_within_bounds():
    net = Layered([Plain(dense(4, 3)), block(4, 2, 3, "free", inner=(1, 1)), Plain(dense(1, 3))])
    rng = np.random.default_rng(1)
    x, theta = rng.normal(size=(6, 3)), rng.normal(size=net.size) / 2
    run = gradient_flow.flow(net, theta, x, x[:, 0], loss="squared", times=[0.0, 1.0, 5.0])
    course = record(net, run.theta)
    assert course.drift.max() < 1e-10
    assert course.gamma.tolist() == [2, 1, 1]
    assert (course.frobenius / course.gamma - course.spectral <= course.bound + 1e-9).all()
    assert np.isnan(course.sines).all()  # each layer lies beside the block


def test_convolutions_and_a_single_row():
    net = Layered([Plain(convolution(1, 2, (4,), (2,))), Plain(dense(1, 6))])
    assert layers_of(net, np.arange(net.size))[0][2] == 3
    assert record(net, _path(net)).gamma == pytest.approx([2, 1])
    row = record(NET, _path(NET), skip=3)
    assert row.drift.tolist() == [0, 0, 0]
    assert row.sines.shape == (3, 0)


def test_bad_arguments_are_named():
    for bad in (
        None,
        "path",
        np.ones(NET.size),
        np.ones((2, 3)),
        np.full((1, NET.size), np.nan),
        np.ones((0, NET.size)),
    ):
        with pytest.raises((TypeError, ValueError), match=r"\b(path|theta)\b"):
            record(NET, bad)
    for skip in (-1, 4, 1.5, None):
        with pytest.raises((TypeError, ValueError), match=r"\bskip\b"):
            record(NET, _path(NET), skip=skip)
    with pytest.raises(TypeError, match="net must be"):
        record(3, np.ones((1, 3)))
