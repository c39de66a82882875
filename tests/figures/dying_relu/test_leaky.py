"""Recovery of a leaky unit in its figure."""

import numpy as np

from figures.dying_relu import leaky


def test_all_recover_within_the_bound_and_the_deepest_last():
    data = leaky.recovery.data()
    bound = np.floor(leaky.WEIGHT / (leaky.ETA * data["slope"])) + 1
    assert np.all(data["updates"] <= bound)
    assert np.all(np.diff(data["updates"], axis=0) >= 0)
    np.testing.assert_array_less(0.85 * bound[:8], data["updates"][-1][:8])
