"""Figures 1 and 6: what their data must show, on a shorter profile than the one that is drawn."""

import numpy as np
import pytest

from figures.dying_relu import fig1, fig6
from figures.output import render
from numerics.dying_relu.regression import tasks
from numerics.dying_relu.regression.sweep import experiment


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(fig1, "NETWORKS", [("plain", 1, 16, "adam"), ("plain", 1, 200, "adam")])
    monkeypatch.setattr(fig1, "RECORD", (0, 20, 300))
    monkeypatch.setattr(fig6, "DEPTHS", (1, 2, 4))
    monkeypatch.setattr(fig6, "COURSE", (0, 100))
    monkeypatch.setattr(fig6, "LATE_DEPTHS", (1, 2))
    monkeypatch.setattr(fig6, "LATE_COURSE", (0, 5, 10))


@pytest.mark.usefixtures("short")
def test_numbers_hash_alike_and_pictures_are_drawn(tmp_path):
    for plate in (fig1.small_targets, fig6.depth_and_death):
        first, again = (render(plate, tmp_path / name) for name in ("one", "two"))
        assert first == again
        assert all((tmp_path / "one" / name).stat().st_size > 5000 for name in first["files"].values())


@pytest.mark.usefixtures("short")
def test_small_targets_stay_behind():
    data = fig1.small_targets.data()
    assert data["network"].tolist() == ["16 units, Adam", "200 units, Adam"]
    assert data["error"].shape == data["error_deviation"].shape == data["dead"].shape == (2, 5)
    assert data["course"].shape == (5, 3)
    assert np.all(data["error"][:, 0] < 1)
    assert np.all(np.diff(data["error"][:, 1:]) > 0)  # in units of gamma, which falls
    assert np.all(data["error_deviation"] > 0)
    assert np.all(data["course"] == 0)  # nobody dies so soon


@pytest.mark.usefixtures("short")
def test_deeper_starts_have_more_dead_units_and_adam_adds_to_them():
    data = fig6.depth_and_death.data()
    assert data["start"][0] == 0
    assert data["start"][2] > data["start"][1] + 3 * data["start_deviation"][1]
    assert data["adam_small"][2] > data["start"][2] + 0.02
    np.testing.assert_allclose(data["sgd_small"], data["start"], atol=0.02)
    np.testing.assert_allclose(data["lost"][:, 0], 0, atol=1e-7)
    assert data["lost"].shape == data["residual_deviation"].shape == (2, 3)
    assert np.all(data["residual"] == 0)


def test_figures_are_drawn_from_full_experiments_as_well(monkeypatch):
    small = {
        name: [(kind, depth, width if width == 200 else 4, how) for kind, depth, width, how in networks]
        for name, networks in tasks.EXPERIMENTS.items()
    }
    monkeypatch.setattr(tasks, "EXPERIMENTS", small)
    first, sixth = (
        experiment(name, table="synthetic", seeds=2, steps=2, workers=1) for name in ("fig1", "fig6")
    )
    data = fig1.measured(first)
    assert data["error"].shape == (4, 5)
    assert len(fig1.small_targets.draw(data).axes) == 3
    by_adam = [one for one in sixth if one.optimiser == "adam"]
    data = fig6.measured(sixth, by_adam)
    assert data["residual"].shape == (8, 3)
    assert data["depth"].tolist() == list(range(1, 9))
    assert len(fig6.depth_and_death.draw(data).axes) == 3
