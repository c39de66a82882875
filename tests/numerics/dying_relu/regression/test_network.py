"""Networks for regression: against exact arithmetic, finite differences and each other."""

import math
import re
from fractions import Fraction

import array_api_strict
import numpy as np
import pytest

from numerics.dying_relu import dense
from numerics.dying_relu.regression import network as networks
from numerics.dying_relu.regression.network import Architecture

SHAPES = [("plain", 1), ("plain", 3), ("residual", 1), ("residual", 3)]
ROWS = 9


def _problem(kind, depth, *, seed=3, batch=()):
    rng = np.random.default_rng(seed)
    net = Architecture(4, 5, depth, kind)
    parameters = {}
    for name, shape in net.shapes.items():
        spread = 1.0 if name.startswith("scale") else 0.0
        parameters[name] = np.asarray(spread + 0.5 * rng.standard_normal((*batch, *shape)))
    return net, parameters, rng.standard_normal((ROWS, 4)), rng.standard_normal(ROWS)


def test_plain_networks_are_dense_networks_in_exact_arithmetic():
    net, parameters, x, _ = _problem("plain", 2)
    rough = {name: np.round(value * 8) / 8 for name, value in parameters.items()}
    x = np.round(x * 8) / 8

    def exact(array):
        return np.vectorize(Fraction)(array) if array.ndim else np.asarray(Fraction(float(array)), object)

    weights = [exact(rough["weight1"]), exact(rough["weight2"]), exact(rough["weight_out"])[None, :]]
    biases = [exact(rough["bias1"]), exact(rough["bias2"]), exact(rough["bias_out"])[None]]
    exactly = dense.forward(exact(x), weights, biases)[:, 0]
    assert np.array_equal(networks.output(net, rough, x), exactly.astype(float))  # short dyadic numbers


@pytest.mark.parametrize(("kind", "depth"), SHAPES)
def test_gradients_are_differences_of_the_loss(kind, depth):
    net, parameters, x, y = _problem(kind, depth)
    loss, gradient = networks.gradients(net, parameters, x, y)
    assert loss == pytest.approx(np.mean((networks.output(net, parameters, x) - y) ** 2) / 2)
    assert list(gradient) == list(net.shapes)
    h = 1e-6  # error h^2 from the formula and 1e-16/h from rounding
    for name, value in gradient.items():
        assert value.shape == net.shapes[name]
        for at in np.ndindex(value.shape):
            ends = []
            for sign in (1, -1):
                moved = {**parameters, name: np.array(parameters[name])}
                moved[name][at] += sign * h
                ends.append(networks.gradients(net, moved, x, y)[0])
            assert value[at] == pytest.approx((ends[0] - ends[1]) / (2 * h), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(("kind", "depth"), SHAPES)
def test_batches_are_loops(kind, depth):
    net, parameters, x, y = _problem(kind, depth, batch=(2, 3))
    loss, gradient = networks.gradients(net, parameters, x, y)
    dead = networks.dead_units(net, parameters, x)
    assert dead.shape == (2, 3, depth, 5)
    for at in np.ndindex(2, 3):
        one = {name: value[at] for name, value in parameters.items()}
        loss_of_one, gradient_of_one = networks.gradients(net, one, x, y)
        assert loss[at] == pytest.approx(loss_of_one, rel=1e-13)
        assert np.array_equal(dead[at], networks.dead_units(net, one, x))
        for name in net.shapes:
            np.testing.assert_allclose(gradient[name][at], gradient_of_one[name], rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize(("kind", "depth"), SHAPES)
def test_any_array_library(kind, depth):
    net, parameters, x, y = _problem(kind, depth)
    xp = array_api_strict
    strict = {name: xp.asarray(value) for name, value in parameters.items()}
    loss, gradient = networks.gradients(net, strict, xp.asarray(x), xp.asarray(y))
    ours, expected = networks.gradients(net, parameters, x, y)
    assert float(loss) == pytest.approx(float(ours), rel=1e-14)
    for name in net.shapes:
        np.testing.assert_allclose(np.asarray(gradient[name]), expected[name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("kind", "inner"), [("plain", "bias2"), ("residual", "shift2")])
def test_a_unit_that_is_never_active_is_dead_and_its_incoming_gradient_is_zero(kind, inner):
    net, parameters, x, y = _problem(kind, 2)
    parameters[inner][3] = -100.0
    dead = networks.dead_units(net, parameters, x)
    assert dead[1, 3]
    parameters[inner][3] = 100.0
    assert not networks.dead_units(net, parameters, x)[1, 3]
    parameters[inner][3] = -100.0
    gradient = networks.gradients(net, parameters, x, y)[1]
    if kind == "plain":
        assert np.all(gradient["weight2"][3] == 0)
    else:
        assert gradient["scale2"][3] == 0
        assert np.all(gradient["weight2"][:, 3] == 0)
    assert gradient[inner][3] == 0


def test_one_active_row_is_enough_to_live():
    net = Architecture(1, 2, 1)
    parameters = {
        "weight1": np.asarray([[1.0], [1.0]]),
        "bias1": np.asarray([-2.0, -3.0]),
        "weight_out": np.ones(2),
        "bias_out": np.asarray(0.0),
    }
    x = np.asarray([[0.0], [2.5], [-1.0]])
    assert networks.dead_units(net, parameters, x).tolist() == [[False, True]]
    assert networks.dead_units(net, parameters, np.asarray([[2.0]])).tolist() == [[True, True]]  # at the kink


def test_normalisation_makes_blocks_blind_to_the_scale_of_their_input():
    net, parameters, x, _ = _problem("residual", 1)
    parameters["weight_out"][:] = 0
    before = networks.dead_units(net, parameters, x)
    assert np.array_equal(before, networks.dead_units(net, parameters, 1000 * x))


@pytest.mark.parametrize(("kind", "depth"), SHAPES)
def test_starts_are_uniform_within_one_over_root_fan_in(kind, depth):
    net = Architecture(4, 300, depth, kind)
    start = networks.initial(net, np.random.default_rng(1))
    assert {name: value.shape for name, value in start.items()} == net.shapes
    for name, value in start.items():
        what, layer = re.fullmatch(r"([a-z]+)_?(\w+)", name).groups()
        if what in ("scale", "shift"):
            assert np.all(value == (what == "scale"))
            continue
        bound = start[f"weight{'_out' if layer == 'out' else layer}"].shape[-1] ** -0.5
        assert np.abs(value).max() <= bound
        if value.size >= 300:
            assert np.abs(value).max() > 0.97 * bound
            # four standard errors of the variance of a uniform variable
            assert value.var() * 3 / bound**2 == pytest.approx(1, abs=4 * (4 / 5 / value.size) ** 0.5)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ((0,), "inputs"),
        ((2, 0), "width"),
        ((2, 3, 0), "depth"),
        ((2, 3, 1.0), "depth"),
        ((2, 3, 1, "dense"), "kind"),
        ((2, 3, 1, None), "kind"),
    ],
)
def test_bad_architectures_are_named(arguments, name):
    with pytest.raises((ValueError, TypeError), match=rf"^{name} must be"):
        Architecture(*arguments)


def _by_hand(net, parameters, x):
    """Outputs and pre-activations of one network, number by number, from the definition of the blocks."""

    def affine(layer, row):
        weight, bias = parameters[f"weight{layer}"], parameters[f"bias{layer}"]
        return [
            sum(float(w) * v for w, v in zip(ws, row, strict=True)) + float(b)
            for ws, b in zip(weight, bias, strict=True)
        ]

    hidden = [[float(value) for value in row] for row in x]
    if net.kind == "residual":
        hidden = [affine(0, row) for row in hidden]
    seen = []
    for layer in range(1, net.depth + 1):
        if net.kind == "plain":
            before = [affine(layer, row) for row in hidden]
            hidden = [[max(z, 0.0) for z in row] for row in before]
        else:
            before = [[0.0] * net.width for _ in hidden]
            for unit in range(net.width):
                column = [row[unit] for row in hidden]
                mean = sum(column) / len(column)
                variance = sum((value - mean) ** 2 for value in column) / len(column)
                scale, shift = parameters[f"scale{layer}"][unit], parameters[f"shift{layer}"][unit]
                for row, value in enumerate(column):
                    before[row][unit] = (value - mean) / math.sqrt(variance + 1e-5) * scale + shift
            changes = [affine(layer, [max(z, 0.0) for z in row]) for row in before]
            hidden = [
                [h + c for h, c in zip(*rows, strict=True)] for rows in zip(hidden, changes, strict=True)
            ]
        seen.append(before)
    out = [sum(w * h for w, h in zip(parameters["weight_out"], row, strict=True)) for row in hidden]
    return np.array(out) + parameters["bias_out"], np.array(seen)


@pytest.mark.parametrize(("kind", "depth"), SHAPES)
def test_outputs_and_dead_units_number_by_number(kind, depth):
    net, parameters, x, _ = _problem(kind, depth, seed=5)
    parameters["shift1" if kind == "residual" else "bias1"][2] = -3.0  # now and then dead
    out, before = _by_hand(net, parameters, x)
    np.testing.assert_allclose(networks.output(net, parameters, x), out, rtol=1e-12)
    dead = networks.dead_units(net, parameters, x)
    assert np.array_equal(dead, np.all(before <= 0, axis=1))
    assert dead.any()
