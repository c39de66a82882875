"""The sleep theorem in its figure."""

import numpy as np

from figures.dying_relu import sleep


def test_bounds_lie_below_the_times_and_budgets_are_nested():
    data = sleep.certain_sleep.data()
    assert np.all(data["bound"] < data["time"])
    assert np.all(data["time"] - data["bound"] < 1)
    assert [int(np.sum(data["certain"] >= n)) for n in (1, 2, 3)] == sorted(
        (int(np.sum(data["certain"] >= n)) for n in (1, 2, 3)), reverse=True
    )
    assert np.any(data["certain"] == 3)
