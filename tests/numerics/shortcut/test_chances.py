import numpy as np
import pytest

from numerics.shortcut import chances
from numerics.statistics import wilson

HOW = {"k": 16, "q2": 1 / 64, "size": 256.0, "schedule": [(20_000, 1 / 256, 1 / 256)]}


def test_sampled_and_exact_rates_agree_and_arguments_are_checked():
    codes = chances.sampled_rate(np.random.default_rng(1), runs=4000, phi=1.4, **HOW)
    exact = chances.success_probability(phi=1.4, nodes=12, **HOW)
    low, high = wilson(int((codes == 1).sum()), 4000, 0.9999)
    assert low < exact < high
    with pytest.raises(ValueError, match="exactly one"):
        chances.success_probability(phi=1.4, p=3, **HOW)
    with pytest.raises(ValueError, match="start"):
        chances.success_probability(phi=1.4, start="cube", **HOW)


def test_chances_are_those_of_symmetry_where_the_mean_vanishes():
    """With 1'a* = 0 the ball is a point, and success is a matter of the first angle alone."""
    how = {"k": 9, "q2": 0.0, "size": 2.0, "schedule": [(3000, 0.1, 0.1)]}
    assert chances.success_probability(phi=1.5, nodes=8, **how) == 1
    assert chances.success_probability(phi=1.65, nodes=8, **how) == 0
    assert chances.success_probability(p=4, nodes=8, **how) == pytest.approx(0.5, abs=1e-6)


def test_steps_beyond_condition_h_give_no_certified_chance():
    for schedule, name in (([(9, 1.0, 1e-4)], "eta_a"), ([(9, 1e-3, 0.1)], "eta_w")):
        with pytest.raises(ValueError, match=name):
            chances.success_probability(phi=1.4, **{**HOW, "schedule": schedule})
        with pytest.raises(ValueError, match=name):
            chances.sampled_rate(np.random.default_rng(0), runs=3, p=4, **{**HOW, "schedule": schedule})


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"nodes": 3}, "nodes"),
        ({"k": 2}, "k"),
        ({"q2": -0.1}, "q2"),
        ({"phi": 4.0}, "phi"),
        ({"phi": "1"}, "phi"),
    ],
)
def test_bad_arguments_are_named(change, name):
    with pytest.raises((ValueError, TypeError), match=rf"\b{name}\b"):
        chances.success_probability(**{"phi": 1.4, **HOW, **change})
