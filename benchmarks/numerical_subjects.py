"""What the numerics compute, beside PyTorch, JAX, NumPy, networkx and SymPy.

Every function yields the cases of one subject, while whatever they need is there. A profile is ``"tiny"`` (to
try the machinery), ``"quick"`` (a few minutes in all) or ``"full"``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np
import region_map as maps
import shortcut_table as table1
import small_cnn
import small_networks
import sympy
from flint import fmpq
from measuring import Case
from path_sums import by_networkx, dense

from numerics import processors, shortcut
from numerics.dying_relu.region_map import region_map
from numerics.invariances.network import count_paths
from numerics.shortcut import chances
from numerics.shortcut import table as shortcut_table
from numerics.shortcut.reduced import success

Profile = str


def sizes(
    profile: Profile, tiny: tuple[int, ...], quick: tuple[int, ...], full: tuple[int, ...]
) -> tuple[int, ...]:
    """Choose by profile."""
    return {"tiny": tiny, "quick": quick, "full": full}[profile]


def where(library: str, make: Callable[[], Callable[[], Any]]) -> Callable[[], Any] | None:
    """Make a way, if its library is installed."""
    return make() if find_spec(library) is not None else None


def outcome_maps(profile: Profile) -> Iterator[Case]:
    """Maps of where starts end; the same update for every start at once, compiled, is what others do."""
    steps = {"tiny": 50, "quick": 2000, "full": 5000}[profile]
    for nodes in sizes(profile, (4, 6, 8), (25, 50, 100), (50, 100, 200)):
        how = {"gamma": 0.01, "beta": 0.9, "nodes": nodes, "steps": steps}
        others = {
            "JAX, jit + vmap": where("jax", lambda n=nodes: maps.compiled(n, 0.01, 0.9, steps)),
            "PyTorch": where("torch", lambda n=nodes: map_in_torch(n, 0.01, 0.9, steps)),
        }
        yield Case(
            "outcome maps",
            f"{nodes} x {nodes} starts, {steps} updates, momentum 0.9, one process",
            lambda how=how: region_map(**how, workers=1).codes,
            others,
            series="starts",
            size=nodes**2,
            agree=lambda a, b: float(np.mean(a != b)) < 0.01,
        )


def map_in_torch(nodes: int, gamma: float, beta: float, steps: int) -> Callable[[], Any]:
    """Return the map in PyTorch."""
    import torch  # noqa: PLC0415 - may be missing

    axis = torch.from_numpy(maps.nodes_of(nodes))
    first_w, first_b = (x.ravel() for x in torch.meshgrid(axis, axis, indexing="xy"))

    def run() -> Any:
        w, b = first_w.clone(), first_b.clone()
        v, u = torch.zeros_like(w), torch.zeros_like(b)
        for _ in range(steps):
            c = b / w.abs()
            cdf, pdf = torch.special.ndtr(c), torch.exp(-c * c / 2) / (2 * torch.pi) ** 0.5
            v = beta * v + 0.1 * (1 - beta) * ((w - gamma) * cdf + gamma * c * pdf)
            u = beta * u + 0.1 * (1 - beta) * (b * cdf + torch.sign(w) * (w - gamma) * pdf)
            w, b = w - v, b - u
        return maps.outcome_codes(w.numpy()[:, None], b.numpy(), gamma).reshape(nodes, nodes)

    return run


def published_rates(profile: Profile) -> Iterator[Case]:
    """An entry of Table 1; others iterate whole networks, of which a part of the steps is timed."""
    runs, steps = {"tiny": (20, 5), "quick": (1000, 30), "full": (5000, 60)}[profile]
    for k in sizes(profile, (16, 25, 36), (16, 36, 100), (16, 36, 64, 100)):
        v_star, a_star, a = table1.problem(k, runs)
        q2, size, eta, whole = 1 / (4 * k), 16.0 * k, 1 / k**2, 60 * k**2
        sigma, chi = chances.start_of(chances.draw_output(k, runs, np.random.default_rng(1)), q2)
        plan, schedule = [(steps, eta, eta)], [(whole, eta, eta)]
        full = partial(shortcut.gradient_descent, np.zeros((runs, table1.P)), a, v_star, a_star, plan)
        yield Case(
            "Table 1",
            f"an entry, k = {k}, {runs} runs",
            partial(success, sigma, chi, shortcut_table.ANGLE, k=k, q2=q2, size=size, schedule=schedule),
            {
                "NumPy, full dimension": full,
                "PyTorch, full dimension": where("torch", lambda k=k: table1.in_torch(k, runs, steps)),
            },
            series="patches k",
            size=k,
            scale=dict.fromkeys(("NumPy, full dimension", "PyTorch, full dimension"), whole / steps),
        )


def path_sums(profile: Profile) -> Iterator[Case]:
    """The number of paths of a network; a user of networkx lists them."""
    for depth in sizes(profile, (2, 3, 4), (4, 6, 8), (5, 7, 9)):
        net = dense(4, depth)
        yield Case(
            "path sums",
            f"paths of a network of width 4, depth {depth}",
            partial(count_paths, net),
            {"networkx, all_simple_paths": partial(by_networkx, net)},
            series="edges",
            size=len(net.edges),
            agree=lambda a, b: int(a) == int(b),
        )
        graph = nx.DiGraph(net.edges)
        yield Case(
            "path sums",
            f"the same, beside a product of networkx's adjacency matrices, depth {depth}",
            partial(count_paths, net),
            {"networkx + NumPy": partial(by_matrix, graph, net.n_inputs, net.output)},
            agree=lambda a, b: int(a) == round(float(b)),
        )


def by_matrix(graph: Any, inputs: int, output: int) -> float:
    """Count paths as entries of (1 - A)^-1, in floating point."""
    order = list(graph.nodes)
    a = nx.to_numpy_array(graph, nodelist=order)
    counts = np.linalg.solve(np.eye(len(a)) - a, np.eye(len(a))[order.index(output)])
    return float(sum(counts[order.index(i)] for i in range(inputs)))


def exact_gradients(profile: Profile) -> Iterator[Case]:
    """The gradient of a ReLU network in rational numbers; SymPy can do the same."""
    for depth in sizes(profile, (2, 3, 4), (2, 3, 4), (3, 4, 5, 6)):
        net, plain = dense(4, depth, lambda w: fmpq(int(w))), dense(4, depth, Fraction)
        x = [i - 3 for i in range(4)]
        yield Case(
            "exact gradients",
            f"a network of width 4, depth {depth}, rational weights",
            partial(net.gradient, [fmpq(v) for v in x]),
            {"SymPy": partial(by_sympy, plain, x)},
            series="edges",
            size=len(net.edges),
            agree=lambda a, b: [str(v) for v in a] == [str(v) for v in b],
        )


def by_sympy(net: Any, x: list[int]) -> list[Any]:
    """Differentiate the output of a graph by its weights, written out, at the weights it has."""
    names = sympy.symbols(f"w:{len(net.edges)}")
    at = {
        name: sympy.Rational(w.numerator, w.denominator) for name, w in zip(names, net.weights, strict=True)
    }
    values: dict[int, Any] = {i: sympy.Integer(v) for i, v in enumerate(x)}
    for vertex in net.order[net.n_inputs :]:
        found = sum(
            name * values[tail] for name, (tail, head) in zip(names, net.edges, strict=True) if head == vertex
        )
        above, below = net.slopes.get(vertex, (1, 1))
        values[vertex] = (above if found.subs(at) >= 0 else below) * found
    return [sympy.diff(values[net.output], name).subs(at) for name in names]


def small_networks_at_once(profile: Profile) -> Iterator[Case]:
    """Many small networks, trained at once."""
    net = small_networks.NETS["8-16-12-8-1"]
    for seeds in sizes(profile, (1, 2, 4), (1, 8, 32), (1, 8, 32, 128)):
        rng = np.random.default_rng(0)
        x = rng.normal(size=(64, 8))
        y = np.where(x @ rng.normal(size=8) > 0, 1.0, -1.0)
        theta = rng.normal(size=(seeds, net.size)) / 4
        yield Case(
            "small networks",
            f"{seeds} networks 8-16-12-8-1, {small_networks.STEPS} full-batch steps",
            partial(small_networks.by_us, net, theta, x, y, 0.1),
            {
                "PyTorch, bmm": where(
                    "torch", lambda t=theta, x=x, y=y: partial(small_networks.by_torch, net, t, x, y, 0.1)
                )
            },
            series="networks",
            size=seeds,
            agree=lambda a, b: bool(np.allclose(a, b, atol=1e-9)),
        )


def cnn(profile: Profile) -> Iterator[Case]:
    """A step and an epoch of plain-20 with batches of 128, the generator as its activation."""
    threads = processors.available()
    speed = small_cnn.speed(threads)
    for side in sizes(profile, (8,), (8, 16, 32), (8, 16, 32)):
        rng = np.random.default_rng(0)
        images = rng.standard_normal((small_cnn.BATCH, side, side, 3)).astype(np.float32)
        labels = rng.integers(10, size=small_cnn.BATCH)
        with small_cnn.own_network(images, "generator", False, threads) as model:
            step = small_cnn.own_step(model, images, labels)
            theirs = {}
            if find_spec("torch") is not None:
                import torch  # noqa: PLC0415 - may be missing

                torch.set_num_threads(threads)
                theirs = small_cnn.torch_steps(images, labels, "generator", False)
            others = {f"PyTorch, {name}": way for name, way in theirs.items()} or {"PyTorch": None}
            floor = small_cnn.multiplications(side) / speed
            yield Case(
                "CNN",
                f"a step, maps of {side} x {side}",
                step,
                others,
                series="pixels",
                size=side**2,
                floor=floor,
            )
            if side == 8:
                batches = 11  # of the digits' 1408 training images
                yield Case(
                    "CNN",
                    f"an epoch of {batches} batches, maps of {side} x {side}",
                    partial(repeat, step, batches),
                    {name: way and partial(repeat, way, batches) for name, way in others.items()},
                    floor=floor * batches,
                    rounds=3,
                )


def repeat(step: Callable[[], Any], times: int) -> None:
    """Take a step so many times."""
    for _ in range(times):
        step()


SUBJECTS = (outcome_maps, published_rates, path_sums, exact_gradients, small_networks_at_once, cnn)
