import pytest

from proofs_check.ledger.evidence import Strength
from proofs_check.ledger.verdict import OUTCOMES, propagate, verdict


def row(*parts, printed=None, erratum="false", kind="claim", conjecture=None, source="printed", sayings=()):
    return {
        "id": "toy.claim",
        "kind": kind,
        "conjecture": conjecture,
        "formula": [{"part": part} for part in parts],
        "printed": None
        if printed is None
        else {
            "erratum": erratum,
            "sources": dict.fromkeys(printed, source),
            "formula": [{"part": p} for p in printed],
        },
        "sayings": [{"text": names[0], "shown_by": list(names), "source": None} for names in sayings],
    }


def piece(strength="proved", parts=("",), bearing="proves", **more):
    return {"strength": strength, "parts": list(parts), "bearing": bearing} | more


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
            [run(piece()), run(REFUTED)],
            "corrected",
            "proved",
        ),
        (
            row("", printed=[""], erratum="loose constant"),
            [run(piece(), piece(bearing="attains"), piece(bearing="loosens"))],
            "sharpened",
            "proved",
        ),
        (
            row("", printed=[""], erratum="loose constant"),
            [run(piece(), piece(bearing="attains"))],
            "undecided",
            "none",
        ),
        (
            row("a", "b", printed=["b"], erratum="loose constant"),
            [
                run(
                    piece(parts=["a", "b"]),
                    piece(bearing="attains", parts=["a"]),
                    piece(bearing="loosens", parts=["b"]),
                )
            ],
            "undecided",
            "none",
        ),
        (row("", printed=[""], source="reconstructed"), [run(piece()), run(REFUTED)], "holds", "proved"),
        (row("", printed=[""], source="prose"), [run(piece()), run(REFUTED)], "corrected", "proved"),
        (row("", printed=[""]), [run(piece()), run(REFUTED | {"claim": "toy.other"})], "undecided", "none"),
        (row(""), [run(piece() | {"claim": "toy.other"})], "undecided", "none"),
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


def test_what_was_not_run_and_is_not_known_leaves_no_strength():
    found = chain(a_proved=["elsewhere.eq1"], b_proved=["a_proved"])
    assert [v.outcome for v in found.values()] == ["holds", "holds"]
    assert [v.strength for v in found.values()] == [Strength.NONE, Strength.NONE]
    assert [v.partial for v in found.values()] == [True, True]
    assert found["a_proved"].conditional_on == ["elsewhere.eq1"]


def test_what_was_not_run_and_is_known_caps_all_the_same():
    known = {"partial": False, "conditional_on": [], "by_hand": [], "outcome": "holds", "scope": "instances"}
    found = {"a": verdict(row(""), [run(piece(), relies_on=["elsewhere.eq1"])])}
    propagate(found, {"elsewhere.eq1": known | {"strength": "exact"}})
    assert (found["a"].strength, found["a"].grade.scope.label) == (Strength.EXACT, "instances")
    assert not found["a"].partial
    found = {"a": verdict(row(""), [run(piece(), relies_on=["elsewhere.eq1"])])}
    propagate(found, {"elsewhere.eq1": known | {"strength": "none", "outcome": "failed"}})
    assert found["a"].outcome == "undecided"


def test_the_headline_is_that_of_the_weakest_assertion():
    runs = [
        run(piece(parts=["a"]), name="proof_a"),
        run(piece("exact", ["b"], scope="instances", instances=50), name="proof_b", by_hand=["a step"]),
    ]
    only_a = verdict(row("a", sayings=[["a"]]), runs)
    assert only_a.grade.headline == "proved, all"
    both = verdict(row("a", "b", sayings=[["a"], ["b"], ["a", "b"]]), runs)
    assert [item.grade.headline for item in both.assertions] == ["proved, all"] + [
        "exact, 50 instances, 1 step by hand"
    ] * 2
    assert both.grade.headline == "exact, 50 instances, 1 step by hand"


def test_an_assertion_is_no_stronger_than_the_weakest_judgement_of_the_proof_that_it_names():
    mixed = run(piece(), piece("sampled", (), "supports", scope="instances"), name="proof_x[case]")
    found = verdict(row("", sayings=[["proof_x"]]), [mixed])
    assert found.assertions[0].grade.headline == "sampled, 1 instance"


def test_steps_that_nothing_puts_together_are_put_together_by_hand():
    steps = run(piece(bearing="supports"), name="proof_steps")
    found = verdict(row(sayings=[["proof_steps"]]), [steps])
    assert (found.outcome, found.grade.headline) == ("holds", "proved, 1 step by hand")
    assert "proof_steps" in found.grade.by_hand[0]


def test_an_assertion_whose_proof_is_not_there_is_undecided():
    found = verdict(row("", sayings=[[""], ["proof_nowhere"]]), [run(piece())])
    assert (found.outcome, found.strength) == ("undecided", Strength.NONE)
    assert "proof_nowhere" in found.reason


def test_only_assertions_that_use_it_are_capped_by_what_is_relied_on():
    runs = [
        run(piece(parts=["a"]), name="proof_a"),
        run(piece(parts=["b"]), name="proof_b", relies_on=["toy.other"]),
    ]
    verdicts = {
        "toy.claim": verdict(row("a", "b", sayings=[["a"], ["b"]]), runs),
        "toy.other": verdict(row(""), [run(piece("sampled"))]),
    }
    propagate(verdicts)
    own = verdicts["toy.claim"]
    assert [item.grade.strength for item in own.assertions] == [Strength.PROVED, Strength.SAMPLED]
    assert own.strength is Strength.SAMPLED


def test_circles_are_no_arguments():
    found = chain(a_proved=["b_proved"], b_proved=["a_proved"], c_proved=["a_proved"], d_proved=[])
    assert [verdict.outcome for verdict in found.values()] == ["undecided"] * 3 + ["holds"]
    assert "a_proved -> b_proved -> a_proved" in found["b_proved"].reason


def test_a_diamond_is_no_circle():
    found = chain(
        a_proved=["b_proved", "c_proved"], b_proved=["d_sampled"], c_proved=["d_sampled"], d_sampled=[]
    )
    assert found["a_proved"].conditional_on == ["b_proved", "d_sampled", "c_proved"]
