"""Training small ReLU networks on a table, for many seeds and target scales at once.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Figures 1 and 6, Section 6 and Appendix A: targets of
standard deviation gamma, mini-batches in random order, Adam with its usual parameters or plain SGD; measured
are the error in units of gamma and the share of dead units. Widths, batch size and number of updates are lost
in the text at hand; the defaults here are ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.descent.optimisers import Adam, Optimiser, Sgd
from numerics.dying_relu.regression.network import (
    Architecture,
    Parameters,
    dead_units,
    gradients,
    initial,
    output,
)

__all__ = ["Course", "starts", "train"]


@dataclass(frozen=True)
class Course:
    """What was measured along the way.

    Attributes
    ----------
    steps : tuple of int
        After how many updates; 0 is the start.
    error : array, shape (seeds, gammas, len(steps))
        Root mean square error over the whole table, divided by gamma: 1 is what a constant achieves.
    dead : array, shape (seeds, gammas, len(steps))
        Share of the ReLU units that are inactive on every row of the table.
    """

    steps: tuple[int, ...]
    error: Array
    dead: Array


def starts(net: Architecture, seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """Initial parameters, one network a seed, the same whatever the other seeds are.

    Parameters
    ----------
    net : Architecture
        Shape of the networks.
    seeds : sequence of int
        Not negative, at least one.

    Returns
    -------
    dict of str to ndarray, shapes (seeds, *shape)
        By name, float64.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    drawn = [initial(_network(net), _stream(seed, 0)) for seed in _seeds(seeds)]
    return {name: np.stack([one[name] for one in drawn]) for name in net.shapes}


def train(
    x: Any,
    y: Any,
    net: Architecture,
    *,
    gammas: Sequence[float],
    seeds: Sequence[int],
    optimiser: Optimiser | None = None,
    steps: int = 1000,
    batch: int = 32,
    record: Sequence[int] | None = None,
) -> Course:
    """Train one network for every seed and target scale.

    A seed fixes the start and the order of the mini-batches, so runs that differ in the target scale, or in
    the optimiser, form pairs. Mini-batches run through the table in an order that is drawn afresh each time;
    what is left at its end is dropped.

    Parameters
    ----------
    x : array, shape (rows, inputs)
        Inputs, of an array-API library whose arrays can be updated in place; computations are in their
        dtype.
    y : array, shape (rows,)
        Targets of variance 1; the networks are trained on gamma y.
    net : Architecture
        Shape of the networks.
    gammas : sequence of float
        Target scales above 0, at least one.
    seeds : sequence of int
        Not negative, at least one.
    optimiser : Adam or Sgd
        By default Adam with its usual parameters.
    steps : int
        Number of updates, at least 0.
    batch : int
        Rows of a mini-batch, from 1 to those of `x` (from 2 for networks with batch normalisation).
    record : sequence of int, optional
        After how many updates to measure, increasing; by default at the start and at the end.

    Returns
    -------
    Course

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, or if a run leaves the range of the dtype.
    """
    optimiser = Adam() if optimiser is None else optimiser
    if not isinstance(optimiser, Adam | Sgd):
        raise TypeError(f"optimiser must be an Adam or an Sgd, got {arguments.shorten(optimiser)}")
    net, seeds = _network(net), _seeds(seeds)
    inputs, targets = _table(x, y, net)
    scales = _scales(gammas, inputs)
    steps = arguments.count(steps, "steps")
    batch = arguments.count(batch, "batch", at_least=2 if net.kind == "residual" else 1)
    arguments.require(batch <= inputs.shape[0], "batch", batch, f"at most {inputs.shape[0]}, the rows of x")
    moments = _moments(record, steps)

    xp, device = compat.array_namespace(inputs), compat.device(inputs)
    one = xp.asarray(np.asarray(_packed(np, starts(net, seeds), 1)), dtype=inputs.dtype, device=device)
    many = xp.broadcast_to(one[:, None, :], (len(seeds), scales.shape[0], one.shape[-1]))
    flat = {"all": xp.asarray(many, copy=True)}  # each run its own, to be updated in place
    state = optimiser.begin(flat)
    batches = _batches(seeds, inputs.shape[0], batch)
    errors, deaths = [], []
    for step in range(steps + 1):
        parameters = _unpacked(xp, net, flat["all"])
        if step in moments:
            error = output(net, parameters, inputs) - _rescaled(targets, scales)
            rmse = xp.sqrt(xp.mean(error * error, axis=-1))
            finite = bool(xp.all(xp.isfinite(rmse)))
            arguments.require(finite, "optimiser", optimiser, f"slow enough: runs diverge by step {step}")
            errors.append(rmse / scales)
            dead = xp.astype(dead_units(net, parameters, inputs), inputs.dtype)
            deaths.append(xp.mean(dead, axis=(-2, -1)))
        if step < steps:
            rows = xp.asarray(next(batches), device=device)
            some = _taken(xp, inputs, rows)[:, None, ...]
            wanted = _rescaled(_taken(xp, targets, rows)[:, None, :], scales)
            with np.errstate(over="ignore", invalid="ignore"):  # divergence is reported when measured
                slopes = gradients(net, parameters, some, wanted)[1]
                optimiser.step(flat, {"all": _packed(xp, slopes, 2)}, state)
    return Course(moments, xp.stack(errors, axis=-1), xp.stack(deaths, axis=-1))


def _packed(xp: Any, parameters: Parameters, leading: int) -> Array:
    """All parameters of a network in one row, shape (..., number): one update instead of one for each."""
    rows = [xp.reshape(array, (*array.shape[:leading], -1)) for array in parameters.values()]
    return xp.concat(rows, axis=-1)


def _unpacked(xp: Any, net: Architecture, flat: Array) -> dict[str, Array]:
    """The parameters of a network by name, from a row of all."""
    found, first = {}, 0
    for name, shape in net.shapes.items():
        last = first + math.prod(shape)
        found[name] = xp.reshape(flat[..., first:last], (*flat.shape[:-1], *shape))
        first = last
    return found


def _rescaled(targets: Array, scales: Array) -> Array:
    """Targets of standard deviation gamma (Eq. 1), shape (..., gammas, rows)."""
    return targets * scales[:, None]


def _taken(xp: Any, table: Array, rows: Array) -> Array:
    """Rows of the table for every seed, shape (seeds, batch, ...)."""
    flat = xp.take(table, xp.reshape(rows, (-1,)), axis=0)
    return xp.reshape(flat, (*rows.shape, *table.shape[1:]))


def _batches(seeds: Sequence[int], rows: int, batch: int) -> Iterator[np.ndarray]:
    """Row numbers of one mini-batch a seed, shape (seeds, batch), without end."""
    streams = [_stream(seed, 1) for seed in seeds]
    while True:
        orders = np.stack([rng.permutation(rows) for rng in streams])
        for first in range(0, rows - batch + 1, batch):
            yield orders[:, first : first + batch]


def _stream(seed: int, purpose: int) -> np.random.Generator:
    """Random numbers of one seed for one purpose: 0 for the start, 1 for the order of mini-batches."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(purpose,))))


def _network(net: Any) -> Architecture:
    if not isinstance(net, Architecture):
        raise TypeError(f"net must be an Architecture, got {arguments.shorten(net)}")
    return net


def _sequence(values: Any, name: str, what: str) -> list[Any]:
    if isinstance(values, np.ndarray):
        values = values.tolist()
    if not isinstance(values, Sequence) or isinstance(values, str | bytes):
        raise TypeError(f"{name} must be a sequence of {what}, got {arguments.shorten(values)}")
    arguments.require(len(values) > 0, name, values, f"a sequence of at least one of {what}")
    return list(values)


def _seeds(seeds: Any) -> tuple[int, ...]:
    found = _sequence(seeds, "seeds", "integers that are not negative")
    return tuple(arguments.count(seed, f"seeds[{i}]") for i, seed in enumerate(found))


def _scales(gammas: Any, like: Array) -> Array:
    xp = compat.array_namespace(like)
    found = _sequence(gammas, "gammas", "numbers above 0")
    (scales,) = arguments.arrays({"gammas": found})
    arguments.require(scales.ndim == 1 and bool(np.all(scales > 0)), "gammas", gammas, "numbers above 0")
    return xp.asarray(scales, dtype=like.dtype, device=compat.device(like))


def _table(x: Any, y: Any, net: Architecture) -> tuple[Array, Array]:
    inputs, targets = arguments.arrays({"x": x, "y": y})
    fits = inputs.ndim == 2 and inputs.shape[0] >= 1 and inputs.shape[1] == net.inputs
    arguments.require(fits, "x", x, f"of shape (rows, {net.inputs}), as net.inputs says")
    rows = inputs.shape[0]
    arguments.require(tuple(targets.shape) == (rows,), "y", y, f"of shape ({rows},), as x has {rows} rows")
    return inputs, targets


def _moments(record: Any, steps: int) -> tuple[int, ...]:
    if record is None:
        return (0, steps) if steps else (0,)
    what = f"increasing integers from 0 to steps = {steps}"
    found = [arguments.count(at, f"record[{i}]") for i, at in enumerate(_sequence(record, "record", what))]
    increasing = all(a < b for a, b in pairwise(found))
    arguments.require(increasing and found[-1] <= steps, "record", record, what)
    return tuple(found)
