"""The experiments as sweeps: tasks, resumption, and the command line."""

import numpy as np
import pytest

from numerics import regression_sweep
from numerics.regression_sweep import EXPERIMENTS, GAMMAS, OPTIMISERS, main, run, tasks

TINY = {"fig1": [("plain", 1, 4, "adam"), ("residual", 2, 3, "sgd with momentum")]}
SMALL = {"table": "synthetic", "seeds": 5, "steps": 20, "batch": 8}


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.setattr(regression_sweep, "EXPERIMENTS", TINY)


def test_every_network_gets_every_seed_once():
    for experiment, networks in EXPERIMENTS.items():
        todo = tasks(experiment, seeds=9)
        assert len(todo) == 3 * len(networks)
        seeds = {}
        for task in todo:
            key = tuple(task[name] for name in ("kind", "depth", "width", "optimiser"))
            assert key in networks
            assert key[-1] in OPTIMISERS
            seeds.setdefault(key, []).extend(task["seeds"])
        assert all(found == list(range(9)) for found in seeds.values())


def test_more_seeds_keep_the_chunks_of_fewer():
    fewer, more = tasks("fig6", seeds=8), tasks("fig6", seeds=12)
    assert more[: len(fewer)] == fewer


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


def test_one_seed_has_no_error_bar():
    line = regression_sweep._summary(np.ones((1, 2)))
    assert line == "  1±nan  1±nan"


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("experiment", "fig7"),
        ("experiment", None),
        ("table", "boston"),
        ("seeds", 0),
        ("steps", 0),
        ("steps", 1.5),
        ("batch", 1),
    ],
)
def test_bad_arguments_are_named(name, bad):
    with pytest.raises((ValueError, TypeError), match=rf"^{name} must be"):
        tasks(**{"experiment": "fig1", name: bad})


def test_bad_command_lines_say_so(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["fig1", "--seeds", "0"])
    assert caught.value.code == 2
    assert "seeds must be" in capsys.readouterr().err
