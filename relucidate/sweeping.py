"""Long sweeps by name: what each computes, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from numerics.shortcut import table as shortcut_table
from numerics.sweeps.running import Progress
from relucidate import generator_sweep, regression_sweeps
from relucidate.csv_table import csv_table
from relucidate.terminal import output


@dataclass(frozen=True)
class Sweep:
    """What to run, and whether it knows the options ``--profile`` and ``--data``.

    Attributes
    ----------
    run
        Given the folder for what is written, the number of processes and what is told of progress (and the
        options, by name), it returns the files written.
    in_sizes
        Whether it knows the options.
    """

    run: Callable[..., list[Path]]
    in_sizes: bool = False


def shortcut_table1(out: Path, workers: int, progress: Callable[[Progress], object]) -> list[Path]:
    """Table 1 of the shortcut paper beside reconstructed settings: sampled and exact rates, chi-square.

    Parameters
    ----------
    out
        Folder for the CSV, the figure, and the chunks already computed.
    workers
        Local processes.
    progress
        Told how far the sweep has come.

    Returns
    -------
    list of Path
        The files written.
    """
    entries = list(
        shortcut_table.table(folder=out / "chunks" / "shortcut-table1", workers=workers, progress=progress)
    )
    console = output()
    for setting in shortcut_table.SETTINGS:
        console.print(_terminal_table(setting, [e for e in entries if e.setting == setting]))
    out.mkdir(parents=True, exist_ok=True)
    # Matplotlib is slow to import.
    from figures.output import svg, write_whole  # noqa: PLC0415
    from figures.shortcut.fig4 import picture_of  # noqa: PLC0415

    contents = {
        "shortcut-table1.csv": csv_table(_COLUMNS, map(_row, entries)),
        "shortcut-table1.svg": svg(picture_of(entries), "shortcut-table1"),
    }
    write_whole(out, contents)
    return [out / name for name in contents]


#: Every sweep by the name that the command line knows it by.
SWEEPS: Mapping[str, Sweep] = {
    "shortcut-table1": Sweep(shortcut_table1),
    "dying-relu-fig1": Sweep(regression_sweeps.train_fig1),
    "dying-relu-fig6": Sweep(regression_sweeps.train_fig6),
    "nonlinearity-generator": Sweep(generator_sweep.run, in_sizes=True),
}


def _terminal_table(setting: str, entries: list[shortcut_table.Entry]) -> Table:
    chosen = shortcut_table.SETTINGS[setting]
    about = f"r = {chosen.r:.4g}, N = {chosen.size_per_patch:g} k, {chosen.start}"
    title = f"reconstructed setting {setting}: {about}"
    table = Table(title=title)
    for column in ("row", "k", "published", "sampled", "95 % interval", "exact", "undecided"):
        table.add_column(column, justify="left" if column == "row" else "right")
    for row in shortcut_table.ROWS:
        own = [entry for entry in entries if entry.row == row]
        for entry in own:
            low, high = entry.interval
            table.add_row(
                row, str(entry.k), f"{entry.published:.4f}", f"{entry.sampled:.4f}", f"{low:.4f} {high:.4f}",
                f"{entry.exact:.5f}", str(entry.undecided),
            )  # fmt: skip
        table.add_row("", "", "", "", "", _verdict(row, own), "", end_section=True)
    return table


def _verdict(row: str, entries: list[shortcut_table.Entry]) -> str:
    rates = [entry.exact for entry in entries]
    if not all(0 < rate < 1 for rate in rates) or row == "warm-up":
        return "no chi2: published 1"
    value, chance = shortcut_table.chi_square(row, rates)
    return f"chi2 {value:.1f}, p {chance:.2g}"


_COLUMNS = (
    "setting (reconstructed)", "row", "k", "published", "runs", "successes", "undecided", "sampled", "low",
    "high", "exact",
)  # fmt: skip


def _row(e: shortcut_table.Entry) -> list[Any]:
    rates = [e.sampled, *e.interval, e.exact]
    return [e.setting, e.row, e.k, e.published, e.runs, e.successes, e.undecided, *rates]
