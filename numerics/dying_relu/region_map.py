r"""Maps of who dies: the outcome of every start on a grid of the plane of target weight and bias.

A map of any size is computed in chunks of rows (`numerics.sweeps.running`), so that memory stays bounded
by the map itself, one byte a start, and a map that was stopped goes on from there.

Two kinds of starts need not be run to the end under plain gradient descent, because theorems know their fate
(*certified exits*; `exits=True`). They answer a question slightly different from the label of a run that was
stopped somewhere: a dead start is then one that provably never recovers, whatever the tolerance.

* *Beyond recovery*, step sizes up to 1: for the linear target {w < 0, b <= -eta gamma G / (1 - eta / 2)} with
  G = max t (Phi(-t) + t phi(t)) < 0.41783, for the rectified one {w < 0, b <= 0}. There the bias only falls
  and no step takes w above 0.
* *Trapped*, step sizes up to 1: the disc of radius gamma / 5 about (gamma, 0), on which the Hessian lies
  between
  1 / 80 and 1 for both targets, so that each step shrinks the distance to the centre.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Figs. 4 and 5; grid, window, step size, stopping rule and
thresholds are not in the paper and are chosen here.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.descent.steps import learning
from numerics.dying_relu.relu_unit import front, plane, training
from numerics.dying_relu.relu_unit.enclosure import PEAK
from numerics.dying_relu.relu_unit.gradient import TARGETS
from numerics.dying_relu.relu_unit.plane import Doubles
from numerics.sweeps.running import Progress, sweep

STARTS_PER_CHUNK = 65_536
"""About 5 MB of state and results while a chunk runs."""
G_BOUND = int(PEAK.p) / int(PEAK.q)
"""`numerics.dying_relu.relu_unit.enclosure.PEAK` as a float."""


class RegionMap(NamedTuple):
    """Outcomes on a grid.

    Parameters
    ----------
    axis : ndarray, shape (nodes,)
        Coordinates of the nodes, the same along w and b.
    codes : ndarray of int8, shape (nodes, nodes)
        Positions in `numerics.dying_relu.relu_unit.training.LABELS`, by bias and weight.
    """

    axis: Doubles
    codes: npt.NDArray[np.int8]

    def share(self, label: str) -> float:
        """Share of the starts with this label."""
        label = arguments.one_of(label, "label", training.LABELS)
        return float(np.mean(self.codes == training.LABELS.index(label)))


def nodes_of(nodes: Any, extent: Any = 1.0) -> Doubles:
    """Return the centres of `nodes` equal cells of [-extent, extent]; an even number keeps them off 0."""
    nodes = arguments.count(nodes, "nodes", at_least=1)
    (half,) = arguments.arrays({"extent": extent})
    arguments.require(half.ndim == 0 and half > 0, "extent", extent, "one number above 0")
    return np.asarray(float(half) * ((np.arange(nodes) + 0.5) * (2 / nodes) - 1))


def beyond_recovery(
    w: Doubles, b: Doubles, gamma: float | Doubles, eta: float, target: str
) -> npt.NDArray[np.bool_]:
    """Starts of the plane that never recover under plain gradient descent with step `eta` <= 1."""
    w, b, gamma, eta_ = arguments.arrays({"w": w, "b": b, "gamma": gamma, "eta": eta})
    arguments.broadcast({"w": w, "b": b, "gamma": gamma})
    arguments.require(eta_.ndim == 0 and 0 < eta_ <= 1, "eta", eta, "one number in (0, 1]")
    target = arguments.one_of(target, "target", TARGETS)
    bound = eta * gamma * G_BOUND / (1 - eta / 2) if target == "linear" else 0.0
    return (w < 0) & (b <= -bound)


def trapped(w: Doubles, b: Doubles, gamma: float | Doubles) -> npt.NDArray[np.bool_]:
    """Starts in the disc about the optimum that plain gradient descent with step size up to 1 contracts."""
    w, b, gamma = arguments.arrays({"w": w, "b": b, "gamma": gamma})
    arguments.broadcast({"w": w, "b": b, "gamma": gamma})
    return (w - gamma) ** 2 + b**2 < (training.RADIUS * gamma) ** 2


def region_map(
    *,
    gamma: Any,
    nodes: int,
    eta: Any = 0.1,
    beta: Any = 0.0,
    steps: int = 20_000,
    tolerance: Any = 1e-6,
    target: str = "linear",
    form: str = "ema",
    field: str = "exact",
    extent: Any = 1.0,
    exits: bool = False,
    folder: str | os.PathLike[str] | None = None,
    workers: int = 1,
    progress: Callable[[Progress], object] | None = None,
) -> RegionMap:
    """Label every start of a grid on [-extent, extent] x [-extent, extent].

    Parameters
    ----------
    gamma, eta, beta : float
        Scale of the target gamma > 0, step size eta > 0 and momentum 0 <= beta < 1.
    nodes : int
        Nodes along each axis, the centres of as many cells.
    steps, tolerance, target, form, field
        As in `numerics.dying_relu.relu_unit.training.train`.
    extent : float
        Half the side of the window, above 0.
    exits : bool
        Whether to let starts go whose fate is certain, see the module; plain gradient descent on the exact
        field only, with eta <= 1.
    folder, workers, progress
        As in `numerics.sweeps.running.sweep`.

    Returns
    -------
    RegionMap

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.
    """
    axis = nodes_of(nodes, extent)
    eta_, beta_, form = learning(eta, beta, form)
    (scale, limit) = arguments.arrays({"gamma": gamma, "tolerance": tolerance})
    for name, given, value in (("gamma", gamma, scale), ("eta", eta, eta_), ("beta", beta, beta_)):
        arguments.require(value.ndim == 0, name, given, "one number")
    arguments.require(scale > 0, "gamma", gamma, "a finite scale above 0")
    arguments.require(limit.ndim == 0 and limit >= 0, "tolerance", tolerance, "one number, at least 0")
    target = arguments.one_of(target, "target", TARGETS)
    field = arguments.one_of(field, "field", plane.FIELDS)
    steps = arguments.count(steps, "steps", at_least=1)
    if not isinstance(exits, bool):
        raise TypeError(f"exits must be True or False, got {exits!r}")
    if field != "exact" and target != "linear":
        raise ValueError(f"field must be 'exact' for target {target!r}, got {field!r}")
    if exits and (beta_ != 0 or eta_ > 1 or field != "exact"):
        raise ValueError("exits must be False unless beta = 0, eta <= 1 and field is 'exact', got True")
    common = {
        "gamma": float(scale), "eta": float(eta_), "beta": float(beta_), "steps": steps, "target": target,
        "form": form, "tolerance": float(limit), "field": field, "exits": exits, "nodes": nodes,
        "extent": float(extent),
    }  # fmt: skip
    rows = max(1, STARTS_PER_CHUNK // nodes)
    tasks = [{**common, "first": i, "last": min(i + rows, nodes)} for i in range(0, nodes, rows)]
    chunks = sweep(
        label_rows, tasks, name="region map", seed=0, folder=folder, workers=workers, progress=progress
    )
    return RegionMap(axis, np.concatenate([chunk["codes"] for chunk in chunks]))


def label_rows(task: Mapping[str, Any], _rng: np.random.Generator) -> dict[str, npt.NDArray[np.int8]]:
    """Label the rows of one chunk; a run is deterministic and draws nothing."""
    axis = nodes_of(task["nodes"], task["extent"])
    w, b = (x.ravel() for x in np.meshgrid(axis, axis[task["first"] : task["last"]]))
    gamma, eta, target = task["gamma"], task["eta"], task["target"]

    def release(w: Doubles, b: Doubles) -> npt.NDArray[np.bool_]:
        return beyond_recovery(w, b, gamma, eta, target) | trapped(w, b, gamma)

    constants = (gamma, *front.pace(eta, task["beta"], task["form"]))
    with np.errstate(over="ignore"):
        ends = training.plane_run(
            w, b, constants, task["steps"], task["tolerance"], target, task["field"],
            release if task["exits"] else None,
        )  # fmt: skip
    codes = training.outcome_codes(ends.w[:, None], ends.b, gamma)
    if task["exits"]:
        codes[beyond_recovery(ends.w, ends.b, gamma, eta, target)] = training.LABELS.index("dead")
    return {"codes": codes.reshape(-1, axis.size)}
