"""Figures 1 and 6: what their data must show, on a shorter profile than the one that is drawn."""

import numpy as np
import pytest

from figures.dying_relu import fig1, fig6
from figures.output import render


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(fig1, "STEPS", 300)
    monkeypatch.setattr(fig1, "RECORD", (0, 100, 300))
    monkeypatch.setattr(fig1, "GAMMAS", (1.0, 1e-2, 1e-4))
    monkeypatch.setattr(fig1, "DASHES", fig1.DASHES[:3])
    monkeypatch.setattr(fig1, "MARKERS", fig1.MARKERS[:3])
    monkeypatch.setattr(fig6, "DEPTHS", (1, 2, 4))
    monkeypatch.setattr(fig6, "COURSE_DEPTHS", (1, 4))
    monkeypatch.setattr(fig6, "COURSE", (0, 20, 100))
    monkeypatch.setattr(fig6, "STEPS", 100)
    monkeypatch.setattr(fig6, "RESIDUAL_COURSE", (0, 10))


@pytest.mark.usefixtures("short")
def test_numbers_hash_alike_and_pictures_are_drawn(tmp_path):
    for plate in (fig1.small_targets, fig6.depth_and_death):
        first, again = (render(plate, tmp_path / name) for name in ("one", "two"))
        assert first == again
        assert all((tmp_path / "one" / name).stat().st_size > 5000 for name in first["files"].values())


@pytest.mark.usefixtures("short")
def test_small_targets_begin_and_stay_behind():
    data = fig1.small_targets.data()
    assert data["error"].shape == data["error_deviation"].shape == data["dead"].shape == (3, 3)
    np.testing.assert_allclose(data["error"][0, 0], 1, atol=0.2)  # the output at the start is small
    assert data["error"][2, 0] == pytest.approx(100 * data["error"][1, 0], rel=0.02)
    assert np.all(np.diff(data["error"], axis=1) < 0)
    assert np.all(data["error_deviation"] > 0)
    assert np.all((data["dead"] >= 0) & (data["dead"] <= 1))


@pytest.mark.usefixtures("short")
def test_deeper_starts_have_more_dead_units_and_adam_adds_to_them():
    data = fig6.depth_and_death.data()
    assert data["start"][0] == 0
    assert data["start"][2] > data["start"][1] + 3 * data["start_deviation"][1]
    np.testing.assert_allclose(data["lost"][:, 0], 0, atol=1e-7)
    assert data["lost"][1, -1] > 3 * data["lost_deviation"][1, -1]
    assert data["adam_small"][2] == pytest.approx(data["start"][2] + data["lost"][1, -1], abs=1e-7)
    np.testing.assert_allclose(data["sgd_small"], data["start"], atol=0.02)
    assert np.all(data["residual"] == 0)


def test_summary_is_mean_and_standard_error():
    mean, error = fig1.summary(np.array([[1.0, 2.0], [3.0, 2.0]]))
    np.testing.assert_allclose(mean, [2, 2])
    np.testing.assert_allclose(error, [1, 0])
