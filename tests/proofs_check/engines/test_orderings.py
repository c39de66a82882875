from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from proofs_check.engines import bounded, coincides
from proofs_check.ledger.evidence import Rejected, Strength


@pytest.mark.parametrize(
    ("left", "relation", "right", "strength"),
    [
        (1, "<", Fraction(3, 2), Strength.EXACT),
        ([fmpq(1, 2), 1], "<=", 1, Strength.EXACT),
        (np.array([[1, 2]]), ">=", np.array([[1, 1]]), Strength.EXACT),
        (0, "<", [1, 2], Strength.EXACT),
        (1.0, ">", 0.5, Strength.SAMPLED),
        ([0.1, 0.2], "<=", [0.1, 0.3], Strength.SAMPLED),
        ([Fraction(1, 2)], "<", 0.6, Strength.SAMPLED),
    ],
)
def test_orders(make_claim, prove, left, relation, right, strength):
    recorder = prove(make_claim(), lambda: bounded(left, relation, right, because="it is so"))
    (piece,) = recorder.evidence
    assert (piece.engine, piece.strength, piece.bearing) == ("bounded", strength, "proves")
    assert "it is so" in piece.detail


@pytest.mark.parametrize(
    ("left", "relation", "right", "message"),
    [
        (1, "<", 1, "1 < 1 is false"),
        ([1, 3], "<=", 2, "entry 1"),
        (1.0, ">", 1.0, "is false"),
        (np.nan, "<", 1.0, "finite"),
        ([1.0, 2.0], "<", [1.0, 2.0, 3.0], "shape"),
        ([], "<", 1, "empty"),
        (1j, "<", 1.0, "complex"),
    ],
)
def test_what_does_not_stand_in_order_is_rejected(left, relation, right, message):
    with pytest.raises(Rejected, match=message):
        bounded(left, relation, right, because="it is so")


def test_slack_is_for_rounding():
    bounded(1.0 + 1e-15, "<=", 1.0, because="it is so", slack=1e-12)
    bounded(-1e-15, ">=", 0.0, because="it is so", slack=1e-12)
    for slack in (0.1, -1e-9, np.nan):
        with pytest.raises(ValueError, match="slack"):
            bounded(1.0, "<=", 2.0, because="it is so", slack=slack)
    with pytest.raises(ValueError, match="exact values need none"):
        bounded(1, "<=", 2, because="it is so", slack=1e-12)


def test_events(make_claim, prove):
    events = np.array([True, False])
    (piece,) = prove(make_claim(), lambda: coincides(events, [True, False], because="it is so")).evidence
    assert (piece.strength, piece.size) == (Strength.SAMPLED, 2)
    with pytest.raises(Rejected, match="entry 1"):
        coincides(events, [True, True], because="it is so")
    with pytest.raises(Rejected, match="shape"):
        coincides(events, [True], because="it is so")
    with pytest.raises(TypeError, match="truth values"):
        coincides([1, 0], [1, 0], because="it is so")
    with pytest.raises(ValueError, match="because"):
        coincides(True, True, because="")
