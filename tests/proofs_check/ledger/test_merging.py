"""Ledgers of several runs put together."""

import json
from importlib.resources import files

import jsonschema
import pytest

from proofs_check.ledger.document import SCHEMA, environment, exit_code
from proofs_check.ledger.merging import merge


def run(name):
    about = {"time": "2030-01-01T00:00:00+00:00", "command": "check", "version": "1", "commit": None}
    return {"id": name} | about


def row(id_, *, outcome="holds", strength="proved", relies_on=(), seconds=1.0):
    passed = outcome != "failed"
    name = {"proof": f"proof_{id_}.py::proof_a", "seconds": seconds}
    went = {"role": "proof", "outcome": "passed" if passed else "failed", "reason": ""}
    evidence = {
        "engine": "identity", "strength": strength, "parts": [""], "bearing": "proves", "detail": "",
        "witness": {}, "instances": 1, "claim": id_, "scope": "all", "scope_note": "",
    }  # fmt: skip
    claim = {
        "id": id_, "paper": id_.partition(".")[0], "title": "T", "where": "Eq. 1", "says": "S.",
        "kind": "claim", "conjecture": None, "scaled": None, "domain": [], "printed": None,
        "assertions": [], "remarks": ["S."],
        "formula": [{"part": "", "caption": "", "text": "x", "latex": "x", "mathml": "<math/>"}],
    }  # fmt: skip
    return claim | {
        "outcome": outcome, "strength": strength if passed else "none", "reason": "" if passed else "why",
        "scope": "all" if passed else "none", "by_hand": [], "headline": strength if passed else "none",
        "partial": False, "not_run": [],
        "relies_on": list(relies_on), "conditional_on": [], "assumptions": [],
        "evidence": [evidence | name] if passed else [],
        "proofs": [name | went | {"examples": 0, "hits": 0, "relies_on": list(relies_on), "by_hand": []}],
        "mutants": None, "seconds": seconds,
    }  # fmt: skip


def book(*rows, figures=()):
    return {"schema": SCHEMA, "claims": list(rows), "figures": list(figures), "environment": environment()}


@pytest.fixture
def first():
    rows = row("toy.eq2", relies_on=["toy.eq10"]), row("toy.eq10"), row("dying_relu.eq1")
    return merge(None, book(*rows), run("one"))


def by_id(ledger):
    return {one["id"]: one for one in ledger["claims"]}


def test_every_row_bears_its_run_and_the_rest_is_as_it_was(first):
    assert [one["id"] for one in first["claims"]] == ["dying_relu.eq1", "toy.eq2", "toy.eq10"]
    assert {one["run"] for one in first["claims"]} == {"one"}
    assert first["runs"] == [run("one")]
    later = merge(first, book(row("toy.eq10", seconds=2.0)), run("two"))
    assert {id_: one["run"] for id_, one in by_id(later).items()} == {
        "dying_relu.eq1": "one", "toy.eq2": "one", "toy.eq10": "two",
    }  # fmt: skip
    assert by_id(later)["toy.eq10"]["seconds"] == 2.0
    assert by_id(later)["dying_relu.eq1"] == by_id(first)["dying_relu.eq1"]
    assert [one["id"] for one in later["runs"]] == ["one", "two"]
    schema = json.loads((files("proofs_check.ledger") / "ledger.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(later, schema, cls=jsonschema.Draft202012Validator)


def test_a_run_without_a_row_left_is_forgotten(first):
    later = merge(first, book(*first["claims"]), run("two"))
    assert later["runs"] == [run("two")]


def test_a_claim_falls_with_what_it_relies_on_and_rises_again(first):
    fallen = merge(first, book(row("toy.eq10", outcome="failed")), run("two"))
    assert by_id(fallen)["toy.eq2"]["outcome"] == "undecided"
    assert "relies on toy.eq10" in by_id(fallen)["toy.eq2"]["reason"]
    assert by_id(fallen)["toy.eq2"]["run"] == "one"
    assert exit_code(fallen) == 1
    risen = merge(fallen, book(row("toy.eq10")), run("three"))
    assert by_id(risen)["toy.eq2"]["outcome"] == "holds"
    assert by_id(risen)["toy.eq2"]["strength"] == "proved"
    assert by_id(risen)["toy.eq2"]["reason"] == ""


def test_a_claim_is_no_stronger_than_what_it_relies_on(first):
    weaker = merge(first, book(row("toy.eq10", strength="sampled")), run("two"))
    assert by_id(weaker)["toy.eq2"]["strength"] == "sampled"
    assert by_id(weaker)["toy.eq2"]["conditional_on"] == ["toy.eq10"]


def test_figures_are_replaced_one_by_one(first):
    drawn = merge(first, book(figures=[{"id": "toy.fig1", "data_hash": "a"}]), run("two"))
    again = merge(drawn, book(row("toy.eq10")), run("three"))
    assert again["figures"] == [{"id": "toy.fig1", "data_hash": "a", "run": "two"}]
