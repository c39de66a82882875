"""Arguments in steps."""

import pytest
from sympy import And, Eq, Implies, symbols

from proofs_check.engines import chain, for_all
from proofs_check.ledger.evidence import Rejected, Strength, Undecided
from theory.claim import Reals, positive

a, b, c = symbols("a b c", real=True)
OVER = {a: Reals, b: Reals, c: Reals}


def test_steps_are_handed_on_and_the_conclusion_is_given_all_of_them(make_claim, prove):
    conclusion = make_claim(a**2 + b**2 >= 2 * a * b, {a: Reals, b: Reals})
    steps = {
        "expansion": Eq((a - b) ** 2, a**2 - 2 * a * b + b**2),
        "squares": a**2 - 2 * a * b + b**2 >= 0,
    }
    returned = []

    def argue():
        returned.extend(chain(steps, over=OVER))
        for_all(conclusion, given=tuple(returned))

    recorder = prove(conclusion, argue)
    assert returned == list(steps.values())
    assert [e.engine for e in recorder.evidence] == ["identity", "for_all", "for_all"]
    assert [e.bearing for e in recorder.evidence] == ["supports", "supports", "proves"]
    assert recorder.evidence[-1].strength is Strength.PROVED


def test_a_later_step_rests_on_an_earlier_one_under_the_assumptions(make_claim, prove):
    claim = make_claim(a > 0, {a: positive})
    steps = {"first": a * b > 0, "second": b > 0}
    recorder = prove(claim, lambda: chain(steps, over=OVER, assuming=(a > 1, a * b > 2)))
    assert "given 1 steps" in recorder.evidence[-1].detail


def test_the_step_at_which_a_chain_breaks_is_named(make_claim, prove):
    claim = make_claim(a > 0, {a: positive})
    steps = {
        "eq 1": Implies(And(a > 0, b > 0), a * b > 0),
        "eq 2": Implies(a * b > 0, a > 0),
        "eq 3": b < b + 1,
    }
    with pytest.raises(Rejected, match=r"the chain breaks at 'eq 2'.*false"):
        prove(claim, lambda: chain(steps, over=OVER))
    with pytest.raises(Rejected, match="the chain breaks at 'wrong equation'"):
        prove(claim, lambda: chain({"wrong equation": Eq(a * b, a + b)}, over=OVER))


def test_a_step_that_is_not_decided_is_named(make_claim, prove):
    claim = make_claim(a > 0, {a: positive})
    with pytest.raises(Undecided, match="not decided at 'a quotient'"):
        prove(claim, lambda: chain({"a quotient": Eq((b + 1) / a, b / a + 1 / a, evaluate=False)}, over=OVER))


def test_an_argument_needs_steps(make_claim, prove):
    claim = make_claim(a > 0, {a: positive})
    with pytest.raises(ValueError, match="at least one step"):
        prove(claim, lambda: chain({}, over=OVER))
