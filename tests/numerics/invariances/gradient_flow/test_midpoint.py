"""The implicit midpoint rule at steps of any length."""

from itertools import pairwise

import numpy as np
import pytest

from numerics.invariances import descent, gradient_flow
from numerics.invariances.architecture import Layered, Plain, dense
from numerics.invariances.network import RELU

NET = Layered([Plain(dense(n, m)) for m, n in pairwise((4, 5, 3, 1))])
RNG = np.random.default_rng(6)
X, THETA = RNG.normal(size=(10, 4)), RNG.normal(size=NET.size) / 2
Y = X @ RNG.normal(size=4)


def _q(theta):
    return [a @ a.T - b.T @ b for a, b in pairwise(NET.split(theta))]


@pytest.mark.parametrize("loss", ["squared", "logistic", "exponential"])
@pytest.mark.parametrize("step", [0.1, 0.5, 3.0])
def test_every_step_solves_its_equation_and_conserves(step, loss):
    y = Y if loss == "squared" else np.sign(Y)
    path = gradient_flow.implicit_midpoint(NET, THETA, X, y, loss=loss, step=step, steps=8)
    for a, b in pairwise(path):
        slope = descent.gradient(NET, (a + b) / 2, X, y, loss)
        assert b - a == pytest.approx(-step * slope, abs=1e-12)
    for old, new in zip(_q(path[0]), _q(path[-1]), strict=True):
        assert new == pytest.approx(old, abs=1e-13)


def test_short_steps_approach_the_flow_with_order_two():
    goal = gradient_flow.flow(NET, THETA, X, Y, loss="squared", times=[0.0, 1.0]).theta[-1]
    errors = [
        np.abs(
            gradient_flow.implicit_midpoint(NET, THETA, X, Y, loss="squared", step=1 / n, steps=n)[-1] - goal
        ).max()
        for n in (20, 40)
    ]
    assert errors[0] / errors[1] == pytest.approx(4, rel=0.1)


def test_a_midpoint_on_a_kink_is_told():
    """With w relu(u x) nothing moves where u x < 0; where a minimum lies on the kink no slope is 0."""
    net = Layered([Plain(dense(1, 1), RELU), Plain(dense(1, 1))])
    still = gradient_flow.implicit_midpoint(
        net, [-1.0, 1.0], [[1.0]], [0.0], loss="squared", step=1.0, steps=2
    )
    assert (still == still[0]).all()
    with pytest.raises(ArithmeticError, match=r"step=40.0: no solution"):
        gradient_flow.implicit_midpoint(net, [0.1, 1.0], [[1.0]], [-5.0], loss="squared", step=40.0, steps=3)


def test_only_one_network_at_a_time():
    with pytest.raises(ValueError, match="theta must be of shape"):
        gradient_flow.implicit_midpoint(NET, THETA[None], X, Y, loss="squared", step=0.1, steps=1)
