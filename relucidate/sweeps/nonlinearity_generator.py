"""The sweep ``nonlinearity-generator``: trains networks on images, prints and draws what came out."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from numerics.cnn import plain, resnet
from numerics.data.catalogue import SOURCES, place
from numerics.nonlinearity_generator.experiments import (
    Result,
    images,
    places,
    records,
    settings,
)
from numerics.nonlinearity_generator.experiments import experiments as trained
from numerics.nonlinearity_generator.experiments.estimate import seconds
from numerics.nonlinearity_generator.experiments.image_sets import named_folder
from numerics.nonlinearity_generator.experiments.printed import ACCURACIES, TEST_IMAGES, Row
from numerics.nonlinearity_generator.experiments.profiles import names, seeds
from numerics.statistics import wilson
from numerics.sweeps.running import Progress
from proofs_check.engines.kernel import blas_kernel
from relucidate.sweeps.csv_table import csv_table
from relucidate.terminal import output, print_table, table

__all__ = ["experiments", "parameter_counts"]

#: Beyond this many standard errors a difference counts as significant.
SIGNIFICANT = 2.0

PREFIX = "nonlinearity-generator"


def experiments(
    folder: Path,
    workers: int | None,
    progress: Callable[[Progress], object],
    executor: Executor | None = None,
    *,
    profile: str = "standard",
    data: Path | None = None,
    epochs: int | None = None,
) -> dict[str, bytes]:
    """Run every experiment in one of its sizes; what is finished is kept and not run again.

    Parameters
    ----------
    folder
        For finished runs, and the state of runs under way.
    workers
        Local processes; None where there is an executor.
    progress
        Told how far the sweep has come, and with one worker also how far the run under way.
    executor
        What computes instead of local processes. The folders must be there for it too.
    profile
        "quick" (seconds), "standard" (minutes), "full" (hours) or "paper" (weeks: the paper's own networks,
        after an estimate of the time; what they find is also written as a record with its provenance).
    data
        Folder of data sets, by default that of the environment variable RELUCIDATE_DATA; without one, digits
        take the place of MNIST, and there is no CIFAR-10.
    epochs
        Of the paper's networks, at most.

    Returns
    -------
    dict
        CSV files and figures, by name.

    Raises
    ------
    DataError
        If the folder is not there, or a data set in it is damaged or there in part.
    ImportError
        If scikit-learn, which brings the digits, is not installed.
    """
    # Matplotlib is slow to import.
    from figures.nonlinearity_generator.training_curves import curves_of, inside_of  # noqa: PLC0415
    from figures.output import svg  # noqa: PLC0415

    data = named_folder() if data is None else data
    have = set() if data is None else {name for name in SOURCES if any(place(name, data).values())}
    limit = {} if epochs is None else {"epochs": epochs}
    todo = {name: settings(profile, name, have=have, **limit) for name in names(profile)}
    dense, convolutional = seeds(profile)
    console = output()
    if profile == "paper":
        hours = seconds({s: convolutional for chosen in todo.values() for s in chosen}) / 3600
        console.print(f"about {hours:.3g} hours on one core, if no run ends early")
    if data is not None and not have:
        console.print(f"{data} holds no data set: digits take the place of MNIST")
    contents: dict[str, bytes] = {}
    found: list[Result] = []
    with places(folder=data, checkpoints=folder / "under-way"):
        for name in sorted({setting.data for chosen in todo.values() for setting in chosen}):
            images(name)  # whatever is wrong with the data is found before hours of work
        for experiment, chosen in todo.items():
            if not chosen:
                console.print(f"{experiment}: nothing to run without the data sets it needs (--data)")
                continue
            results = trained(
                chosen, seeds=dense, convolutional=convolutional, folder=folder, workers=workers,
                executor=executor, progress=progress,
            )  # fmt: skip
            print_table(console, _results(experiment, results))
            for kind, draw in (("curves", curves_of), ("inside", inside_of)):
                contents[f"{PREFIX}-{experiment}-{kind}.svg"] = svg(draw(results), experiment)
            found += results
        contents[f"{PREFIX}.csv"] = csv_table(_RESULT_COLUMNS, map(_result_row, found))
        contents[f"{PREFIX}-layers.csv"] = csv_table(
            _LAYER_COLUMNS, (row for r in found for row in _layers(r))
        )
    for made in (*_printed_tables(found), _parameters()):
        print_table(console, made)
    if profile == "paper":
        contents[f"{PREFIX}-record.json"] = records.document(found, _provenance(epochs))
    contents[f"{PREFIX}-printed.csv"] = csv_table(_PRINTED_COLUMNS, map(_printed_row, ACCURACIES))
    return contents


def _provenance(epochs: int | None) -> dict[str, str]:
    """What makes a record again, and what it was made on."""
    limit = "" if epochs is None else f" --epochs {epochs}"
    versions = {name: version(name) for name in ("relucidate", "numpy")}
    return {
        "command": f"relucidate sweep nonlinearity-generator --profile paper --data DIR{limit}",
        "kernel": blas_kernel(),
        "python": platform.python_version(),
        **versions,
    }


def parameter_counts(depth: int) -> dict[str, int]:
    """Count the parameters of the networks of Tables 1 and 2 at a depth, without batch normalisation.

    Returns
    -------
    dict of str to int
        ``plain`` and ``resnet`` without activations' own, ``thresholds`` of generators (one a channel).
    """
    counts: dict[str, int] = {}
    for name, build in (("plain", plain), ("resnet", resnet)):
        without, own = (
            sum(p.value.size for p in build(depth, kind, rng=np.random.default_rng(0)).parameters)
            for kind in ("relu", "generator")
        )
        counts |= {name: without, "thresholds": own - without}
    return counts


def _results(experiment: str, results: Sequence[Result]) -> Table:
    made = table(
        f"{experiment}: medians over seeds; 95 % interval for the number of test images",
        ("setting", "activation", "seeds", "training", "test", "95 % interval", "diverged"),
        text=("setting", "activation"),
    )
    last = ""
    for result in results:
        setting = result.setting
        if last and setting.panel != last:
            made.add_section()
        low, high = result.interval()
        made.add_row(
            setting.panel if setting.panel != last else "", setting.curve, str(len(result.seeds)),
            f"{np.median(result.training):.3f}", f"{np.median(result.test):.3f}", f"{low:.3f} {high:.3f}",
            str(result.diverged),
        )  # fmt: skip
        last = setting.panel
    return made


def _printed_tables(results: Sequence[Result]) -> Iterable[Table]:
    """Tables 3 to 6 as printed, with intervals, z, and our accuracy where the same kind of net was run."""
    for number in dict.fromkeys(row.table for row in ACCURACIES):
        rows = [row for row in ACCURACIES if row.table == number]
        normed = "with" if rows[0].batch_norm else "without"
        made = table(
            f"Table {number} as printed ({rows[0].data}, {normed} batch norm), 95 % intervals, and ours",
            ("network", "ReLU", "PReLU", "generator", "z ReLU", "z PReLU", "ours (steps)"),
            text=("network",),
        )
        for row in rows:
            made.add_row(
                f"{row.family} {row.depth}", *(_accuracy(v) for v in (row.relu, row.prelu, row.generator)),
                _z(row, "relu"), _z(row, "prelu"), _ours(row, results),
            )  # fmt: skip
        yield made


def _accuracy(value: float | None) -> str:
    if value is None:
        return ""
    low, high = wilson(round(value * TEST_IMAGES), TEST_IMAGES)
    return f"{100 * value:.2f}\n({100 * float(low):.2f} {100 * float(high):.2f})"


def _z(row: Row, rival: str) -> str:
    z = row.z(rival)
    return "" if z is None else f"{z:.2f}{' *' if abs(z) > SIGNIFICANT else ''}"


def _ours(row: Row, results: Sequence[Result]) -> str:
    """Our test accuracies beside a printed row, in the order of its columns."""
    found = {}
    for result in results:
        setting = result.setting
        same = (setting.experiment, setting.family, setting.depth, setting.batch_norm) == (
            "tables3to6", row.family, row.depth, row.batch_norm,
        )  # fmt: skip
        if same and setting.data.startswith(row.data):
            found[setting.activation] = f"{100 * float(np.median(result.test)):.1f}"
            steps = setting.steps
    if not found:
        return ""
    return f"{' '.join(found.get(name, '-') for name in ('relu', 'prelu', 'generator'))} ({steps})"


def _parameters() -> Table:
    made = table(
        "Parameters of the networks of Tables 1 and 2, without batch normalisation",
        ("depth", "plain", "ResNet", "thresholds of generators", "share"),
    )
    for depth in dict.fromkeys(row.depth for row in ACCURACIES):
        counts = parameter_counts(depth)
        share = counts["thresholds"] / counts["plain"]
        made.add_row(
            str(depth), f"{counts['plain']:,}", f"{counts['resnet']:,}", f"{counts['thresholds']:,}",
            f"{100 * share:.3f} %",
        )  # fmt: skip
    return made


_RESULT_COLUMNS = (
    "experiment", "family", "depth", "data", "activation", "start", "scale", "batch norm", "rate", "batch",
    "steps", "seeds", "diverged", "training", "test", "low", "high", "tested",
)  # fmt: skip
_LAYER_COLUMNS = (
    "experiment", "panel", "curve", "update", "layer", "clipped", "level", "spread", "forward", "backward",
)  # fmt: skip
_PRINTED_COLUMNS = (
    "table", "data", "batch norm", "family", "depth", "relu", "prelu", "generator", "z relu", "z prelu",
)  # fmt: skip


def _result_row(result: Result) -> list[Any]:
    s = result.setting
    return [
        s.experiment, s.family, s.depth, s.data, s.activation, s.start, s.scale, s.batch_norm, s.rate,
        s.batch, s.steps, len(result.seeds), result.diverged, float(np.median(result.training)),
        float(np.median(result.test)), *result.interval(), result.tested,
    ]  # fmt: skip


def _layers(result: Result) -> Iterable[list[Any]]:
    """Yield clipped shares, levels and variance shares by layer, at the start and at the end."""
    s = result.setting
    for moment, update in ((0, 0), (-1, s.steps)):
        clipped, levels = (result.by_layer(what, moment) for what in ("clipped", "levels"))
        for layer, shares in enumerate(result.by_layer("shares", moment)):
            # The last layer of weights has no activation.
            inner = [clipped[layer], levels[layer]] if layer < len(clipped) else ["", ""]
            yield [s.experiment, s.panel, s.curve, update, layer + 1, *inner, *shares]


def _printed_row(row: Row) -> list[Any]:
    z = [row.z(rival) for rival in ("relu", "prelu")]
    return [
        row.table, row.data, row.batch_norm, row.family, row.depth, row.relu, row.prelu, row.generator, *z,
    ]  # fmt: skip
