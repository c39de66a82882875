import pytest

from proofs_check.ledger.evidence import Strength
from proofs_check.ledger.verdict import OUTCOMES, propagate, verdict


def row(*parts, printed=None, erratum="false", kind="claim", conjecture=None):
    return {
        "id": "toy.claim",
        "kind": kind,
        "conjecture": conjecture,
        "formula": [{"part": part} for part in parts],
        "printed": None
        if printed is None
        else {"erratum": erratum, "formula": [{"part": p} for p in printed]},
    }


def piece(strength="proved", parts=("",), bearing="proves"):
    return {"strength": strength, "parts": list(parts), "bearing": bearing}


def run(*evidence, outcome="passed", name="proof_it", **more):
    return {"proof": f"f.py::{name}", "outcome": outcome, "reason": "why", "evidence": list(evidence)} | more


REFUTED = piece(bearing="refutes")


@pytest.mark.parametrize(
    ("claim", "runs", "outcome", "strength"),
    [
        (row(""), [run(piece())], "holds", "proved"),
        (row(""), [run(piece("sampled")), run(piece("exact"))], "holds", "exact"),
        (row("a", "b"), [run(piece("proved", ["a"])), run(piece("sampled", ["b"]))], "holds", "sampled"),
        (row("a", "b"), [run(piece("proved", ["a"]))], "undecided", "none"),
        (row("a", "b"), [run(piece("proved", ["a", "c"]))], "undecided", "none"),
        (row(""), [], "undecided", "none"),
        (row(""), [run(piece(bearing="supports"))], "undecided", "none"),
        (row(""), [run(piece(bearing="supports", parts=()))], "undecided", "none"),
        (row(""), [run(piece(bearing="attains"))], "undecided", "none"),
        (row(), [run(piece("exact"))], "holds", "exact"),
        (row(), [], "undecided", "none"),
        (row(kind="definition"), [], "definition", "none"),
        (row("", kind="definition"), [run(piece())], "holds", "proved"),
        (row("", conjecture="nobody knows"), [run(piece("sampled"))], "open", "sampled"),
        (row("", kind="experiment"), [run(piece("statistical"))], "reproduced", "statistical"),
        (row("", printed=[""]), [run(piece()), run(REFUTED)], "corrected", "proved"),
        (
            row("", printed=[""], erratum="loose constant"),
            [run(piece(), piece(bearing="attains"), piece(bearing="sharpens"))],
            "sharpened",
            "proved",
        ),
        (row("", printed=[""], erratum="loose constant"), [run(piece()), run(REFUTED)], "undecided", "none"),
        (
            row("", printed=[""], erratum="loose constant"),
            [run(piece(), piece(bearing="attains"))],
            "undecided",
            "none",
        ),
        (
            row("", printed=[""], erratum="loose constant"),
            [run(piece(), piece(bearing="sharpens"))],
            "undecided",
            "none",
        ),
        (
            row("a", "b", printed=["b"], erratum="loose constant"),
            [
                run(
                    piece("proved", ["a", "b"]),
                    piece("proved", ["a"], "attains"),
                    piece("proved", ["b"], "sharpens"),
                )
            ],
            "undecided",
            "none",
        ),
        (row("", printed=[""]), [run(piece())], "undecided", "none"),
        (row("", printed=[""]), [run(piece(), piece(bearing="attains"))], "undecided", "none"),
        (row("", printed=[""]), [run(REFUTED)], "undecided", "none"),
        (row("", printed=["a", "b"]), [run(piece(), piece("proved", ["a"], "refutes"))], "undecided", "none"),
        (row(printed=[""]), [run(REFUTED)], "refuted", "proved"),
        (row(printed=[""], kind="experiment"), [run(REFUTED)], "not_reproduced", "proved"),
        (row(""), [run(piece()), run(outcome="failed")], "failed", "none"),
        (row(""), [run(piece()), run(outcome="undecided")], "undecided", "none"),
        (row(""), [run(piece()), run(outcome="skipped")], "undecided", "none"),
        (row(""), [run(outcome="undecided"), run(outcome="failed")], "failed", "none"),
        (row("", conjecture="open"), [run(outcome="failed")], "failed", "none"),
    ],
)
def test_verdicts(claim, runs, outcome, strength):
    found = verdict(claim, runs)
    assert (found.outcome, found.strength.label) == (outcome, strength)
    assert found.outcome in OUTCOMES
    if outcome in ("failed", "undecided"):
        assert found.reason


def test_the_reason_names_the_proof():
    found = verdict(row(""), [run(outcome="failed", name="proof_by_force")])
    assert found.reason == "proof_by_force: why"


def chain(**relies_on):
    """Verdicts of claims that are proved but for what they rely on."""
    strengths = {"proved": [run(piece())], "sampled": [run(piece("sampled"))], "red": [run(outcome="failed")]}
    verdicts = {}
    for name, others in relies_on.items():
        runs = [r | {"relies_on": others} for r in strengths[name.rsplit("_", 1)[-1]]]
        verdicts[name] = verdict(row(""), runs)
    propagate(verdicts)
    return verdicts


def test_a_claim_is_never_stronger_than_what_it_relies_on():
    found = chain(a_proved=["b_proved"], b_proved=["c_sampled"], c_sampled=[])
    assert [found[name].strength for name in found] == [Strength.SAMPLED] * 3
    assert found["a_proved"].conditional_on == ["b_proved", "c_sampled"]
    assert found["c_sampled"].conditional_on == []


def test_what_rests_on_the_undecided_is_undecided():
    found = chain(a_proved=["b_proved"], b_proved=["c_red"], c_red=[])
    assert [found[name].outcome for name in found] == ["undecided", "undecided", "failed"]
    assert "b_proved" in found["a_proved"].reason


def test_reliance_on_a_claim_outside_of_the_ledger_is_a_condition():
    found = chain(a_proved=["elsewhere.eq1"])
    assert found["a_proved"].outcome == "holds"
    assert found["a_proved"].conditional_on == ["elsewhere.eq1"]


def test_circles_are_no_arguments():
    found = chain(a_proved=["b_proved"], b_proved=["a_proved"], c_proved=["a_proved"], d_proved=[])
    assert [verdict.outcome for verdict in found.values()] == ["undecided"] * 3 + ["holds"]
    assert "a_proved -> b_proved -> a_proved" in found["b_proved"].reason


def test_a_diamond_is_no_circle():
    found = chain(
        a_proved=["b_proved", "c_proved"], b_proved=["d_sampled"], c_proved=["d_sampled"], d_sampled=[]
    )
    assert found["a_proved"].conditional_on == ["b_proved", "d_sampled", "c_proved"]
