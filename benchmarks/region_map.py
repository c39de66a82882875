"""Outcome maps beside the same maps in JAX on the CPU, in starts x steps per second, as ratios in one run.

A map of n starts with a cap of s updates counts as n s, whatever it takes to know its labels: that is what a
user waits for. JAX runs the update for every start at once, compiled, in 64 bits and on all processors that
it is given (`jit` of `vmap` of `scan`, compilation not counted). Ours lets settled starts go, by the same
rule that the labels are defined by, and with *exits* also those whose fate is certain; *no rule* makes all
the updates. All ways must agree on the labels, but for the few starts on a border. Run with ``python
benchmarks/region_map.py`` after ``pip install -e '.[bench]'``.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from numerics import processors
from numerics.dying_relu.region_map import nodes_of, region_map
from numerics.dying_relu.relu_unit.training import outcome_codes

Codes = npt.NDArray[np.int8]


def compiled(nodes: int, gamma: float, beta: float, steps: int) -> Callable[[], Codes]:
    """Return the map in JAX, compiled."""
    import jax  # noqa: PLC0415
    import jax.numpy as jnp  # noqa: PLC0415

    jax.config.update("jax_enable_x64", True)

    def update(state: Any, _: Any) -> tuple[Any, None]:
        w, b, v, u = state
        c = b / jnp.abs(w)
        cdf, pdf = 0.5 * (1 + jax.scipy.special.erf(c * 0.5**0.5)), jnp.exp(-c * c / 2) / (2 * jnp.pi) ** 0.5
        v = beta * v + 0.1 * (1 - beta) * ((w - gamma) * cdf + gamma * c * pdf)
        u = beta * u + 0.1 * (1 - beta) * (b * cdf + jnp.sign(w) * (w - gamma) * pdf)
        return (w - v, b - u, v, u), None

    def run(w: Any, b: Any) -> Any:
        return jax.lax.scan(update, (w, b, 0.0 * w, 0.0 * b), None, length=steps)[0][:2]

    axis = nodes_of(nodes)
    w, b = (x.ravel() for x in np.meshgrid(axis, axis))
    ready = jax.jit(jax.vmap(run)).lower(w, b).compile()

    def labelled() -> Codes:
        end = [np.asarray(x) for x in ready(w, b)]
        return outcome_codes(end[0][:, None], end[1], gamma).reshape(nodes, nodes)

    return labelled


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, default=100)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=processors.available())
    parser.add_argument("--rounds", type=int, default=3, help="the ways take turns; ratios are medians")
    options = parser.parse_args()
    work = options.nodes**2 * options.steps

    table = Table(
        title=f"{options.nodes} x {options.nodes} starts, {options.steps} updates, {options.workers} CPUs"
    )
    for column in ("gamma", "beta", "way", "starts x steps / s", "over JAX"):
        table.add_column(column, justify="left" if column == "way" else "right")
    for gamma, beta in ((1.0, 0.0), (0.01, 0.0), (0.01, 0.9)):
        how = {"gamma": gamma, "beta": beta, "nodes": options.nodes, "steps": options.steps}
        ways: dict[str, Callable[[], Codes]] = {
            "JAX, jit + vmap": compiled(options.nodes, gamma, beta, options.steps),
            "ours, no rule, 1 process": lambda how=how: region_map(**how, tolerance=0.0).codes,  # type: ignore[misc]
            "ours, 1 process": lambda how=how: region_map(**how).codes,  # type: ignore[misc]
            f"ours, {options.workers} processes": lambda how=how: (
                region_map(  # type: ignore[misc]
                    **how, workers=options.workers
                ).codes
            ),
        }
        if beta == 0:
            ways["ours, exits, 1 process"] = lambda how=how: region_map(**how, exits=True).codes  # type: ignore[misc]
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(options.rounds):
            codes = {}
            for name, way in ways.items():
                begin = time.perf_counter()
                codes[name] = way()
                times[name].append(time.perf_counter() - begin)
        theirs = next(iter(ways))
        for name in ways:
            apart = float(np.mean(codes[name] != codes[theirs]))
            assert apart < 0.01, f"{name} labels {apart:.1%} of the starts differently"
            ratio = statistics.median(a / b for a, b in zip(times[theirs], times[name], strict=True))
            speed = work / statistics.median(times[name])
            table.add_row(f"{gamma:g}", f"{beta:g}", name, f"{speed:.3g}", f"{ratio:.2f}")
        table.add_section()
    Console().print(table)


if __name__ == "__main__":
    main()
