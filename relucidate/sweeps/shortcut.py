"""The sweep ``shortcut-table1``: sampled and exact rates beside the published ones."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from rich.table import Table

from numerics.shortcut import table as shortcut_table
from numerics.sweeps.running import Progress
from relucidate.sweeps.csv_table import csv_table
from relucidate.terminal import output, print_table
from relucidate.terminal import table as empty_table

__all__ = ["table1"]


def table1(
    folder: Path,
    workers: int | None,
    progress: Callable[[Progress], object],
    executor: Executor | None = None,
) -> dict[str, bytes]:
    """Table 1 of the shortcut paper beside reconstructed settings: sampled and exact rates, chi-square.

    Parameters
    ----------
    folder
        For the chunks already computed.
    workers
        Local processes; None where there is an executor.
    progress
        Told how far the sweep has come.
    executor
        What computes instead of local processes.

    Returns
    -------
    dict
        A CSV file and the figure, by name.
    """
    entries = list(shortcut_table.table(folder=folder, workers=workers, executor=executor, progress=progress))
    console = output()
    for setting in shortcut_table.SETTINGS:
        print_table(console, _terminal_table(setting, [e for e in entries if e.setting == setting]))
    # Matplotlib is slow to import.
    from figures.output import svg  # noqa: PLC0415
    from figures.shortcut.fig4 import picture_of  # noqa: PLC0415

    return {
        "shortcut-table1.csv": csv_table(_COLUMNS, map(_row, entries)),
        "shortcut-table1.svg": svg(picture_of(entries), "shortcut-table1"),
    }


def _terminal_table(setting: str, entries: list[shortcut_table.Entry]) -> Table:
    chosen = shortcut_table.SETTINGS[setting]
    about = f"r = {chosen.r:.4g}, N = {chosen.size_per_patch:g} k, {chosen.start}"
    table = empty_table(
        f"reconstructed setting {setting}: {about}",
        ("row", "k", "published", "sampled", "95 % interval", "exact", "undecided"),
        text=("row",),
    )
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
