"""Sweeps by name, and the files they leave."""

import csv
import doctest

from numerics.shortcut import table
from relucidate import csv_table, sweeping


def test_doctests():
    assert doctest.testmod(csv_table).failed == 0


def test_every_sweep_is_named_for_its_paper():
    assert set(sweeping.SWEEPS) == {
        "shortcut-table1", "dying-relu-fig1", "dying-relu-fig6", "nonlinearity-generator",
    }  # fmt: skip
    assert [name for name, chosen in sweeping.SWEEPS.items() if chosen.in_sizes] == ["nonlinearity-generator"]


def test_the_table_of_the_shortcut_paper(monkeypatch, tmp_path, capsys):
    rates = dict(zip(table.ROWS, (0.5, 0.75, 0.875), strict=False))
    entries = [
        table.Entry(setting, row, k, round(100 * rates.get(row, 1.0)), 0, 100, rates.get(row, 1.0))
        for setting in table.SETTINGS
        for row in table.ROWS
        for k in table.PATCHES
    ]
    monkeypatch.setattr(table, "table", lambda **_: iter(entries))
    files = sweeping.SWEEPS["shortcut-table1"].run(tmp_path, 1, lambda _: None)
    assert [file.name for file in files] == ["shortcut-table1.csv", "shortcut-table1.svg"]
    with files[0].open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(entries)
    assert float(rows[0]["low"]) < float(rows[0]["sampled"]) == entries[0].exact < float(rows[0]["high"])
    first = [file.read_bytes() for file in files]
    sweeping.SWEEPS["shortcut-table1"].run(tmp_path, 1, lambda _: None)
    assert first == [file.read_bytes() for file in files]
    assert "reconstructed setting" in capsys.readouterr().out
