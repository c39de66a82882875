"""Figures 4 and 5 and the certified cells: their numbers, against runs of their own."""

import numpy as np
import pytest
from scipy.stats import norm

from figures.dying_relu import cells, fig4, fig5, outcome_panels
from figures.dying_relu.outcome_panels import outcomes, shares
from numerics.dying_relu.region_map import region_map
from numerics.dying_relu.relu_unit.training import LABELS, train


def _descend(w, b, steps, gamma=1.0, beta=0.0):
    """Momentum descent on the linear target, from the formula itself."""
    mean = np.zeros(2)
    for _ in range(steps):
        c = b / abs(w)
        pdf, cdf = norm.pdf(c), norm.cdf(c)
        slope = np.array([(w - gamma) * cdf + gamma * c * pdf, b * cdf + np.sign(w) * (w - gamma) * pdf])
        mean = beta * mean + (1 - beta) * slope
        w, b = w - 0.1 * mean[0], b - 0.1 * mean[1]
    return w, b


def test_panels_are_region_maps():
    for gamma, beta in ((1.0, 0.0), (0.01, 0.8)):
        panel = outcomes([gamma], [beta], steps=500, tolerance=1e-6)[0]
        alone = region_map(gamma=gamma, beta=beta, nodes=panel.shape[0], steps=500, tolerance=1e-6)
        np.testing.assert_array_equal(panel, alone.codes)


@pytest.mark.parametrize("row", fig4.ROWS)
def test_starts_that_leave_early_keep_the_label_that_they_would_get(row, monkeypatch):
    monkeypatch.setattr(outcome_panels, "NODES", 24)
    how = fig4.ROWS[row][2] | {"steps": 4000}
    full = outcomes(fig4.GAMMAS, (0.0,) * 4, **how, early=False)
    np.testing.assert_array_equal(outcomes(fig4.GAMMAS, (0.0,) * 4, **how), full)


def test_the_rectified_band_is_dead_once_the_tolerance_is_tight():
    """As the caption of figure 4 has it: stopped at negative weight and bias, from where nothing returns."""
    w, b = -0.7, 0.9
    loose, tight = (
        train([w], b, gamma=0.001, eta=0.1, steps=20_000, target="relu", tolerance=limit)
        for limit in (1e-6, 1e-9)
    )
    assert loose.settled
    assert -3 * abs(loose.w[0]) < loose.b < 0
    assert loose.w[0] < 0
    assert tight.b < -3 * abs(tight.w[0])


@pytest.mark.parametrize(("gamma", "beta"), [(1.0, 0.0), (0.1, 0.9)])
def test_outcomes_are_those_of_single_runs(gamma, beta):
    panel = outcomes([gamma], [beta], steps=400, tolerance=0.0)[0]
    nodes = panel.shape[0]
    axis = (np.arange(nodes) + 0.5) * 2 / nodes - 1
    for row, column in ((5, 9), (40, 50), (55, 10), (20, 33)):
        w, b = _descend(axis[column], axis[row], 400, gamma, beta)
        near, dead = np.hypot(w - gamma, b) < 0.2 * gamma, b < -3 * abs(w)
        assert LABELS[panel[row, column]] == ("optimum" if near else "dead" if dead else "undecided")


def test_every_way_of_training_is_drawn():
    assert {"linear", "late", "rectified", "sign_dropped"} == set(fig4.ROWS)
    assert {how.get("target", "linear") for *_, how in fig5.ROWS.values()} == {"linear", "relu"}
    assert {times for _, times, _ in fig4.ROWS.values()} == {1, 10}
    assert {times for _, _, times, _ in fig5.ROWS.values()} == {1, 10}
    assert set(fig5.SLIDE) < set(fig5.ROWS)
    np.testing.assert_allclose(shares(np.array([[0, 1], [2, 2]])), [0.25, 0.25, 0.5])


def test_cells_tile_the_window_and_hold_their_fates():
    found = cells.certificates()
    assert cells.areas(found).sum() == pytest.approx(1, abs=1e-12)
    assert cells.areas(found)[:2].sum() > 0.7
    rng = np.random.default_rng(4)
    decided = np.flatnonzero(found["label"] < 2)
    for i in rng.choice(decided, 25, replace=False):
        shift = found["half"][i] * rng.uniform(-1, 1, 2)
        w, b = _descend(found["w"][i] + shift[0], found["b"][i] + shift[1], int(found["steps"][i]))
        if found["label"][i] == 0:
            assert np.hypot(w - 1, b) < 0.2
        else:
            assert w < 0
            assert b < -0.1 * 0.4178217 / 0.95 + 1e-4
