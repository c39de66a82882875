"""Recorded runs: what long trainings found, with all that is needed to make them again.

A record is plain JSON. Curves are means over blocks of `BLOCK` updates; the first losses are kept exactly, so
that a spot check can repeat them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.cnn.history import History
from numerics.nonlinearity_generator.experiments.results import Result
from numerics.nonlinearity_generator.experiments.setting import Setting

__all__ = ["BLOCK", "FIRST", "Record", "Run", "document", "read", "stored"]

BLOCK = 15
"""Updates over which curves are averaged; a rest at the end is left out."""

FIRST = 5
"""Losses that are kept as they are."""


@dataclass(frozen=True)
class Run:
    """One run of a record.

    Attributes
    ----------
    setting : Setting
    seed : int
    updates : int
        Made so far.
    diverged : bool
        As `History.outcome` has it.
    first : tuple of float
        The first losses, exactly.
    losses, accuracies : ndarray, shape (blocks,)
        Of mini-batches, averaged over blocks of `BLOCK` updates.
    measured : tuple of (int, float)
        After how many updates the test set was classified, and the share that was right.
    """

    setting: Setting
    seed: int
    updates: int
    diverged: bool
    first: tuple[float, ...]
    losses: npt.NDArray[np.float64]
    accuracies: npt.NDArray[np.float64]
    measured: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Record:
    """Runs with their provenance.

    Attributes
    ----------
    provenance : mapping of str to str
        The command that makes them again, when and on what they were made.
    runs : tuple of Run
    """

    provenance: Mapping[str, str]
    runs: tuple[Run, ...]

    def find(self, **wanted: Any) -> list[Run]:
        """Runs whose settings have these values."""
        return [
            run for run in self.runs if all(getattr(run.setting, name) == v for name, v in wanted.items())
        ]


def document(results: Sequence[Result], provenance: Mapping[str, str]) -> bytes:
    """Write runs down.

    Parameters
    ----------
    results : sequence of Result
    provenance : mapping of str to str
        See `Record`.

    Returns
    -------
    bytes
        JSON, a run a line.
    """
    runs = [
        _plain(result.setting, seed, history)
        for result in results
        for seed, history in zip(result.seeds, result.histories, strict=True)
    ]
    lines = ",\n".join(json.dumps(run) for run in runs)
    head = json.dumps(dict(provenance), indent=1)
    return f'{{"provenance": {head},\n"runs": [\n{lines}\n]}}\n'.encode()


def _plain(setting: Setting, seed: int, history: History) -> dict[str, Any]:
    tested = zip(history.steps.tolist(), history.test_accuracies.tolist(), strict=True)
    return {
        "setting": setting.plain_data(),
        "seed": seed,
        "updates": len(history.losses),
        "diverged": history.outcome == "diverged",
        "first": history.losses[:FIRST].tolist(),
        "losses": _blocks(history.losses),
        "accuracies": _blocks(history.batch_accuracies),
        "measured": [[step, accuracy] for step, accuracy in tested if np.isfinite(accuracy)],
    }


def _blocks(values: npt.NDArray[Any]) -> list[float]:
    whole = values[: len(values) // BLOCK * BLOCK].reshape(-1, BLOCK).mean(axis=1)
    return [float(f"{value:.5g}") for value in whole]


def read(path: Path) -> Record:
    """Read what `document` wrote.

    Raises
    ------
    ValueError
        If it is no such record.
    """
    try:
        found = json.loads(path.read_bytes())
        runs = tuple(
            Run(
                Setting.of(run["setting"]),
                run["seed"],
                run["updates"],
                run["diverged"],
                tuple(run["first"]),
                np.array(run["losses"]),
                np.array(run["accuracies"]),
                tuple((step, accuracy) for step, accuracy in run["measured"]),
            )
            for run in found["runs"]
        )
        return Record(found["provenance"], runs)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"path={str(path)!r}: must be a record of runs, {error!r}") from error


def stored() -> Record:
    """Read the record of the paper's networks that comes with this package."""
    return read(Path(__file__).parents[3] / "results" / "nonlinearity_generator" / "paper_networks.json")
