"""The fused gradient beside the one for any architecture."""

import array_api_strict
import numpy as np
import pytest

from numerics.descent import losses
from numerics.invariances import descent
from numerics.invariances.architecture import Layered, Plain, block, convolution, dense, floating, fused
from numerics.invariances.network import RELU

LEAKY = (1, 0.25)
NETS = {
    "one layer": [Plain(dense(1, 3))],
    "linear": [Plain(dense(4, 3)), Plain(dense(1, 4))],
    "doubled": [Plain(dense(4, 3), (2, 2)), Plain(dense(1, 4), (-1, -1))],
    "ReLU": [Plain(dense(4, 3), RELU), Plain(dense(1, 4))],
    "linear first": [Plain(dense(4, 3)), Plain(dense(2, 4), LEAKY), Plain(dense(5, 2)), Plain(dense(1, 5))],
    "ReLU last": [Plain(dense(4, 3), RELU), Plain(dense(2, 4), RELU), Plain(dense(1, 2), LEAKY)],
    "block": [Plain(dense(4, 3), RELU), block(4, 2, 3, "free", inner=(1, 1)), Plain(dense(1, 3))],
    "blocks": [
        block(3, 2, 4, "free", inner=(2, 2)), block(4, 3, 3, "free", inner=(1, 1), slopes=(3, 3)),
        Plain(dense(1, 3)),
    ],
}  # fmt: skip


def _case(stages, lead, seed=0):
    net, rng = Layered(stages), np.random.default_rng(seed)
    x, theta = rng.normal(size=(7, 3)), rng.normal(size=(*lead, net.size))
    return net, theta, x, np.where(rng.normal(size=7) > 0, 1.0, -1.0)


@pytest.mark.parametrize("loss", losses.LOSSES)
@pytest.mark.parametrize("lead", [(), (1,), (5,), (2, 3)])
@pytest.mark.parametrize("name", NETS)
def test_gradient_is_that_of_any_architecture(name, lead, loss):
    net, theta, x, y = _case(NETS[name], lead)
    assert fused.applies(net, theta)
    work = fused.Fused(net, theta, x, y, loss)
    assert np.array_equal(work.theta(), theta)
    expected = descent.gradient(net, theta, x, y, loss)
    work.update()
    work.load(2 * theta)
    work.values /= 2  # what the first round leaves in the buffers must not matter
    work.values[:] = work.values - work.update()
    assert theta - work.theta() == pytest.approx(expected, rel=1e-11, abs=1e-12)


@pytest.mark.parametrize(("beta", "nesterov"), [(0.0, False), (0.9, False), (0.9, True)])
def test_training_takes_the_same_path(beta, nesterov):
    net, theta, x, y = _case(NETS["ReLU"], (2,))
    seen, velocity, at = [], 0 * theta, theta
    end = descent.train(
        net, theta, x, y, loss="logistic", eta=0.2, steps=5, beta=beta, nesterov=nesterov,
        watch=lambda step, now: seen.append((step, now)),
    )  # fmt: skip
    assert [step for step, _ in seen] == list(range(6))
    for _, now in seen[1:]:
        ahead = at + beta * velocity if nesterov else at
        velocity = beta * velocity - 0.2 * descent.gradient(net, ahead, x, y, "logistic")
        at = at + velocity
        assert now == pytest.approx(at, rel=1e-12, abs=1e-14)
    assert np.array_equal(end, seen[-1][1])


def test_what_has_shared_weights_or_bent_blocks_goes_the_general_way():
    conv = Layered([Plain(convolution(1, 2, (3,), (2,))), Plain(dense(1, 4))])
    bent = Layered([block(3, 2, 3, "free", inner=RELU), Plain(dense(1, 3))])
    skip = Layered([block(3, 2, 3, "identity", inner=(1, 1)), Plain(dense(1, 3))])
    for net in (conv, bent, skip):
        assert not fused.applies(net, np.zeros(net.size))
    net, theta, x, y = _case(bent.stages, (2,))
    end = descent.train(net, theta, x, y, loss="squared", eta=0.01, steps=1)
    assert end == pytest.approx(theta - 0.01 * descent.gradient(net, theta, x, y, "squared"), rel=1e-12)


def test_single_precision_stays_single():
    net, theta, x, y = _case(NETS["block"], (2,))
    single = [part.astype(np.float32) for part in (theta, x, y)]
    end = descent.train(net, *single, loss="logistic", eta=np.float32(0.1), steps=2)
    assert end.dtype == np.float32
    assert end == pytest.approx(descent.train(net, theta, x, y, loss="logistic", eta=0.1, steps=2), abs=1e-5)


def test_outputs_are_not_touched():
    net, theta, x, y = _case(NETS["ReLU"], ())
    before = theta.copy()
    descent.train(net, theta, x, y, loss="logistic", eta=0.1, steps=3)
    assert np.array_equal(theta, before)
    assert floating.outputs(net, theta, x).shape == (7,)


def test_arrays_of_other_libraries_go_the_general_way():
    net, theta, x, y = _case(NETS["ReLU"], (2,))
    strict = [array_api_strict.asarray(part) for part in (theta, x, y)]
    assert not fused.applies(net, strict[0])
    end = descent.train(net, *strict, loss="logistic", eta=0.1, steps=4, beta=0.5)
    expected = descent.train(net, theta, x, y, loss="logistic", eta=0.1, steps=4, beta=0.5)
    assert np.asarray(end) == pytest.approx(expected, rel=1e-12)
