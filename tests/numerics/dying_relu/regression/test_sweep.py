"""The experiments as sweeps: resumption, whole experiments, and the command line."""

import numpy as np
import pytest

from numerics.dying_relu.regression import sweep
from numerics.dying_relu.regression import tasks as regression_tasks
from numerics.dying_relu.regression.sweep import experiment, main, run
from numerics.dying_relu.regression.tasks import GAMMAS, tasks

TINY = {"fig1": [("plain", 1, 4, "adam"), ("residual", 2, 3, "sgd with momentum")]}
SMALL = {"table": "synthetic", "seeds": 5, "steps": 20, "batch": 8}


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.setattr(regression_tasks, "EXPERIMENTS", TINY)
    monkeypatch.setattr(sweep, "EXPERIMENTS", TINY)


@pytest.mark.usefixtures("tiny")
def test_a_stopped_sweep_goes_on(tmp_path):
    todo = tasks("fig1", **SMALL)
    whole = [result for _, result in run(todo, workers=1)]
    assert whole[0]["error"].shape == (4, len(GAMMAS), 11)
    assert whole[0]["steps"].tolist() == list(range(0, 21, 2))
    begun = run(todo, folder=tmp_path, workers=1)
    next(begun)
    begun.close()
    seen = []
    resumed = [result for _, result in run(todo, folder=tmp_path, workers=1, progress=seen.append)]
    assert seen[0].resumed == 1
    for first, second in zip(whole, resumed, strict=True):
        assert all(np.array_equal(first[name], second[name]) for name in first)


@pytest.mark.usefixtures("tiny")
def test_the_command_line_prints_every_network(tmp_path, capsys):
    given = ["--table", "synthetic", "--seeds", "5", "--steps", "20", "--batch", "8", "--workers", "1"]
    assert main(["fig1", "--folder", str(tmp_path), *given]) == 0
    printed = capsys.readouterr().out
    assert "synthetic, plain, depth 1, width 4, adam\n" in printed
    assert "synthetic, residual, depth 2, width 3, sgd with momentum\n" in printed
    assert printed.count("dead  gamma") == 2 * len(GAMMAS)
    assert any(tmp_path.iterdir())


@pytest.mark.usefixtures("tiny")
def test_an_experiment_holds_every_seed_of_every_network(tmp_path):
    seen = []
    results = experiment("fig1", **SMALL, folder=tmp_path, workers=1, progress=seen.append)
    assert [(one.kind, one.depth, one.width, one.optimiser) for one in results] == TINY["fig1"]
    assert results[0].seeds == tuple(range(5))
    assert results[0].error.shape == results[0].dead.shape == (5, len(GAMMAS), 11)
    fewer = experiment("fig1", **{**SMALL, "seeds": 4}, folder=tmp_path, workers=1, progress=seen.append)
    assert seen[-1].resumed == 2  # nothing is trained again
    assert np.array_equal(fewer[1].error, results[1].error[:4])


@pytest.mark.usefixtures("tiny")
def test_the_default_table_is_the_preferred_one(monkeypatch):
    monkeypatch.setattr(sweep.tables, "preferred", lambda: "synthetic")
    assert experiment("fig1", seeds=1, steps=1, workers=1)[0].table == "synthetic"


def test_bad_command_lines_say_so(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["fig1", "--seeds", "0"])
    assert caught.value.code == 2
    assert "seeds must be" in capsys.readouterr().err
