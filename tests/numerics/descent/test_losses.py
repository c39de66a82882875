"""Losses at any margin, and their slopes."""

import array_api_strict
import numpy as np
import pytest

from numerics.descent import losses

Y = np.array([1.0, -1.0, 1.0])


@pytest.mark.parametrize("loss", losses.LOSSES)
def test_slopes_are_derivatives(loss):
    f, h = np.array([0.3, 1.2, -0.7]), 1e-6
    for i, slope in enumerate(losses.slopes(f, Y, loss)):
        step = h * np.eye(3)[i]
        difference = losses.risk(f + step, Y, loss) - losses.risk(f - step, Y, loss)
        assert slope == pytest.approx(float(difference) / (2 * h), rel=1e-7)


@pytest.mark.parametrize("margin", [1e8, -1e8, 1e300, -1e300])
def test_nothing_overflows(margin):
    f = margin * Y
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(losses.risk(f, Y, "logistic"))
        assert np.isfinite(losses.slopes(f, Y, "logistic")).all()
        assert losses.log_risk(f, Y) == pytest.approx(-margin)
        assert np.abs(losses.log_slopes(f, Y)).sum() == pytest.approx(1)


def test_strict_library():
    f = array_api_strict.asarray([[0.3, 1.2, -0.7]])
    y = array_api_strict.asarray(Y)
    for loss in losses.LOSSES:
        assert np.asarray(losses.slopes(f, y, loss))[0] == pytest.approx(
            losses.slopes(np.asarray(f)[0], Y, loss)
        )


@pytest.mark.parametrize(
    ("f", "y", "loss", "message"),
    [
        ([0.1], [1.0], "hinge", "loss must be one of"),
        ([0.1], [0.5], "logistic", "y must be of labels"),
        ([0.1, 0.2], [1.0], "squared", "y must be of shape"),
        ([float("nan")], [1.0], "squared", "f must be"),
        ([-1e4], [1.0], "exponential", "f must be with margins above -700"),
    ],
)
def test_errors_name_the_argument(f, y, loss, message):
    with pytest.raises(ValueError, match=message):
        losses.risk(f, y, loss)
