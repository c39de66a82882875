"""The engine for records of long runs: weaker than all else, and only with provenance."""

import numpy as np
import pytest

from proofs_check.engines import recorded
from proofs_check.ledger.evidence import Recorder, Rejected, Strength, recording
from theory.claim import Claim, separate_registry

MADE = {"command": "make record", "kernel": "OpenBLAS Haswell", "python": "3"}


@pytest.fixture
def claim():
    with separate_registry():
        yield Claim(
            "toy.record",
            title="A record",
            where="nowhere",
            says="One falls below the other.",
            kind="experiment",
        )


def test_an_order_in_a_record_is_evidence_with_its_provenance(claim):
    with recording(Recorder(claim, ("",))) as recorder:
        recorded([1.0, 2.0], "<", 3.0, of=MADE, because="losses")
    (piece,) = recorder.evidence
    assert piece.strength is Strength.RECORDED
    assert Strength.NONE < piece.strength < Strength.STATISTICAL
    assert piece.scope.label == "instances"
    assert "make record" in piece.detail
    assert "Haswell" in piece.detail


@pytest.mark.parametrize("right", [2.0, [3.0, 1.5], [1.0, 2.0, 3.0], np.nan])
def test_what_the_record_does_not_say_is_rejected(claim, right):
    with recording(Recorder(claim, ("",))), pytest.raises(Rejected):
        recorded([1.0, 2.0], "<", right, of=MADE, because="losses")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"of": {}}, "command and its kernel"),
        ({"of": MADE | {"kernel": " "}}, "kernel"),
        ({"relation": "=="}, "relation"),
        ({"because": ""}, "reason"),
    ],
)
def test_bad_calls_are_named(changes, message):
    given = {"left": 1.0, "relation": "<", "right": 2.0, "of": MADE, "because": "losses"} | changes
    with pytest.raises(ValueError, match=message):
        recorded(**given)
