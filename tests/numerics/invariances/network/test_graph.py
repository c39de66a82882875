"""Networks on graphs: values, gradients, and malformed graphs."""

import random
from fractions import Fraction

import array_api_strict
import numpy as np
import pytest
from flint import fmpq

from numerics.invariances.network import (
    RELU,
    Network,
    count_paths,
    path_enumeration,
    paths,
    pull_back,
    unroll,
)

EDGES = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 4), (3, 4)]
WEIGHTS = [1, -2, 3, -1, 2, -5]
SLOPES = {2: RELU, 3: (1, Fraction(1, 4))}


def _net(kind=Fraction):
    return Network(2, EDGES, [kind(w) for w in WEIGHTS], SLOPES, 4)


def _by_hand(x, y):
    u, v = x - 2 * y, 3 * x - y
    return 2 * (u if u >= 0 else 0) - 5 * (v if v >= 0 else v / 4)


@pytest.mark.parametrize(("x", "y"), [(3, 1), (1, 2), (-1, 2), (-3, -4)])
@pytest.mark.parametrize("kind", [Fraction, fmpq, float])
def test_value_in_every_arithmetic(x, y, kind):
    assert _net(kind).forward([kind(x), kind(y)]) == _by_hand(kind(x), kind(y))


def test_gradient_is_the_difference_of_values():
    """The output is affine in a weight as long as no activation changes its slope."""
    net, x = _net(), [Fraction(3), Fraction(1)]
    slopes = net.gradient(x)
    for e in range(len(EDGES)):
        step = Fraction(1, 1000)
        moved = net.with_weights([w + step * (i == e) for i, w in enumerate(net.weights)])
        assert (moved.forward(x) - net.forward(x)) / step == slopes[e]


@pytest.mark.parametrize("library", [np, array_api_strict])
def test_batches_of_any_library(library):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(5, 3, 2))
    net = Network(2, EDGES, library.asarray([float(w) for w in WEIGHTS]), SLOPES, 4)
    values, slopes = net.forward(library.asarray(x)), net.gradient(library.asarray(x))
    assert tuple(values.shape) == (5, 3)
    assert tuple(slopes.shape) == (5, 3, 6)
    one = _net(float).forward(x[2, 1])
    assert np.asarray(values)[2, 1] == pytest.approx(one)
    assert np.asarray(slopes)[2, 1] == pytest.approx(_net(float).gradient(x[2, 1]))


@pytest.mark.parametrize(
    ("edges", "message"),
    [
        ([(0, 2), (2, 2), (1, 2)], r"no loops, got \(2, 2\)"),
        ([(0, 2), (1, 2), (1, 2)], r"all be different, got \(1, 2\) 2 times"),
        ([(0, 2), (1, 2), (2, 3), (3, 2)], r"no cycle, got one through"),
        ([(0, 2), (2, 1), (1, 2)], r"not end at an input \(0 to 1\), got \(2, 1\)"),
        ([(0, 2), (1, 2), (3, 2)], r"to every vertex, got none to vertex 3"),
        ([(0, 2), (1, 2), (0, 3)], r"to the output, got none from vertex 3"),
        ([(0, 2)], r"to the output, got none from vertex 1"),
        ([], r"edges must not be empty"),
    ],
)
def test_malformed_graphs_are_named(edges, message):
    with pytest.raises(ValueError, match=message):
        Network(2, edges, [1.0] * len(edges), {}, 2)


def test_wrong_counts_are_named():
    with pytest.raises(ValueError, match=r"weights must be of shape \(6,\)"):
        Network(2, EDGES, [1.0] * 5, {}, 4)
    with pytest.raises(ValueError, match="slopes must be about vertices 0 to 4, got 7"):
        Network(2, EDGES, [1.0] * 6, {7: RELU}, 4)
    with pytest.raises(TypeError, match=r"slopes\[2\] must be a pair"):
        Network(2, EDGES, [1.0] * 6, {2: 1}, 4)
    with pytest.raises(ValueError, match="output must not be an input"):
        Network(2, EDGES, [1.0] * 6, {}, 1)
    with pytest.raises(ValueError, match=r"x must be of shape \(..., 2\)"):
        _net().forward([Fraction(1)] * 3)


def test_random_malformed_networks_get_clear_errors():
    """Random edges are either a network or refused by a message that names an argument."""
    rng, built, messages = random.Random(1), 0, []
    for _ in range(3000):
        n = rng.randint(2, 4)
        edges = [(rng.randrange(n), rng.randrange(n)) for _ in range(rng.randint(1, 7))]
        weights = [rng.choice([1.0, 2.0, float("nan")] + 30 * [0.5]) for _ in edges[: rng.randint(5, 9)]]
        try:
            net = Network(rng.randint(1, 2), edges, weights, {rng.randrange(6): (1, 0)}, n - 1)
        except (ValueError, TypeError) as error:
            messages.append(str(error))
        else:
            built += 1
            assert np.isfinite(net.forward(np.ones(net.n_inputs)))
    assert built > 5
    for message in messages:
        assert any(word in message for word in ("edges", "weights", "slopes", "output"))
        assert len(message) < 300


def test_paths_are_lazy_and_deep_graphs_do_not_overflow_the_stack():
    chain = Network(1, [(i, i + 1) for i in range(5000)], [1.0] * 5000, {}, 5000)
    assert len(next(paths(chain))) == 5000
    assert count_paths(chain) == 1
    wide = Network(1, [(i, j) for i in range(62) for j in range(i + 1, 62)], [1.0] * 1891, {}, 61)
    assert count_paths(wide) == 2**60
    assert len(next(paths(wide))) >= 1


def test_enumeration_and_tree_by_hand():
    net, x = _net(), [Fraction(-1), Fraction(2)]
    assert path_enumeration(net, x) == _by_hand(*x)
    assert unroll(net).starts == (0, 0, 1, 1)
    with pytest.raises(ValueError, match="vertex must be a vertex with a single edge out"):
        pull_back(net, 0)
