"""Units that are certain to sleep through a number of updates."""

import numpy as np
import pytest

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import sleep


def test_clocks_are_what_they_say_and_never_infinite():
    assert sleep.slow_clock(2.0) == pytest.approx(8 * np.sqrt(2 * np.pi) * np.exp(2))
    assert sleep.deep_clock(2.0) == pytest.approx(np.sqrt(2 * np.pi) * np.exp(2) / 12)
    assert np.all(np.isfinite([sleep.slow_clock(1e9), sleep.deep_clock(1e9)]))


def test_deeper_units_sleep_longer_and_the_left_half_is_left_out():
    w, b = np.array([0.1, 0.1, -0.1, 0.1]), np.array([-0.9, -0.35, -0.9, 0.9])
    found = [sleep.asleep(w, b, 0.01, eta=0.1, steps=n).tolist() for n in (100, 100_000)]
    assert found == [[True, True, False, False], [True, False, False, False]]


def test_scale_of_target_and_unit_go_together():
    one, other = (sleep.asleep(0.08 * s, -0.38 * s, 0.01 * s, eta=0.1, steps=20_000) for s in (1.0, 8.0))
    assert one
    assert other
    end = relu_unit.train([0.08], -0.38, gamma=0.01, eta=0.1, steps=20_000)
    assert end.b < -3 * end.w[0]


@pytest.mark.parametrize(
    ("changed", "name"),
    [({"gamma": 0.0}, "gamma"), ({"eta": 2.0}, "eta"), ({"kappa": 1.0}, "kappa"), ({"steps": -1}, "steps")],
)
def test_bad_arguments_are_named(changed, name):
    given = {"gamma": 0.1, "eta": 0.1, "steps": 10, "kappa": 3.0} | changed
    with pytest.raises(ValueError, match=name):
        sleep.asleep(0.1, -0.5, **given)
