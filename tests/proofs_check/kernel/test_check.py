"""Stored scripts, and what the kernel makes of them."""

import json
import shutil
import subprocess

import pytest
from sympy import Eq, symbols

from proofs_check.kernel import available, checked, rocq, script, statement, store, stored
from proofs_check.kernel.check import allowed, assumptions, check
from proofs_check.kernel.exporting import export
from proofs_check.kernel.rocq import Failed
from proofs_check.kernel.store import Script
from proofs_check.kernel.theorem import theorem
from theory.bibliography import PAPERS, Paper
from theory.claim import Reals, positive

x, y = symbols("x y", real=True)
SQUARE = theorem(Eq((x + y) ** 2, x**2 + 2 * x * y + y**2, evaluate=False), {x: Reals, y: Reals})
RATIO = theorem(Eq((x + y) / y, 1 + x / y, evaluate=False), {x: Reals, y: positive})


def proof(stated, holds, defined="exact I"):
    return stated, Script(stated.key, holds, defined)


def test_a_proof_is_accepted_and_names_its_axioms(build):
    found = check({("a", ""): proof(SQUARE, "intros; ring")}, build=build)
    assert found["a", ""].accepted
    assert found["a", ""].axioms
    assert all(map(allowed, found["a", ""].axioms))


@pytest.mark.parametrize("tactic", ["intros; reflexivity", "admit", "give_up"])
def test_what_proves_nothing_is_refused_and_the_rest_goes_on(build, tactic):
    found = check(
        {("a", ""): proof(SQUARE, tactic), ("b", ""): proof(SQUARE, "intros; ring")}, build=build, workers=1
    )
    assert not found["a", ""].accepted
    assert found["a", ""].why
    assert found["b", ""].accepted


def test_both_statements_count(build):
    good = proof(RATIO, "goals; parts; field; nonzeros", "goals; parts; lra")
    assert check({("a", ""): good}, build=build)["a", ""].accepted
    bad = proof(RATIO, "goals; parts; field; nonzeros", "exact I")
    assert not check({("a", ""): bad}, build=build)["a", ""].accepted


def test_stale_scripts_count_for_nothing(build):
    stale = SQUARE, Script("another", "intros; ring", "exact I")
    found = check({("a", ""): stale}, build=build)
    assert not found["a", ""].accepted
    assert "stale" in found["a", ""].why


@pytest.mark.parametrize("text", ["ring. Qed. Axiom a : False", "ring.", "ring (* . *)", "ring.\nProof"])
def test_a_script_is_one_tactic(text):
    with pytest.raises(ValueError, match="one tactic"):
        Script("key", text, "exact I")


def test_axioms_are_read():
    assert assumptions("Closed under the global context\n") == set()
    assert assumptions("Axioms:\nclassic : forall P, P\nfoo.bar\n  : nat\n") == {"classic", "foo.bar"}
    assert not allowed("foo.bar")
    with pytest.raises(Failed):
        assumptions("")


def test_the_store_gives_back_what_it_got(tmp_path):
    scripts = {("toy.a", ""): Script("k", "ring", "exact I"), ("toy.a", "b"): Script("l", "lra", "exact I")}
    store.save(scripts, tmp_path)
    assert store.load({"toy", "other"}, tmp_path) == scripts
    (tmp_path / "toy.json").write_text(json.dumps({"toy.a": {"": {"key": "k"}}}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"toy\.json"):
        store.load({"toy"}, tmp_path)


def test_claims_without_scripts_say_so(make_claim, build):
    claim = make_claim(Eq(x, y), {x: Reals, y: Reals})
    assert statement(claim, "") == "Theorem holds : forall v_x v_y : R, (v_x = v_y)."
    assert script(claim, "") is None
    assert stored([claim]) == set()
    result = checked([claim], build=build)[claim.id, ""]
    assert not result.accepted
    assert "no script" in result.why


def test_without_rocq_nothing_is_checked(make_claim, monkeypatch):
    monkeypatch.setenv("PATH", "")
    available.__globals__["rocq"].missing.cache_clear()
    try:
        assert "coqc" in str(available())
        with pytest.raises(Failed):
            checked([make_claim(Eq(x, y), {x: Reals, y: Reals})])
    finally:
        monkeypatch.undo()
        available.__globals__["rocq"].missing.cache_clear()


def test_an_export_is_a_project_of_its_own(make_claim, tmp_path):
    claim = make_claim(Eq(x, y), {x: Reals, y: Reals})
    names = {file.name for file in export([claim], tmp_path / "project")}
    assert {"Elementary.v", "Tactics.v", "toy_claim.v", "_CoqProject", "Makefile"} <= names
    text = (tmp_path / "project" / "toy_claim.v").read_text(encoding="utf-8")
    assert "Definition formula_holds : Prop := forall v_x v_y : R, (v_x = v_y)." in text


def test_an_export_builds_by_itself(make_claim, build, tmp_path, monkeypatch):
    if shutil.which("coq_makefile") is None or shutil.which("make") is None:
        pytest.skip("coq_makefile and make build it")
    claim = make_claim(
        Eq((x + y) ** 2, x**2 + 2 * x * y + y**2, evaluate=False), {x: Reals, y: Reals}, title='A "(*" toy'
    )
    monkeypatch.setattr(store, "FOLDER", tmp_path)
    store.save({(claim.id, ""): Script(SQUARE.key, "intros; ring", "exact I")})
    project = tmp_path / "project"
    export([claim], project)
    compiled = rocq.compiled_prelude(build)
    for file in compiled.glob("*.vo"):  # as if it had been built before: it takes long
        shutil.copy(file, project)
    (project / "_CoqProject").write_text(
        "\n".join(
            line
            for line in (project / "_CoqProject").read_text(encoding="utf-8").splitlines()
            if not (compiled / line).is_file()
        ),
        encoding="utf-8",
    )
    done = subprocess.run(["make", "-C", project], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "toy_claim.vo").is_file()


def test_scripts_of_an_authors_paper_lie_beside_its_modules(tmp_path, monkeypatch):
    (tmp_path / "a_paper.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(PAPERS, "mine", Paper("mine", title="T", modules=("a_paper",)))
    store.save({("mine.a", ""): Script("k", "ring", "exact I")})
    assert (tmp_path / "mine.kernel.json").is_file()
    assert ("mine.a", "") in store.load({"mine"})
