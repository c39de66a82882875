"""The experiments of the dying ReLU as sweeps, with tiny networks."""

import csv

import pytest
from click.testing import CliRunner

from numerics.dying_relu.regression import sweep, tasks
from numerics.dying_relu.regression.sweep import experiment
from relucidate import cli
from relucidate.sweeps import dying_relu

TINY = {
    "fig1": [("plain", 1, width, name) for name in ("adam", "adam without momentum") for width in (4, 200)],
    "fig6": [
        (kind, depth, 4, name)
        for name in ("adam", "sgd", "sgd with momentum")
        for kind in ("plain", "residual")
        for depth in (1, 2)
    ],
}


@pytest.mark.parametrize("name", ["fig1", "fig6"])
def test_networks_are_trained_and_drawn(name, tmp_path, monkeypatch):
    monkeypatch.setattr(tasks, "EXPERIMENTS", TINY)
    monkeypatch.setattr(sweep, "EXPERIMENTS", TINY)

    def small(*given, **more):
        return experiment(*given, table="synthetic", seeds=2, steps=20, batch=8, **more)

    monkeypatch.setattr(dying_relu, "experiment", small)
    ran = CliRunner().invoke(cli.main, ["sweep", f"dying-relu-{name}", "--out", str(tmp_path)])
    assert ran.exit_code == 0
    assert "depth 1, width 4" in ran.stdout
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        f"dying-relu-{name}.csv", f"dying-relu-{name}.svg",
    }  # fmt: skip
    with (tmp_path / f"dying-relu-{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(TINY[name]) * len(tasks.GAMMAS) * 11
    assert {row["seeds"] for row in rows} == {"2"}
    assert all(0 <= float(row["dead"]) <= 1 for row in rows)
