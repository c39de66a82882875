"""Drawings of training runs: what lies in which panel."""

from dataclasses import replace

import numpy as np
import pytest

from figures.nonlinearity_generator import training_curves
from numerics.cnn.history import History
from numerics.nonlinearity_generator.experiments import Result, Setting

SETTING = Setting("e1", "dense", 3, (8,), "generator", rate=0.1, steps=20, batch=16)


def result(setting, *, seeds=2, level=0.5):
    """Runs whose accuracy is `level` all the time."""
    histories = [
        History(
            losses=np.ones(20),
            batch_accuracies=np.full(20, level + 0.1 * seed),
            steps=np.array([0, 20]),
            train_accuracies=np.ones(2),
            test_accuracies=np.ones(2),
            clipped=np.array([[0.0, 0.1], [0.2, 0.3]]),
            levels=np.full((2, 2), -1.0),
            variances=np.array([[[2.0, 1.0, 1.0]] * 3] * 2),
        )
        for seed in range(seeds)
    ]
    return Result(setting, tuple(range(seeds)), tuple(histories))


@pytest.fixture
def results():
    """Two panels; the first also holds an unusual start."""
    settings = [
        SETTING,
        replace(SETTING, activation="relu"),
        replace(SETTING, activation="relu", initialisation="xavier"),
        replace(SETTING, depth=5),
    ]
    return [result(setting) for setting in settings]


def test_a_panel_for_each_network_and_rate(results):
    picture = training_curves.curves_of(results)
    axes = [ax for ax in picture.axes if ax.axison]
    assert [ax.get_title(loc="left") or ax.get_title() for ax in axes] == [
        "dense 3, digits\nrate 0.1", "dense 5, digits\nrate 0.1",
    ]  # fmt: skip
    [legend] = picture.legends
    assert [text.get_text() for text in legend.get_texts()] == ["generator", "ReLU", "ReLU, Xavier start"]
    line = axes[0].containers[0].lines[0]
    np.testing.assert_allclose(line.get_ydata(), 0.55)
    assert line.get_xdata().tolist() == list(np.arange(1, 20, 2.0))
    [bars] = axes[0].containers[0].lines[2]
    low, high = bars.get_segments()[0][:, 1]
    assert high - low == pytest.approx(0.1)  # twice the standard error of 0.5 and 0.6


def test_one_seed_has_no_bars():
    picture = training_curves.curves_of([result(SETTING, seeds=1)])
    assert picture.axes[0].containers[0].has_yerr is False


def test_networks_from_inside(results):
    picture = training_curves.inside_of(results)
    first = np.array(picture.axes).reshape(3, 2)[:, 0]
    assert [len(ax.lines) for ax in first] == [4, 2, 4]  # start and end; thresholds of the generator alone
    start, end = first[0].lines[:2]
    assert (start.get_ydata().tolist(), end.get_ydata().tolist()) == ([0.0, 0.1], [0.2, 0.3])
    np.testing.assert_allclose(first[2].lines[0].get_ydata(), 0.25)
    assert end.get_xdata().tolist() == [1, 2]


def test_the_deepest_panels_are_shown_from_inside():
    deep = [result(replace(SETTING, depth=depth)) for depth in (3, 9, 5, 7)]
    picture = training_curves.inside_of(deep)
    titles = [ax.get_title(loc="left") or ax.get_title() for ax in picture.axes[:3]]
    assert [title.split(",")[0] for title in titles] == ["dense 9", "dense 5", "dense 7"]
