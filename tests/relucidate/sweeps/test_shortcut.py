"""The sweep of the shortcut paper's table, with made-up entries."""

import csv

from numerics.shortcut import table
from relucidate import sweeps


def test_the_table_of_the_shortcut_paper(monkeypatch, tmp_path, capsys):
    rates = dict(zip(table.ROWS, (0.5, 0.75, 0.875), strict=False))
    entries = [
        table.Entry(setting, row, k, round(100 * rates.get(row, 1.0)), 0, 100, rates.get(row, 1.0))
        for setting in table.SETTINGS
        for row in table.ROWS
        for k in table.PATCHES
    ]
    monkeypatch.setattr(table, "table", lambda **_: iter(entries))
    files = sweeps.run("shortcut-table1", tmp_path, 1, lambda _: None)
    assert [file.name for file in files] == ["shortcut-table1.csv", "shortcut-table1.svg"]
    with files[0].open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(entries)
    assert float(rows[0]["low"]) < float(rows[0]["sampled"]) == entries[0].exact < float(rows[0]["high"])
    first = [file.read_bytes() for file in files]
    sweeps.run("shortcut-table1", tmp_path, 1, lambda _: None)
    assert first == [file.read_bytes() for file in files]
    assert "reconstructed setting" in capsys.readouterr().out
