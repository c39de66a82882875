import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from jsonschema import validate
from sympy import Eq, symbols

from proofs_check.engines import identity
from proofs_check.ledger import document, tables
from proofs_check.ledger.evidence import Rejected, Undecided
from proofs_check.ledger.results import describe, summary, verdict_of_run
from theory.claim import Reals

x = symbols("x", real=True)
SCHEMA = json.loads(Path(document.__file__).with_name("ledger.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def built(make_claim, prove):
    """Build a ledger of four claims from two runs."""
    true = Eq((x + 1) ** 2, x**2 + 2 * x + 1, evaluate=False)
    claims = [make_claim(true, {x: Reals}, id=f"toy.eq{number}") for number in (11, 2, 3)]
    claims.append(make_claim(id="other.eq1"))

    def make(*, complete=("toy",), collected=None, runs=("toy.eq11", "toy.eq2")):
        rows = {row["id"]: row for row in describe({"toy", "other"})}
        results = []
        for claim in claims:
            if claim.id in runs:
                recorded = summary(prove(claim, lambda claim=claim: identity(claim)))
                outcome = {
                    "proof": f"proof_b.py::{claim.id}",
                    "outcome": "passed",
                    "reason": "",
                    "seconds": 0.5,
                }
                results.append(recorded | outcome)
        counted = collected if collected is not None else dict.fromkeys(runs, 1)
        return document.build(results, rows, counted, set(complete))

    return make


def outcomes(book):
    return {row["id"]: row["outcome"] for row in book["claims"]}


def test_rows_come_in_reading_order(make_claim):
    kinds = {"beyond.a1": "beyond", "fig1": "experiment", "angles": "claim", "lemma2": "claim"}
    for name, kind in (kinds | {"eq10": "claim", "eq9": "definition"}).items():
        make_claim(id=f"toy.{name}", kind=kind)
    book = document.build([], {row["id"]: row for row in describe({"toy"})}, {}, {"toy"})
    expected = ["eq9", "eq10", "lemma2", "angles", "fig1", "beyond.a1"]
    assert [row["id"] for row in book["claims"]] == [f"toy.{name}" for name in expected]


def test_claims_without_proof_are_listed_where_all_proofs_were_collected(built):
    assert outcomes(built()) == {"toy.eq2": "holds", "toy.eq3": "undecided", "toy.eq11": "holds"}
    assert list(outcomes(built())) == ["toy.eq2", "toy.eq3", "toy.eq11"]
    assert outcomes(built(complete=())) == {"toy.eq2": "holds", "toy.eq11": "holds"}


def test_a_claim_whose_proofs_were_not_selected_is_left_out(built):
    assert "toy.eq3" not in outcomes(built(collected={"toy.eq11": 1, "toy.eq2": 1, "toy.eq3": 2}))


def test_a_ledger_fits_its_schema_and_survives_a_file(built, tmp_path):
    book = built()
    validate(book, SCHEMA)
    target = tmp_path / "deep" / "ledger.json"
    document.write(book, target)
    assert document.read(target) == book
    assert [path.name for path in target.parent.iterdir()] == ["ledger.json"]


def test_a_ledger_is_written_whole_or_not_at_all(built, tmp_path):
    target = tmp_path / "ledger.json"
    document.write(built(), target)
    before = target.read_text()
    with pytest.raises(TypeError):
        document.write({"schema": document.SCHEMA, "claims": [object()]}, target)
    assert target.read_text() == before
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema": "other/1"}'])
def test_other_files_are_no_ledgers(tmp_path, text):
    (tmp_path / "ledger.json").write_text(text)
    with pytest.raises(ValueError, match="ledger"):
        document.read(tmp_path / "ledger.json")


@pytest.mark.parametrize(
    ("found", "survivors", "code"),
    [
        (["holds", "corrected", "refuted", "open", "definition"], [], 0),
        (["holds", "undecided"], [], 2),
        (["failed", "undecided"], [], 1),
        (["holds"], ["a flipped sign"], 1),
        ([], [], 0),
    ],
)
def test_exit_codes(found, survivors, code):
    mutants = {"survivors": survivors}
    assert document.exit_code({"claims": [{"outcome": name, "mutants": mutants} for name in found]}) == code


def test_the_table_says_what_is_red_and_why(built):
    text = "\n".join(tables.lines(built(), colour=False, width=100))
    assert "toy.eq3: undecided: no proof" in text
    assert "3 claims: 2 holds, 1 undecided (2 proved)" in text
    assert "\x1b" not in text
    assert "\x1b" in "\n".join(tables.lines(built(), colour=True, width=100))


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, "passed"),
        (Rejected("it is false"), "failed"),
        (Undecided("who knows"), "undecided"),
        (ZeroDivisionError("a slip"), "failed"),
        (ExceptionGroup("two", [Undecided("a"), Undecided("b")]), "undecided"),
        (ExceptionGroup("two", [Undecided("a"), ExceptionGroup("one", [Rejected("b")])]), "failed"),
    ],
    ids=repr,
)
def test_runs(error, outcome):
    found, reason = verdict_of_run(None if error is None else SimpleNamespace(value=error))
    assert found == outcome
    assert bool(reason) is (error is not None)


def test_half_written_ledgers_of_killed_runs_are_tidied(built, tmp_path):
    old, young = tmp_path / ".ledger.json.old", tmp_path / ".ledger.json.young"
    for left in (old, young):
        left.touch()
    os.utime(old, (0, 0))
    document.write(built(), tmp_path / "ledger.json")
    assert (old.exists(), young.exists()) == (False, True)


def test_what_was_not_run_is_named_and_shown(built):
    book = built()
    assert not document.red(book | {"claims": [row for row in book["claims"] if row["outcome"] == "holds"]})
    assert document.red(book)
    row = book["claims"][0] | {"not_run": ["proof_b.py"]}
    assert "holds (partial)" in tables.lines({"claims": [row]}, colour=False, width=120)[4]
    undecided = row | {"outcome": "undecided"}
    assert not document.red({"claims": [undecided]})
