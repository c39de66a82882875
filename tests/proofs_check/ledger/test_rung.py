"""The kernel's evidence in a ledger: added to a claim's own, and never in its place."""

import json
from importlib.resources import files

import jsonschema
import pytest

from proofs_check.ledger import rung
from proofs_check.ledger.document import SCHEMA, environment
from proofs_check.ledger.merging import merge
from proofs_check.ledger.tables import kernel_line, kernel_text


def row(id_, *, outcome="holds", strength="proved", relies_on=()):
    """A claim with one part, and one proof of it."""
    passed = outcome != "failed"
    went = {"role": "proof", "outcome": "passed" if passed else "failed", "reason": "", "examples": 0}
    evidence = {
        "engine": "identity", "strength": strength, "parts": [""], "bearing": "proves", "detail": "",
        "witness": {}, "instances": 1, "claim": id_, "scope": "all", "scope_note": "", "proof": "p",
        "seconds": 1.0,
    }  # fmt: skip
    return {
        "id": id_, "paper": "toy", "title": "T", "where": "Eq. 1", "says": "S.", "kind": "claim",
        "conjecture": None, "scaled": None, "domain": [], "printed": None, "assertions": [],
        "remarks": ["S."],
        "formula": [{"part": "", "caption": "", "text": "x", "latex": "x", "mathml": "<math/>"}],
        "outcome": outcome, "strength": strength if passed else "none", "reason": "" if passed else "why",
        "scope": "all" if passed else "none", "by_hand": [], "headline": strength if passed else "none",
        "partial": False, "not_run": [], "relies_on": list(relies_on), "conditional_on": [],
        "assumptions": [], "evidence": [evidence] if passed else [], "mutants": None, "seconds": 1.0,
        "proofs": [
            went | {"proof": "p", "hits": 0, "seconds": 1.0, "relies_on": list(relies_on), "by_hand": []}
        ],
    }  # fmt: skip


def book(*rows):
    return {"schema": SCHEMA, "claims": list(rows), "figures": [], "environment": environment()}


def run(name):
    about = {"time": "2030-01-01T00:00:00+00:00", "command": "check", "version": "1", "commit": None}
    return {"id": name} | about


def standing(status="accepted", rocq="8"):
    part = {
        "part": "",
        "status": status,
        "reason": "",
        "statement": "s",
        "script": "p",
        "axioms": ["classic"],
    }
    return {"rocq": rocq if status in ("accepted", "refused") else "", "parts": [part], "theorems": []}


def raised(*rows, **standings):
    return rung.add(list(rows), {f"toy.{name}": entry for name, entry in standings.items()})


def test_an_accepted_part_is_as_strong_as_the_kernel():
    (found,) = raised(row("toy.a", strength="sampled"), a=standing())
    assert (found["strength"], found["scope"], found["outcome"]) == ("kernel", "all", "holds")
    assert [piece["engine"] for piece in found["evidence"]] == ["identity", "kernel"]
    assert found["proofs"] == row("toy.a")["proofs"]


@pytest.mark.parametrize("status", ["refused", "unchecked", "stale", "missing", "untranslated"])
def test_nothing_else_counts(status):
    (found,) = raised(row("toy.a"), a=standing(status))
    assert found["strength"] == "proved"
    assert found["kernel"] == standing(status)


def test_it_takes_the_place_of_no_proof():
    (failed,) = raised(row("toy.a", outcome="failed"), a=standing())
    assert (failed["outcome"], failed["strength"]) == ("failed", "none")
    nothing = row("toy.a") | {"evidence": [], "proofs": []}
    (found,) = raised(nothing, a=standing())
    assert (found["outcome"], found["strength"]) == ("undecided", "none")


def test_what_is_relied_on_still_caps():
    found = {one["id"]: one for one in raised(row("toy.a", relies_on=["toy.b"]), row("toy.b"), a=standing())}
    assert found["toy.a"]["strength"] == "proved"
    assert found["toy.a"]["conditional_on"] == []


def test_it_can_be_taken_back_and_is_added_once():
    rows = raised(row("toy.a"), a=standing())
    assert raised(*rows, a=standing()) == rows
    (found,) = raised(*rows, a=standing("stale"))
    assert found["strength"] == "proved"
    assert len(found["evidence"]) == 1


def test_a_merge_keeps_it_and_the_schema_knows_it():
    ledger = merge(None, book(*raised(row("toy.a"), a=standing())), run("one"))
    ledger = merge(ledger, book(row("toy.b", relies_on=["toy.a"])), run("two"))
    assert {one["id"]: one["strength"] for one in ledger["claims"]} == {"toy.a": "kernel", "toy.b": "proved"}
    schema = json.loads((files("proofs_check.ledger") / "ledger.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(ledger, schema, cls=jsonschema.Draft202012Validator)


def test_it_is_said_in_a_word_and_in_a_line():
    def told(*statuses):
        rows = [row(f"toy.a{i}") | {"kernel": standing(status)} for i, status in enumerate(statuses)]
        return kernel_text(rows[0]), kernel_line(book(*rows))

    assert told("accepted", "missing") == (
        "1/1",
        "kernel (Rocq 8): 1 of 2 parts accepted; 0 of 0 theorems for all sizes",
    )
    assert told("unchecked", "missing")[0] == "1 stored"
    assert told("unchecked")[1].startswith("kernel: not checked here, scripts stored (1 of 1 parts")
    assert told("missing") == ("–", "")
    assert kernel_text(row("toy.a")) == "–"
