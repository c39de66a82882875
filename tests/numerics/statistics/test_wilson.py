import numpy as np
import pytest
from scipy.stats import binomtest

from numerics.statistics import wilson


@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.9999])
def test_intervals_are_those_of_scipy(confidence):
    happened = np.array([0, 1, 17, 39, 40])
    found = wilson(happened, 40, confidence)
    for i, count in enumerate(happened):
        expected = binomtest(int(count), 40).proportion_ci(confidence, "wilson")
        np.testing.assert_allclose([found.low[i], found.high[i]], expected, atol=1e-12)


def test_bad_arguments_are_named(rejects):
    good = {"successes": np.full(3, 2.0), "runs": 4, "confidence": 0.9}
    rejects(wilson, good, {"successes": "real", "runs": "count"}, calls=300)
    for name, value in (
        ("successes", 5),
        ("successes", -1),
        ("runs", 0),
        ("confidence", 1.0),
        ("confidence", [0.9]),
    ):
        with pytest.raises(ValueError, match=name):
            wilson(**{**good, name: value})
