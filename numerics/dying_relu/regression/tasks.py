"""Which networks the experiments behind Figures 1 and 6 train, cut into chunks of a few seeds.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Figures 1 and 6. Widths and optimisers are ours where the
text at hand has lost them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from numerics.arrays import arguments
from numerics.data import tables
from numerics.descent.optimisers import Adam, Optimiser, Sgd

__all__ = ["EXPERIMENTS", "GAMMAS", "OPTIMISERS", "Task", "chunk", "tasks"]

GAMMAS = (1.0, 1e-1, 1e-2, 1e-3, 1e-4)

OPTIMISERS: Mapping[str, Callable[[], Optimiser]] = {
    "adam": Adam,
    "adam without momentum": lambda: Adam(beta1=0.0),
    "adam with shorter averages": lambda: Adam(beta2=0.99),
    "sgd": lambda: Sgd(0.1),
    "sgd with momentum": lambda: Sgd(0.01, beta=0.9),
}
"""Optimisers by name; the two last take steps of the same size on a constant slope."""

EXPERIMENTS: Mapping[str, Sequence[tuple[str, int, int, str]]] = {
    "fig1": [("plain", 1, width, name) for name in ("adam", "adam without momentum") for width in (64, 200)],
    "fig6": [
        (kind, depth, 64, name)
        for name in ("adam", "sgd", "sgd with momentum")
        for kind in ("plain", "residual")
        for depth in range(1, 9)
    ],
}
"""Kind, depth, width and optimiser of every network."""

SEEDS_PER_CHUNK = 4
Task = dict[str, Any]


def tasks(
    experiment: str, *, table: str = "diabetes", seeds: int = 20, steps: int = 40_000, batch: int = 32
) -> list[Task]:
    """Chunks of an experiment: every network, a few seeds each.

    Parameters
    ----------
    experiment : str
        A key of `EXPERIMENTS`.
    table : str
        One of `numerics.data.tables.TABLES`.
    seeds : int
        Runs of every network, at least 1; more seeds keep the chunks of fewer.
    steps : int
        Updates, at least 1; recorded are the start and ten moments at equal distances.
    batch : int
        Rows of a mini-batch, at least 2.

    Returns
    -------
    list of dict
        Plain data, for `work`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    experiment = arguments.one_of(experiment, "experiment", EXPERIMENTS)
    table = arguments.one_of(table, "table", tables.TABLES)
    seeds = arguments.count(seeds, "seeds", at_least=1)
    steps = arguments.count(steps, "steps", at_least=1)
    batch = arguments.count(batch, "batch", at_least=2)
    moments = sorted({round(part * steps / 10) for part in range(11)})
    return [
        chunk(
            *network,
            table=table,
            gammas=GAMMAS,
            seeds=range(first, min(first + SEEDS_PER_CHUNK, seeds)),
            batch=batch,
            record=moments,
        )
        for first in range(0, seeds, SEEDS_PER_CHUNK)  # outermost: every network has its first seeds soon
        for network in EXPERIMENTS[experiment]
    ]


def chunk(
    kind: str,
    depth: int,
    width: int,
    optimiser: str,
    *,
    table: str,
    gammas: Sequence[float],
    seeds: Sequence[int],
    batch: int,
    record: Sequence[int],
) -> Task:
    """One network and some seeds, as plain data for `work`; it trains up to the last moment of `record`."""
    return {
        "table": table,
        "kind": kind,
        "depth": depth,
        "width": width,
        "optimiser": optimiser,
        "gammas": list(gammas),
        "seeds": list(seeds),
        "steps": record[-1],
        "batch": batch,
        "record": list(record),
    }
