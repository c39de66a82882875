import numpy as np
import pytest

from numerics import shortcut
from numerics.shortcut import descent

STAR = {"v_star": np.array([0.6, 0.8]), "a_star": np.array([1.0, 0.5, 1.0])}


def test_schedules():
    assert shortcut.warm_up(10, 3000) == (descent.Phase(1000, 0.01, 1e-4), descent.Phase(2000, 0.01, 0.01))
    (phase,) = shortcut.constant_ratio(16, 256.0, 50, 1e9)
    assert phase.eta_w == pytest.approx(1.656 / 256)
    descent.require_certifiable([phase], 16, 256.0)


@pytest.mark.parametrize(
    "bad", [[], [(1, 2)], 3, [(1, 0.0, 0.1)], [(-1, 0.1, 0.1)], [(1, 0.1, float("nan"))]]
)
def test_bad_schedules(bad):
    with pytest.raises((ValueError, TypeError), match=r"schedule|steps|eta"):
        shortcut.gradient_descent([0.0, 0.0], [0.1, 0.1, 0.1], **STAR, schedule=bad)


@pytest.mark.parametrize("record", [[2, 1], [5], [], [-1]])
def test_bad_records(record):
    with pytest.raises(ValueError, match="record"):
        shortcut.gradient_descent([0.0, 0.0], [0.1] * 3, **STAR, schedule=[(4, 0.1, 0.1)], record=record)


def test_descent_lowers_the_loss_and_the_plain_network_can_start_anywhere():
    run = shortcut.gradient_descent(
        [0.0, 0.0], [0.5] * 3, **STAR, schedule=[(300, 0.5, 0.5)], record=[0, 10, 300]
    )
    assert run.loss[0] > run.loss[1] > run.loss[2]
    assert float(run.loss[-1]) < 1e-20
    plain = shortcut.gradient_descent(
        -STAR["v_star"] + [0.1, 0], [-0.5] * 3, **STAR, schedule=[(3, 0.1, 0.1)], shortcut=False
    )
    np.testing.assert_allclose(np.linalg.norm(plain.w[0]), 1, rtol=1e-14)
    assert float(plain.angle[0]) > 2.5
