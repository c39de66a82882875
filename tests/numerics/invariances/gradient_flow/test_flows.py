"""Flows and descents of layered networks."""

from itertools import pairwise

import numpy as np
import pytest

from numerics.invariances import descent, gradient_flow, sliding, spirals
from numerics.invariances.architecture import Layered, Plain, block, dense, floating
from numerics.invariances.gradient_flow import kinks
from numerics.invariances.gradient_flow.rates import arguments_rate
from numerics.invariances.network import RELU

NET = Layered([Plain(dense(4, 3)), Plain(dense(3, 4)), Plain(dense(1, 3))])
RNG = np.random.default_rng(0)
THETA, X = RNG.normal(size=NET.size) / 2, RNG.normal(size=(6, 3))
Y = np.where(X @ RNG.normal(size=3) > 0, 1.0, -1.0)


def _q(theta):
    return [a @ a.T - b.T @ b for a, b in pairwise(NET.split(theta))]


def test_flow_is_the_limit_of_small_steps():
    course = gradient_flow.flow(NET, THETA, X, Y, loss="logistic", times=[0.0, 1.0])
    ends = [descent.train(NET, THETA, X, Y, loss="logistic", eta=1 / n, steps=n) for n in (500, 1000)]
    extrapolated = 2 * ends[1] - ends[0]
    assert course.theta[-1] == pytest.approx(extrapolated, abs=1e-5)


def test_a_single_weight_follows_its_closed_form():
    net = Layered([Plain(dense(1, 1))])
    course = gradient_flow.flow(net, [2.0], [[1.0]], [0.5], loss="squared", times=[0.0, 1.0, 3.0])
    assert course.theta[:, 0] == pytest.approx(0.5 + 1.5 * np.exp(-course.times), rel=1e-11)


def test_kinks_are_located():
    """Between reports patterns change as often as kinks were met; the flow agrees with small steps."""
    rng = np.random.default_rng(46)
    net = Layered([Plain(dense(6, 4), RELU), Plain(dense(5, 6), RELU), Plain(dense(1, 5))])
    theta, x = rng.normal(size=net.size) / 2, rng.normal(size=(8, 4))
    y = np.where(x @ rng.normal(size=4) > 0, 1.0, -1.0)
    course = gradient_flow.flow(net, theta, x, y, loss="logistic", times=[0.0, 3.0])
    assert course.kinks
    assert all(0 < kink < 3 for kink in course.kinks)
    small = descent.train(net, theta, x, y, loss="logistic", eta=1e-3, steps=3000)
    assert course.theta[-1] == pytest.approx(small, abs=2e-3)


def test_the_flow_slides_along_a_kink():
    """The counterexample's flow comes to the kink u.x_1 = 0 and stays there."""
    net = Layered([Plain(dense(2, 2), RELU), Plain(dense(1, 2))])
    theta = [1.0, 0.98, 3.0, 1.0, 1.0, 1.0]
    # Squared loss with far targets acts like R = f(x_1) - f(x_2).
    course = gradient_flow.flow(
        net, theta, [[1.0, -1.0], [1.0, 0.0]], [-1e3, 1e3], loss="squared", times=[0.0, 1e-3]
    )
    assert course.slid
    assert course.theta[-1, 0] == pytest.approx(course.theta[-1, 1], abs=1e-9)


def test_a_flow_between_reports_meets_so_many_kinks_at_most(monkeypatch):
    monkeypatch.setattr(kinks, "MOST_KINKS", 0)
    rng = np.random.default_rng(46)
    net = Layered([Plain(dense(6, 4), RELU), Plain(dense(1, 6))])
    theta, x = rng.normal(size=net.size) / 2, rng.normal(size=(8, 4))
    with pytest.raises(gradient_flow.SlidingError, match="given up"):
        gradient_flow.flow(net, theta, x, np.sign(x[:, 0]), loss="logistic", times=[0.0, 20.0])


def test_rates_of_arguments_are_their_derivatives():
    rng = np.random.default_rng(3)
    net = Layered([Plain(dense(4, 3), RELU), block(4, 2, 3, "free"), Plain(dense(1, 3), RELU)])
    theta, turn, x = rng.normal(size=net.size), rng.normal(size=net.size), rng.normal(size=(5, 3))
    patterns = floating.run(net, theta, x)[1].slopes

    def at(t):
        return np.concatenate([z.ravel() for z in floating.run(net, theta + t * turn, x, patterns)[1].pre])

    rates = arguments_rate(net, theta, x, patterns, turn)
    assert rates == pytest.approx((at(1e-6) - at(-1e-6)) / 2e-6, rel=1e-6, abs=1e-6)


def test_log_risk_flow_lowers_the_risk_at_any_scale():
    path = gradient_flow.log_risk_flow(NET, THETA, X, Y, step=0.02, steps=300)
    margins = Y * floating.outputs(NET, path[-1], X)
    assert margins.min() > 0
    assert np.isfinite(path).all()
    longer = gradient_flow.log_risk_flow(NET, 100 * path[-1], X, Y, step=0.02, steps=20)
    assert np.isfinite(longer).all()


def test_momentum_and_nesterov_by_hand():
    net = Layered([Plain(dense(1, 1))])
    named = {"loss": "squared", "eta": 0.1, "steps": 2, "beta": 0.5}
    assert descent.train(net, [1.0], [[1.0]], [0.0], **named) == pytest.approx([0.9 - 0.05 - 0.09])
    after = 0.9 - 0.05 - 0.1 * 0.85
    assert descent.train(net, [1.0], [[1.0]], [0.0], nesterov=True, **named) == pytest.approx([after])


def test_batches_are_runs_of_their_own():
    both = np.stack([THETA, THETA / 3])
    ends = descent.train(NET, both, X, Y, loss="logistic", eta=0.1, steps=30)
    assert ends[1] == pytest.approx(
        descent.train(NET, both[1], X, Y, loss="logistic", eta=0.1, steps=30), rel=1e-12
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"eta": 0.0}, "eta must be a positive number"),
        ({"beta": 1.0}, r"beta must be in \[0, 1\)"),
        ({"loss": "hinge"}, "loss must be one of"),
        ({"steps": -1}, "steps must be"),
    ],
)
def test_bad_arguments_of_descent(change, message):
    good = {"loss": "logistic", "eta": 0.1, "steps": 1, "beta": 0.0}
    with pytest.raises(ValueError, match=message):
        descent.train(NET, THETA, X, Y, **(good | change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"times": [0.0]}, "times must be at least two"),
        ({"times": [1.0, 0.0]}, "times must be at least two"),
        ({"friction": -1.0}, "friction must be positive"),
        ({"speed": THETA}, "speed must be of shape"),
    ],
)
def test_bad_arguments_of_flow(change, message):
    with pytest.raises(ValueError, match=message):
        gradient_flow.flow(NET, THETA, X, Y, **({"loss": "squared", "times": [0.0, 1.0]} | change))


def test_sliding_flow_and_spiral():
    eta = 1e-4
    path = sliding.descent(eta, 3000)
    assert path[-1] == pytest.approx(sliding.flow(0.3), abs=5e-4)
    assert spirals.crossings(np.array([1.0, -1.0, -2.0, 3.0])).tolist() == [False, True, False, True]
    with pytest.raises(ValueError, match="dimension"):
        spirals.spiral(1.0, dimension=1)
