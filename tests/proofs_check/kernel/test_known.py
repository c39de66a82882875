"""Results that are kept, and how a claim stands with the kernel."""

import pytest
from sympy import Eq, erf, symbols

from proofs_check.kernel import known
from proofs_check.kernel.check import Result
from proofs_check.kernel.standing import standing
from proofs_check.kernel.store import Script
from proofs_check.kernel.theorem import theorem_of
from proofs_check.kernel.theorems import FOLDER, THEOREMS
from theory.catalog import load
from theory.claim import Assertion, Reals

x, y = symbols("x y", real=True)


@pytest.fixture
def claim(make_claim):
    return make_claim(Eq((x + y) ** 2, x**2 + 2 * x * y + y**2, evaluate=False), {x: Reals, y: Reals})


def script_of(claim, key=None):
    return {(claim.id, ""): Script(key or theorem_of(claim, "").key, "intros; ring", "exact I")}


def test_what_is_kept_comes_back_until_another_rocq_judges(tmp_path, claim):
    name = known.digest_of_part(theorem_of(claim, ""), script_of(claim)[claim.id, ""])
    assert known.read(tmp_path) == known.Known()
    known.add(tmp_path, "1", {name: Result(True, frozenset({"classic"}))})
    known.add(tmp_path, "1", {"other": Result(False, why="no")})
    assert known.read(tmp_path).results[name].axioms == {"classic"}
    assert not known.read(tmp_path).results["other"].accepted
    known.add(tmp_path, "2", {})
    assert known.read(tmp_path) == known.Known("2")
    (tmp_path / known.NAME).write_text("[]", encoding="utf-8")
    assert known.read(tmp_path) == known.Known()


@pytest.mark.parametrize("changed", ["holds", "defined", "key"])
def test_a_result_is_of_one_script_alone(claim, changed):
    theorem, script = theorem_of(claim, ""), script_of(claim)[claim.id, ""]
    other = Script(**({"key": script.key, "holds": "ring", "defined": "exact I"} | {changed: "lra"}))
    assert known.digest_of_part(theorem, script) != known.digest_of_part(theorem, other)


def test_the_status_of_a_part(claim):
    script = script_of(claim)
    name = known.digest_of_part(theorem_of(claim, ""), script[claim.id, ""])

    def status(scripts, results=None):
        entry = standing(claim, scripts, known.Known("8", results or {}))
        (part,) = entry["parts"]
        return part["status"], bool(part["script"]), entry["rocq"]

    assert status({}) == ("missing", False, "")
    assert status(script) == ("unchecked", True, "")
    assert status(script, {name: Result(True)}) == ("accepted", True, "8")
    assert status(script, {name: Result(False, why="no")}) == ("refused", True, "8")
    assert status(script_of(claim, "old"), {name: Result(True)}) == ("stale", False, "")


def test_what_has_no_statement_says_why(make_claim):
    claim = make_claim(Eq(erf(x), y), {x: Reals, y: Reals})
    assert standing(claim, {}, known.Known())["parts"][0]["status"] == "untranslated"


def test_theorems_for_all_sizes_are_about_assertions_that_are_made():
    claims = {claim.id: claim for claim in load()}
    for theorem in THEOREMS:
        named = [
            name
            for saying in claims[theorem.claim].sayings
            if isinstance(saying, Assertion)
            for name in saying.shown_by
        ]
        assert theorem.shows in named, theorem
        assert theorem.says
        assert FOLDER in theorem.path.parents
        assert f" {theorem.name} " in theorem.path.read_text(encoding="utf-8")
