r"""The paper's Table 1 beside three reconstructed settings: sampled rates, exact rates, chi-square.

Published are success rates of 5000 runs for k = 16, ..., 100 with warm-up, without it, and for the plain
convolutional network. The teacher's output weights are lost, and so are the law of a0 and the length of the
warm-up; in the limit of small steps rates depend on k, r = (1'a*)^2/N, N eta_w/eta_a and the first angle
only. The settings here are *reconstructed*, none is the paper's own:

| setting | r | N | law of a0 |
|---|---|---|---|
| S1 | 1/4 | 16 k | uniform in the ball |
| S2 | 1/9 | 167 k | uniform radius times uniform direction |
| S3 | .14 | 23 k | uniform in the ball |

p = 8 and the first angle is .45 pi. Step sizes are eta_a = eta_w = 1/k^2, after a warm-up of 1000 steps with
eta_a = 1/k^2, eta_w = 1/k^4; where condition H asks for it both are scaled down without warm-up.

Source: Liu et al. 2019, arXiv 1909.04653, Table 1 and Section 4.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

from numerics.arrays import arguments
from numerics.shortcut import descent
from numerics.shortcut.chances import sampled_rate, success_probability
from numerics.statistics import wilson
from numerics.sweeps.running import Progress, paired

PATCHES = (16, 25, 36, 49, 64, 81, 100)
ROWS = ("warm-up", "no warm-up", "plain")
PUBLISHED: Mapping[str, tuple[float, ...]] = {
    "warm-up": (1.0,) * 7,
    "no warm-up": (0.7042, 0.7354, 0.7776, 0.7848, 0.8220, 0.8388, 0.8426),
    "plain": (0.5348, 0.5528, 0.5312, 0.5426, 0.5192, 0.5368, 0.5374),
}
"""Success rates of Liu et al. 2019, Table 1."""
RUNS = 5000
"""Runs behind each published rate."""
ANGLE = 0.45 * np.pi
DIMENSION = 8
WARM_UP = 1000
STEPS_PER_SQUARE = 60
"""Steps after the warm-up, in units of k^2."""


class Setting(NamedTuple):
    """A reconstructed setting; see the module."""

    r: float
    size_per_patch: float
    start: str


SETTINGS: Mapping[str, Setting] = {
    "S1": Setting(1 / 4, 16.0, "ball"),
    "S2": Setting(1 / 9, 167.0, "radial"),
    "S3": Setting(0.14, 23.0, "ball"),
}


class Entry(NamedTuple):
    """One entry of the table.

    Attributes
    ----------
    row, k, setting
        Which one.
    successes, undecided, runs : int
        Of the sampled runs.
    exact : float
        Rate by quadrature.
    """

    setting: str
    row: str
    k: int
    successes: int
    undecided: int
    runs: int
    exact: float

    @property
    def published(self) -> float:
        """The paper's rate."""
        return PUBLISHED[self.row][PATCHES.index(self.k)]

    @property
    def sampled(self) -> float:
        """Our rate."""
        return self.successes / self.runs

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of our rate."""
        low, high = wilson(self.successes, self.runs)
        return float(low), float(high)


def how(setting: str, row: str, k: int, warm_up: int = WARM_UP) -> dict[str, Any]:
    """Keyword arguments of `success_probability` for one entry.

    Raises
    ------
    TypeError, ValueError
        If there is no such setting or row, or `k` or `warm_up` is no count.
    """
    chosen = SETTINGS[arguments.one_of(setting, "setting", SETTINGS)]
    row = arguments.one_of(row, "row", ROWS)
    k = arguments.count(k, "k", at_least=3)
    warm_up = arguments.count(warm_up, "warm_up")
    size = chosen.size_per_patch * k
    scale = min(1.0, descent.LARGEST_FILTER_STEP * k**2 / size)
    eta = scale / k**2
    after = (int(STEPS_PER_SQUARE * k**2 / scale), eta, eta)
    schedule = [(warm_up, 1 / k**2, 1 / k**4), after] if row == "warm-up" else [after]
    first = {"p": DIMENSION} if row == "plain" else {"phi": ANGLE}
    return {
        "k": k, "q2": chosen.r / k, "size": size, "schedule": schedule, "start": chosen.start, **first,
    }  # fmt: skip


def entry(task: Mapping[str, Any], rng: np.random.Generator) -> dict[str, npt.NDArray[Any]]:
    """Sample one entry and compute its exact rate: the work of one chunk."""
    given = how(task["setting"], task["row"], task["k"], task["warm_up"])
    codes = sampled_rate(rng, runs=task["runs"], **given)
    exact = success_probability(nodes=task["nodes"], **given)
    return {
        "successes": np.asarray(int(np.sum(codes == 1))),
        "undecided": np.asarray(int(np.sum(codes == 0))),
        "exact": np.asarray(exact),
    }


def table(
    *,
    runs: Any = RUNS,
    seed: Any = 0,
    warm_up: Any = WARM_UP,
    nodes: Any = 24,
    folder: str | os.PathLike[str] | None = None,
    workers: int | None = 1,
    executor: Executor | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Iterator[Entry]:
    """Compute every entry of every setting, in the order of settings, rows and k.

    Parameters
    ----------
    runs : int
        Sampled runs an entry.
    seed : int
        Of the sweep.
    warm_up : int
        Steps of the warm-up.
    nodes : int
        Of the quadrature.
    folder, workers, executor, progress
        As in `numerics.sweeps.running.sweep`; with an executor, `workers` is None.
    """
    common = {
        "runs": arguments.count(runs, "runs", at_least=1),
        "warm_up": arguments.count(warm_up, "warm_up"),
        "nodes": arguments.count(nodes, "nodes", at_least=4),
    }
    tasks: list[dict[str, Any]] = [
        {"setting": setting, "row": row, "k": k, **common}
        for setting in SETTINGS
        for row in ROWS
        for k in PATCHES
    ]
    found = paired(
        entry, tasks, name="shortcut table 1", seed=seed, folder=folder, workers=workers, executor=executor,
        progress=progress,
    )  # fmt: skip
    for task, result in found:
        yield Entry(
            task["setting"], task["row"], task["k"], int(result["successes"]), int(result["undecided"]),
            common["runs"], float(result["exact"]),
        )  # fmt: skip


def chi_square(row: str, exact: Any) -> tuple[float, float]:
    """Chi-square of a published row against exact rates, and its p-value (as many freedoms as entries).

    Raises
    ------
    ValueError
        If a rate is not in (0, 1), where the statistic has no meaning, or their number is not 7.
    """
    row = arguments.one_of(row, "row", ROWS)
    (rates,) = arguments.arrays({"exact": exact})
    arguments.require(rates.shape == (len(PATCHES),), "exact", exact, f"{len(PATCHES)} rates")
    arguments.require((rates > 0) & (rates < 1), "exact", exact, "in (0, 1)")
    rate, published = np.asarray(rates), np.asarray(PUBLISHED[row])
    value = float(np.sum(RUNS * (published - rate) ** 2 / (rate * (1 - rate))))
    return value, float(chi2.sf(value, len(PATCHES)))
