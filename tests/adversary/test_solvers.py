"""The second judge: what it confirms, where it is silent, and what follows when it contradicts."""

import os
import time

import pytest
import z3
from sympy import symbols

from proofs_check.arithmetic import second_solver, solvers
from proofs_check.arithmetic.second_solver import opinion
from proofs_check.engines import for_all
from theory.claim import Reals

x, y = symbols("x y", real=True)


def test_an_unsatisfiable_query_is_confirmed(make_claim, prove):
    claim = make_claim(x**2 + y**2 >= 2 * x * y, {x: Reals, y: Reals})
    (piece,) = prove(claim, lambda: for_all(claim)).evidence
    assert piece.detail == "Z3 and cvc5 find the negation unsatisfiable"


def test_where_the_second_judge_is_silent_the_evidence_says_so(make_claim, prove, monkeypatch):
    monkeypatch.setattr(second_solver, "opinion", lambda *_: "silent")
    claim = make_claim(x**2 + y**2 >= 2 * x * y, {x: Reals, y: Reals})
    (piece,) = prove(claim, lambda: for_all(claim)).evidence
    assert "one solver" in piece.detail


def test_a_contradiction_is_red_and_the_query_is_kept(make_claim, prove, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(second_solver, "opinion", lambda *_: "sat")
    claim = make_claim(x**2 + y**2 >= 2 * x * y, {x: Reals, y: Reals})
    with pytest.raises(solvers.Contradiction, match="kept in"):
        prove(claim, lambda: for_all(claim))
    (kept,) = (tmp_path / "build" / "contradictions").glob("*.smt2")
    assert "(check-sat)" in kept.read_text()


def test_a_proof_that_swallows_a_contradiction_is_red(make_claim, prove, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    claim = make_claim(x**2 + y**2 >= 2 * x * y, {x: Reals, y: Reals})

    def body():
        with monkeypatch.context() as patch:
            patch.setattr(second_solver, "opinion", lambda *_: "sat")
            with pytest.raises(solvers.Contradiction):
                for_all(claim)

    with pytest.raises(AssertionError, match="swallowed"):
        prove(claim, body).finish()


QUERY = "(declare-fun x () Real)(assert (= (* x x) {}))(check-sat)"


def test_opinions():
    assert opinion(QUERY.format("2.0"), "QF_NRA") == "sat"
    assert opinion(QUERY.format("(- 2.0)"), "QF_NRA") == "unsat"
    assert opinion("(declare-fun 0!x () Real)(check-sat)", "QF_NRA") == "silent"


def test_what_overruns_its_limit_is_ended_and_the_next_query_answered(monkeypatch):
    monkeypatch.setattr(second_solver, "SECONDS", (0.05,) * len(second_solver.SECONDS))
    names = [f"v{i}" for i in range(12)]
    hard = "".join(f"(declare-fun {n} () Real)" for n in names)
    hard += "".join(
        f"(assert (> (+ (* {a} {b} {c}) (* {b} {b} {c}) (* {a} {c} {c} {c})) (* 3.0 {a} {a} {b})))"
        for a in names for b in names for c in names if a < b < c
    )  # fmt: skip
    start = time.monotonic()
    opinion(hard + "(check-sat)", "QF_NRA")
    assert time.monotonic() - start < 60
    monkeypatch.undo()
    assert opinion(QUERY.format("(- 3.0)"), "QF_NRA") == "unsat"


def test_a_fork_has_a_helper_of_its_own():
    assert opinion(QUERY.format("(- 5.0)"), "QF_NRA") == "unsat"
    child = os.fork()
    if child == 0:
        os._exit(0 if opinion(QUERY.format("(- 6.0)"), "QF_NRA") == "unsat" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert opinion(QUERY.format("(- 7.0)"), "QF_NRA") == "unsat"


def test_a_model_that_does_not_meet_the_constraints_is_none(monkeypatch):
    variable = z3.Real("v")
    assert solvers.check([variable * variable == 2]).verdict == "sat"
    monkeypatch.setattr(z3, "is_true", lambda _: False)
    assert solvers.check([variable * variable == 2]).verdict == "unknown"
