from fractions import Fraction

import numpy as np
import pytest

from numerics.shortcut import reduced
from numerics.shortcut.certified_failure import certify_failure

HOW = {"k": 9, "q2": Fraction(1, 36), "size": 100, "turn": Fraction(9, 20)}


def test_the_certified_step_is_that_of_double_precision():
    steps = certify_failure(**HOW, schedule=[(3000, Fraction(1, 81), Fraction(1, 81))])
    low = -1 / 6
    run = reduced.success(
        low, low, 0.45 * np.pi, k=9, q2=1 / 36, size=100.0, schedule=[(3000, 1 / 81, 1 / 81)]
    )
    assert run.labels == "spurious"
    assert abs(steps - int(run.steps)) <= 1


def test_a_run_that_succeeds_is_never_certified_to_fail():
    assert certify_failure(**HOW, schedule=[(500, Fraction(1, 81), Fraction(1, 10**5))]) == -1
    with pytest.raises(ValueError, match="turn"):
        certify_failure(**{**HOW, "turn": 1}, schedule=[(5, Fraction(1, 81), Fraction(1, 81))])
