"""Bad arguments, drawn at random, for what trains layered networks and looks at their tails."""

import numpy as np
import pytest

from numerics.descent import losses
from numerics.invariances import conservation, descent, gradient_flow, tail
from numerics.invariances.architecture import Layered, Plain, dense, floating
from numerics.invariances.network import RELU

NET = Layered([Plain(dense(1, 3), RELU)])
DATA = {"net": NET, "theta": np.full(3, 0.1), "x": np.full((3, 3), 0.1), "y": np.ones(3)}
KINDS = {"net": "network", "theta": "vector", "x": "vector", "y": "vector"}


def test_outputs(rejects):
    good = {name: DATA[name] for name in ("net", "theta", "x")}
    rejects(floating.outputs, good, {name: KINDS[name] for name in good})


def test_descent(rejects):
    good = {**DATA, "loss": "squared", "eta": 0.1, "steps": 1, "beta": 0.5}
    rejects(descent.train, good, {**KINDS, "loss": "choice", "eta": "number", "steps": "count"})
    rejects(descent.gradient, {**DATA, "loss": "squared"}, {**KINDS, "loss": "choice"})


def test_flows(rejects):
    good = {**DATA, "loss": "squared", "times": [0.0, 0.01]}
    rejects(gradient_flow.flow, good, {**KINDS, "loss": "choice", "times": "times"}, calls=300)
    good = {**DATA, "step": 0.01, "steps": 1}
    kinds = {**KINDS, "step": "number", "steps": "count"}
    rejects(gradient_flow.log_risk_flow, good, kinds)
    rejects(gradient_flow.implicit_midpoint, {**good, "loss": "squared"}, {**kinds, "loss": "choice"})


@pytest.mark.parametrize("function", [losses.risk, losses.slopes])
def test_losses(function, rejects):
    good = {"f": np.full(3, 0.1), "y": np.ones(3), "loss": "squared"}
    rejects(function, good, {"f": "vector", "y": "vector", "loss": "choice"})


@pytest.mark.parametrize("function", [losses.log_risk, losses.log_slopes])
def test_log_losses(function, rejects):
    rejects(function, {"f": np.full(3, 0.1), "y": np.ones(3)}, {"f": "vector", "y": "vector"})


def test_sines(rejects):
    good = {"first": np.eye(3), "second": np.eye(3)}
    rejects(tail.sines, good, {"first": "vector", "second": "vector"})


MATRIX = np.ones((2, 2))
LAYERS = [("dense", MATRIX), ("free", np.ones((2, 1)), np.ones((1, 2)), MATRIX), ("dense", np.ones((1, 2)))]


@pytest.mark.parametrize("function", [tail.bounds, tail.norms, tail.differences])
@pytest.mark.parametrize(
    ("place", "bad"),
    [
        (0, None),
        (0, ("pool", MATRIX)),
        (0, ("dense",)),
        (0, ("dense", None)),
        (0, ("dense", np.ones(2))),
        (0, ("dense", np.full((2, 2), np.nan))),
        (0, ("dense", np.ones((3, 2)))),
        (0, ("conv", MATRIX, 1)),
        (0, ("conv", np.ones((1, 2, 2)), 0)),
        (0, ("conv", np.ones((1, 2, 2)), 3)),
        (1, ("free", MATRIX, MATRIX)),
        (1, ("free", np.ones((2, 1)), np.ones((2, 2)), MATRIX)),
        (1, ("conv", np.ones((1, 2, 2)), 1)),
        (1, "free"),
        (2, ("dense", np.ones((1, 3)))),
    ],
)
def test_layers_of_a_tail(function, place, bad):
    layers = [bad if at == place else layer for at, layer in enumerate(LAYERS)]
    with pytest.raises((TypeError, ValueError), match=r"^layers\[\d\]"):
        function(layers)


@pytest.mark.parametrize("function", [tail.bounds, tail.norms, tail.differences])
@pytest.mark.parametrize("bad", [None, 3, [], "dense", {}])
def test_what_is_no_list_of_layers(function, bad):
    with pytest.raises((TypeError, ValueError), match=r"^layers must"):
        function(bad)


@pytest.mark.parametrize(
    "bad",
    [None, [], [("dense", 1)], [("pool",), ("dense",)], [("free", 0), ("dense",)], [("conv", 1), ("dense",)]],
)
def test_rank_budget(bad):
    with pytest.raises((TypeError, ValueError), match=r"^layers"):
        tail.rank_budget(bad)


def test_laws(rejects):
    w = conservation.weights(2, modulo=conservation.PRIME)
    rejects(conservation.lie_rank, {"outputs": w, "seed": 0}, {"outputs": "polynomials", "seed": "count"})
    rejects(conservation.quadratic_laws, {"outputs": w}, {"outputs": "polynomials"}, calls=50)
    rejects(conservation.is_law, {"law": w[0], "outputs": w}, {"outputs": "polynomials"}, calls=50)
    rejects(conservation.weights, {"count": 2}, {"count": "count"}, calls=50)
    with pytest.raises(ValueError, match="modulo must be a prime"):
        conservation.weights(2, modulo=6)


def test_dense_matrices():
    with pytest.raises((TypeError, ValueError), match="widths"):
        conservation.dense_matrices((2,), conservation.weights(2))
    with pytest.raises((TypeError, ValueError), match="w must"):
        conservation.dense_matrices((2, 2), conservation.weights(3))
