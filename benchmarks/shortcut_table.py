"""A row of the shortcut paper's Table 1: reduced runs with certified exits beside full batched iteration.

Ways take turns in one run. *Full* iterates whole networks (p = 8) in a batch, in NumPy and, where it is
installed, in PyTorch; only so many steps are timed, and the time for the whole schedule of 60 k^2 steps is
extrapolated (each step costs the same). *Reduced* makes all the steps of the three numbers, likewise
extrapolated; *exits* labels every start, and is timed to its end. Ratios are over full NumPy. Run with
``python benchmarks/shortcut_table.py`` after ``pip install -e '.[bench]'``; without PyTorch its way is left
out.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from rich.console import Console
from rich.table import Table

from numerics import shortcut
from numerics.shortcut import chances
from numerics.shortcut import table as shortcut_table
from numerics.shortcut.reduced import success, trajectory

P = shortcut_table.DIMENSION


def problem(k: int, runs: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Teacher of S1 and random output weights."""
    rng = np.random.default_rng(0)
    signs = np.where(np.arange(k) % 2 == 0, 1.0, -1.0)
    signs -= signs.mean()
    spread = np.sqrt(16 * k - 4) / np.linalg.norm(signs)
    a_star = 2 / np.sqrt(k) + spread * signs
    angle = shortcut_table.ANGLE
    tangent = np.where(np.arange(P) < P // 2, 1.0, -1.0) / np.sqrt(P)
    v_star = np.cos(angle) / np.sqrt(P) + np.sin(angle) * tangent
    a = rng.standard_normal((runs, k))
    return v_star, a_star, 2 * a / np.linalg.norm(a, axis=1)[:, None] * rng.random((runs, 1)) ** (1 / k)


def in_torch(k: int, runs: int, steps: int) -> Callable[[], object]:
    """The same update written in PyTorch, without gradients of its own."""
    import torch  # noqa: PLC0415 - may be missing

    v_star, a_star, start = (torch.from_numpy(x) for x in problem(k, runs))
    eta = 1 / k**2

    def run() -> object:
        v = torch.full((runs, P), P**-0.5, dtype=torch.float64)
        a = start.clone()
        for _ in range(steps):
            phi = torch.arccos(torch.clip(v @ v_star, -1, 1))
            g = (torch.pi - phi) * torch.cos(phi) + torch.sin(phi)
            product = a @ a_star
            pull = product * (torch.pi - phi) / (2 * torch.pi)
            across = v_star - v * (v @ v_star)[:, None]
            d = a - a_star
            slope = d.sum(1)[:, None] + (torch.pi - 1) * d + (torch.pi - g)[:, None] * a_star
            v = v + eta * pull[:, None] * across
            v = v / torch.linalg.vector_norm(v, dim=1)[:, None]
            a = a - eta / (2 * torch.pi) * slope
        return v

    return run


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=shortcut_table.RUNS)
    parser.add_argument("--steps", type=int, default=60, help="steps of full iteration that are timed")
    parser.add_argument("--rounds", type=int, default=3, help="the ways take turns; medians count")
    options = parser.parse_args()
    console = Console()
    if find_spec("torch") is None:
        console.print("PyTorch is not installed: its way is left out (pip install -e '.[bench]')")
    table = Table(title=f"{options.runs} runs without warm-up, setting S1, 60 k^2 steps")
    for column in ("k", "way", "ms a step", "s for the entry", "over full NumPy"):
        table.add_column(column, justify="left" if column == "way" else "right")
    for k in (16, 36, 100):
        v_star, a_star, a = problem(k, options.runs)
        q2, size, eta, whole = 1 / (4 * k), 16.0 * k, 1 / k**2, 60 * k**2
        plan = [(options.steps, eta, eta)]
        sigma, chi = chances.start_of(chances.draw_output(k, options.runs, np.random.default_rng(1)), q2)
        angle = shortcut_table.ANGLE
        ways: dict[str, tuple[Callable[[], object], float]] = {
            "full, NumPy": (
                lambda a=a, v=v_star, s=a_star, plan=plan: shortcut.gradient_descent(
                    np.zeros((options.runs, P)), a, v, s, plan
                ),
                whole / options.steps,
            ),
            "reduced, all steps": (
                lambda k=k, q2=q2, size=size, plan=plan, start=(sigma, chi, angle): trajectory(
                    start, k, q2, size, plan, every=options.steps
                ),
                whole / options.steps,
            ),
            "reduced, exits": (
                lambda k=k, q2=q2, size=size, eta=eta, n=whole, s=sigma, c=chi: success(
                    s, c, shortcut_table.ANGLE, k=k, q2=q2, size=size, schedule=[(n, eta, eta)]
                ),
                1.0,
            ),
        }
        if find_spec("torch") is not None:
            ways["full, PyTorch"] = (in_torch(k, options.runs, options.steps), whole / options.steps)
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(options.rounds):
            for name, (way, _times) in ways.items():
                begin = time.perf_counter()
                way()
                times[name].append(time.perf_counter() - begin)
        entry = {name: statistics.median(times[name]) * ways[name][1] for name in ways}
        for name, seconds in entry.items():
            each = "" if name.endswith("exits") else f"{1e3 * seconds / whole:.3g}"
            table.add_row(str(k), name, each, f"{seconds:.3g}", f"{entry['full, NumPy'] / seconds:.3g}")
        table.add_section()
    console.print(table)


if __name__ == "__main__":
    main()
