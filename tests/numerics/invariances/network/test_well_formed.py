"""Random malformed networks are refused with an error that names the argument, the edge or the vertex."""

import numpy as np
import pytest
from flint import fmpq

from numerics.invariances import network
from numerics.invariances.network import Network

EDGES = [(0, 1), (1, 2), (0, 2)]


def build(n_inputs, edges, weights, slopes, output):
    return Network(n_inputs, edges, weights, slopes, output)


def test_networks(rejects):
    good = {"n_inputs": 1, "edges": EDGES, "weights": np.ones(3), "slopes": {1: (1, 0)}, "output": 2}
    kinds = {
        "n_inputs": "count",
        "edges": "edges",
        "weights": "vector",
        "slopes": "slopes",
        "output": "count",
    }
    rejects(build, good, kinds, calls=3000)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: Network.forward(NET, x),
        lambda x: Network.gradient(NET, x),
        lambda x: Network.values(NET, x),
        lambda x: network.path_values(NET, x),
        lambda x: network.path_slopes(NET, x),
        lambda x: network.gradient_by_paths(NET, x),
        lambda x: network.path_kernel(NET, x, [0.1, 0.2, 0.3]),
        lambda x: network.tangent_kernel(NET, x, [0.1, 0.2, 0.3]),
        lambda x: network.edge_sums(NET, x),
        lambda x: network.unroll(NET).forward(x),
    ],
)
def test_inputs(function, rejects):
    rejects(function, {"x": np.full(3, 0.1)}, {"x": "vector"}, calls=100)


NET = Network(3, [(0, 3), (1, 3), (2, 3), (3, 4)], [1.0] * 4, {3: (1, 0)}, 4)


def test_new_weights(rejects):
    def with_weights(weights):
        return Network(1, EDGES, [1.0] * 3, {}, 2).with_weights(weights)

    rejects(with_weights, {"weights": np.ones(3)}, {"weights": "vector"}, calls=100)


def test_floats_beside_exact_weights_are_named():
    with pytest.raises(TypeError, match=r"slopes\[1\] must be exact"):
        Network(1, EDGES, [fmpq(1)] * 3, {1: (1, 0.5)}, 2)
    floating = Network(1, EDGES, [1.0] * 3, {1: (1, 0.5)}, 2)
    with pytest.raises(TypeError, match=r"slopes\[1\] must be exact"):
        floating.with_weights([fmpq(1)] * 3)
    with pytest.raises(TypeError, match="x must be exact"):
        Network(1, EDGES, [fmpq(1)] * 3, {}, 2).forward([0.5])


def test_the_edge_or_vertex_at_fault_is_named():
    for edges, name in (
        ([(0, 1), (1, 10**12)], "vertex 2"),
        ([(0, 1), (1, 2), (5, 2)], "vertex 3"),
        ([(0, 1), (1, -1)], r"edges\[1\]"),
        ([(0, 1), (1, 1), (1, 2)], r"\(1, 1\)"),
    ):
        with pytest.raises(ValueError, match=name):
            Network(1, edges, [1.0] * len(edges), {}, 2)
    with pytest.raises(ValueError, match="vertex 2"):
        Network(10**12, [(0, 10**12), (1, 10**12)], [1.0] * 2, {}, 10**12)
