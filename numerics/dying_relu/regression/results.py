"""What the regression experiments found: chunks of seeds put together, one network a record.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Figures 1 and 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments

__all__ = ["Measured", "find", "gather"]

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Measured:
    """Everything measured of one network on one table.

    Attributes
    ----------
    table, kind, depth, width, optimiser
        As in a task of `numerics.dying_relu.regression.sweep`.
    seeds : tuple of int
        One run each.
    gammas : tuple of float
        Target scales.
    steps : tuple of int
        After how many updates; 0 is the start.
    error, dead : ndarray, shape (seeds, gammas, steps)
        As in `numerics.dying_relu.regression.Course`, float64.
    """

    table: str
    kind: str
    depth: int
    width: int
    optimiser: str
    seeds: tuple[int, ...]
    gammas: tuple[float, ...]
    steps: tuple[int, ...]
    error: Array
    dead: Array

    def of(self, what: str, gamma: float) -> Array:
        """Error or dead share at one target scale.

        Parameters
        ----------
        what : {"error", "dead"}
            Which.
        gamma : float
            One of `gammas`.

        Returns
        -------
        ndarray, shape (seeds, steps)

        Raises
        ------
        TypeError, ValueError
            If it was not measured.
        """
        what = arguments.one_of(what, "what", ("error", "dead"))
        arguments.require(gamma in self.gammas, "gamma", gamma, f"one of {self.gammas}")
        found: Array = getattr(self, what)
        return found[:, self.gammas.index(gamma)]


def gather(chunks: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> list[Measured]:
    """Put the chunks of each network together.

    Parameters
    ----------
    chunks : iterable of (task, result)
        As `numerics.dying_relu.regression.sweep.run` yields them; tasks that differ in their seeds alone
        belong together, in the order given.

    Returns
    -------
    list of Measured
        In the order in which the networks first occur.
    """
    groups: dict[str, list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = {}
    for task, result in chunks:
        key = repr([(name, value) for name, value in sorted(task.items()) if name != "seeds"])
        groups.setdefault(key, []).append((task, result))
    found = []
    for group in groups.values():
        first = group[0][0]
        found.append(
            Measured(
                table=first["table"],
                kind=first["kind"],
                depth=first["depth"],
                width=first["width"],
                optimiser=first["optimiser"],
                seeds=tuple(seed for task, _ in group for seed in task["seeds"]),
                gammas=tuple(first["gammas"]),
                steps=tuple(int(step) for step in group[0][1]["steps"]),
                error=np.concatenate([result["error"] for _, result in group]).astype(float),
                dead=np.concatenate([result["dead"] for _, result in group]).astype(float),
            )
        )
    return found


def find(results: Iterable[Measured], **wanted: Any) -> Measured:
    """Look a network up by its attributes.

    Parameters
    ----------
    results : iterable of Measured
        Where to look.
    **wanted
        Attributes and their values.

    Returns
    -------
    Measured
        The first that has them.

    Raises
    ------
    ValueError
        If there is none.
    """
    for one in results:
        if all(getattr(one, name) == value for name, value in wanted.items()):
            return one
    raise ValueError(f"results must hold a network with {wanted}, which none of them has")
