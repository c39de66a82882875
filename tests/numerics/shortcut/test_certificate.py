from fractions import Fraction

import numpy as np
import pytest

from numerics.shortcut import certificate


@pytest.mark.parametrize("corners", [1, 2, 7, 40])
def test_staircase_lies_under_the_disc(corners):
    found = np.array(certificate.staircase(corners), dtype=float)
    turn = np.linspace(np.pi, 1.5 * np.pi, 500)
    arc = np.stack([np.cos(turn), np.sin(turn)], axis=-1) * (1 - 1e-12)
    below = (found[:, None] <= arc).all(axis=-1)
    assert below.any(axis=0).all()


def test_certificates_fail_where_runs_fail_and_refuse_floats():
    step = {"k": 16, "size": 256, "turn": 0.45, "schedule": [(4000, 1 / 256, 1 / 256)], "corners": 3}
    step |= {"q2": Fraction(1, 64), "turn": Fraction(9, 20)}
    assert certificate.certify_ball(**step).failed > 0
    with pytest.raises(TypeError, match="q2"):
        certificate.certify_ball(**{**step, "q2": 0.5})
    with pytest.raises(ValueError, match="turn"):
        certificate.certify_ball(**{**step, "turn": 1})


def test_steps_beyond_condition_h_are_refused():
    step = {"k": 16, "q2": Fraction(1, 64), "size": 256, "turn": Fraction(9, 20), "corners": 1}
    for schedule, name in (([(9, 1, Fraction(1, 256))], "eta_a"), ([(9, Fraction(1, 256), 1)], "eta_w")):
        with pytest.raises(ValueError, match=name):
            certificate.certify_ball(**step, schedule=schedule)
