"""Branch and bound over a window of starts: which converge, die, sleep past a budget, or stay undecided.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Figs. 4 and 5; the method is this project's.
"""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.descent.steps import learning
from numerics.dying_relu.phase import exits, push
from numerics.dying_relu.phase.norm import fitted
from numerics.dying_relu.relu_unit import front
from numerics.dying_relu.relu_unit.plane import Doubles
from numerics.sweeps.running import Progress, sweep

LABELS = ("optimum", "dead", "asleep", "undecided")
"""What can be proved of a cell, and nothing."""
BUDGET = 20_000
"""Updates through which a unit must sleep to be called asleep."""
LOOK = 8
"""Updates between two looks for a unit that sleeps."""
LOST_SIGHT = 0.25
"""An image is given up once its error exceeds this part of gamma plus the size of its middle."""
PER_STRIP = 400
"""Cells to begin with of one piece of a window: few enough to stop at, enough to hide the cost of calls."""


class Diagram(NamedTuple):
    """Cells that tile a window: centre, half their side, a position in `LABELS`, updates it took; (n,)."""

    w: Doubles
    b: Doubles
    half: Doubles
    label: npt.NDArray[np.int8]
    steps: npt.NDArray[np.int32]

    def share(self, label: str) -> float:
        """Part of the window's area with this label."""
        code = LABELS.index(arguments.one_of(label, "label", LABELS))
        area = self.half**2
        return float(area[self.label == code].sum() / area.sum())


def certify(
    w: Doubles,
    b: Doubles,
    half: Doubles,
    *,
    gamma: float,
    eta: float,
    beta: float,
    steps: int,
    budget: int = BUDGET,
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32]]:
    """Labels of square cells of starts at rest, and the number of updates that each took.

    Parameters
    ----------
    w, b, half : ndarray, shape (n,)
        Centres and half the sides, exact as they are.
    gamma, eta, beta : float
        Scale of the linear target gamma > 0, 0 < eta <= 1 and 0 <= beta < 1, averaging form.
    steps : int
        Updates after which a cell is given up, at most `budget`.
    budget : int
        See `BUDGET`.

    Returns
    -------
    label, steps : ndarrays, shape (n,)
        Positions in `LABELS`, and updates made.
    """
    decay, rate = front.pace(eta, beta, "ema")
    norm = fitted(float(decay), float(rate))
    labels = np.full(w.shape, LABELS.index("undecided"), dtype=np.int8)
    taken = np.full(w.shape, steps, dtype=np.int32)
    live = np.arange(w.size)
    cells = push.begin(w, b, half)
    for count in range(steps + 1):
        box = exits.hull(cells, norm)
        found = [exits.trapped(cells, gamma, norm), exits.dead(box, gamma, eta, beta)]
        if count % LOOK == 0:
            found.append(exits.asleep(box, gamma, eta, beta, budget - count))
        done = np.zeros(live.shape, dtype=bool)
        for code, mask in enumerate(found):
            labels[live[mask & ~done]] = code
            done |= mask
        taken[live[done]] = count
        if count == steps:
            break
        cells, possible = push.update(cells, gamma, norm)
        sight = LOST_SIGHT * (gamma + np.abs(cells.middle[:2]).sum(axis=0))
        possible &= norm.of_theta * cells.error < sight
        taken[live[~done & ~possible]] = count
        going = possible & ~done
        live = live[going]
        if not live.size:
            break
        if not going.all():
            cells = cells.take(going)
    return labels, taken


def phase_diagram(
    *,
    gamma: Any,
    eta: Any = 0.1,
    beta: Any = 0.0,
    cells: int = 40,
    rounds: int = 2,
    steps: int = 2000,
    budget: int = BUDGET,
    extent: Any = 1.0,
    folder: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Diagram:
    """Certify the window [-extent, extent] x [-extent, extent] of weight and bias, finer where it is hard.

    Parameters
    ----------
    gamma, eta, beta : float
        Scale of the linear target gamma > 0, step size 0 < eta <= 1 and momentum 0 <= beta < 1, in the form
        of an average.
    cells : int
        Cells along each side to begin with.
    rounds : int
        How often cells that stay undecided are cut into four.
    steps : int
        Updates after which a cell is given up, at most `budget`.
    budget : int
        Updates through which a unit must sleep to be called asleep.
    extent : float
        Half the side of the window, above 0.
    folder, workers, executor, progress
        As in `numerics.sweeps.running.sweep`: with a folder, a diagram that was stopped goes on from there.

    Returns
    -------
    Diagram

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.
    """
    eta_, beta_, _ = learning(eta, beta, "ema")
    scale, size = arguments.arrays({"gamma": gamma, "extent": extent})
    for name, given, value in (
        ("gamma", gamma, scale),
        ("eta", eta, eta_),
        ("beta", beta, beta_),
        ("extent", extent, size),
    ):
        arguments.require(value.ndim == 0, name, given, "one number")
    arguments.require(scale > 0, "gamma", gamma, "a finite scale above 0")
    arguments.require(size > 0, "extent", extent, "one number above 0")
    arguments.require(eta_ <= 1, "eta", eta, "a step size with 0 < eta <= 1")
    cells = arguments.count(cells, "cells", at_least=1)
    rounds = arguments.count(rounds, "rounds")
    budget = arguments.count(budget, "budget", at_least=1)
    steps = arguments.count(steps, "steps", at_least=1)
    arguments.require(steps <= budget, "steps", steps, f"at most the budget, {budget}")
    common = {
        "gamma": float(scale), "eta": float(eta_), "beta": float(beta_), "cells": cells, "rounds": rounds,
        "steps": steps, "budget": budget, "extent": float(size),
    }  # fmt: skip
    strips = -(-cells // max(1, PER_STRIP // cells))
    tasks = [{**common, "strip": i, "strips": strips} for i in range(strips)]
    chunks = list(
        sweep(
            certify_strip,
            tasks,
            name="phase diagram",
            seed=0,
            folder=folder,
            workers=1 if workers is None and executor is None else workers,
            executor=executor,
            progress=progress,
        )
    )
    return Diagram(*(np.concatenate([chunk[name] for chunk in chunks]) for name in Diagram._fields))


def certify_strip(task: Mapping[str, Any], _rng: np.random.Generator) -> dict[str, npt.NDArray[Any]]:
    """Certify every `strips`-th row of cells of a window, and the cells into which they are cut."""
    cells, extent = task["cells"], task["extent"]
    side = extent / cells
    axis = (2 * np.arange(cells) + 1) * side - extent
    w, b = (x.ravel() for x in np.meshgrid(axis, axis[task["strip"] :: task["strips"]]))
    half = np.full(w.shape, side)
    how = {name: task[name] for name in ("gamma", "eta", "beta", "steps", "budget")}
    rows: list[tuple[npt.NDArray[Any], ...]] = []
    for turn in range(task["rounds"] + 1):
        # A hair wider than the tiles, so that rounded centres leave no gap between them.
        label, taken = certify(w, b, half * (1 + 1e-9) + 1e-14, **how)
        keep = (label < LABELS.index("undecided")) | (turn == task["rounds"])
        rows.append(tuple(x[keep] for x in (w, b, half, label, taken)))
        w, b, half = w[~keep], b[~keep], half[~keep] / 2
        signs = [(i, j) for i in (-1, 1) for j in (-1, 1)]
        w, b = (np.concatenate([x + pair[axis_] * half for pair in signs]) for axis_, x in enumerate((w, b)))
        half = np.tile(half, 4)
        if not w.size:
            break
    return {
        name: np.concatenate(column)
        for name, column in zip(Diagram._fields, zip(*rows, strict=True), strict=True)
    }
