"""Attacks on the way from evidence to verdict: false, unlinked and hollow evidence earns nothing."""

import contextlib
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Eq, Ge, Implies, Interval, Le, Lt, Ne, Rational, exp, symbols

from proofs_check import profiles
from proofs_check.engines import (
    agrees,
    attains,
    bounded,
    certifies,
    coincides,
    consistent,
    exactly,
    for_all,
    has_order,
    identity,
    loosens,
    refutes,
)
from proofs_check.ledger.evidence import Rejected, Strength, Undecided, record, recording
from proofs_check.ledger.results import describe, summary, verdict_of_run
from proofs_check.ledger.verdict import propagate, verdict
from proofs_check.proof import by_hand, proof, proof_of, refutation, relies_on
from theory.claim import Assertion, Reals

x, y = symbols("x y", real=True)
FALSE = Eq(x**2, x)


def judge(claim, *functions):
    """Verdict of a claim from decorated proofs, as the plugin comes to it."""
    runs = []
    for function in functions:
        of = proof_of(function)
        profiles.apply(function, thorough=False)
        recorder, error = of.recorder(), None
        try:
            with recording(recorder):
                function()
            recorder.finish()
        except Exception as found:
            error = found
        excinfo = None if error is None else type("Info", (), {"value": error})()
        outcome, reason = verdict_of_run(excinfo)
        name = f"proof_attack.py::{function.__name__}"
        runs.append(summary(recorder) | {"proof": name, "outcome": outcome, "reason": reason})
    row = next(row for row in describe({claim.paper}) if row["id"] == claim.id)
    return verdict(row, runs)


def accepted(found):
    return found.outcome not in ("undecided", "failed")


@pytest.fixture
def squares(make_claim):
    return make_claim(Ge(x**2, 0, evaluate=False), {x: Reals}, id="toy.squares")


@pytest.fixture
def false(make_claim):
    return make_claim(FALSE, {x: Reals}, id="toy.false")


# Evidence names its claim.


def test_a_witness_against_another_claim_refutes_nothing(make_claim):
    true_form = Ge(x**2 + x**4, 0, evaluate=False)
    a = make_claim(Ge(x**2, 0, evaluate=False), {x: Reals}, id="toy.a", printed=true_form, erratum="false")
    b = make_claim(
        Ge(x**4, 0, evaluate=False),
        {x: Reals},
        id="toy.b",
        printed=Lt(x**4, 0, evaluate=False),
        erratum="false",
    )

    @proof(a)
    def proof_of_a():
        for_all(a)

    @refutation(a)
    def proof_against_b():
        refutes(b, {x: 1})

    @proof(a)
    def proof_that_also_refutes_b():
        for_all(a)
        refutes(b, {x: 1})

    assert not accepted(judge(a, proof_of_a, proof_against_b))
    assert not accepted(judge(a, proof_that_also_refutes_b))


@pytest.mark.parametrize("bearing", ["refutes", "attains", "loosens"])
def test_an_engine_that_refutes_must_name_its_claim(bearing):
    with pytest.raises(TypeError, match="must name the claim"):
        record("mine", Strength.PROVED, bearing=bearing)


def test_the_attained_bound_of_another_claim_loosens_nothing(make_claim, squares):
    tight = Ge(x**2, 0, evaluate=False)
    loose = make_claim(
        Ge(x**2, -1, evaluate=False), {x: Reals}, id="toy.s", printed=tight, erratum="loose constant"
    )

    @proof(loose)
    def proof_elsewhere():
        for_all(loose)
        attains(squares, {x: 0})

    assert not accepted(judge(loose, proof_elsewhere))


# A loose constant is loose.


@pytest.mark.parametrize(
    ("ours", "printed", "part"),
    [
        ({"": Ge(x**2, 0, evaluate=False)}, {"": Ge(x**2, 0, evaluate=False)}, ""),
        ({"": Ge(x**2, 0, evaluate=False)}, {"": Ge(x**2, 5, evaluate=False)}, ""),
        (
            {"a": Ge(x**2, 0, evaluate=False), "b": Ge(x**2, -1, evaluate=False)},
            {"b": Ge(x**2, 0, evaluate=False)},
            "a",
        ),
        ({"": Ge(x**2, 0, evaluate=False)}, {"": Ge(x**2, -x, evaluate=False)}, ""),
    ],
    ids=["the same", "false", "another part", "equal at one point"],
)
def test_what_is_tight_or_false_is_not_loose(make_claim, ours, printed, part):
    claim = make_claim(ours, {x: Reals}, printed=printed, erratum="loose constant")

    @proof(claim)
    def proof_of_ours():
        for_all(claim)
        attains(claim, {x: 0}, part)

    @proof(claim)
    def proof_of_looseness():
        for_all(claim)
        loosens(claim)

    assert not accepted(judge(claim, proof_of_ours))
    assert not accepted(judge(claim, proof_of_ours, proof_of_looseness))


def test_a_loose_constant_is_sharpened(make_claim):
    claim = make_claim(
        Ge(x**2, 0, evaluate=False),
        {x: Reals},
        printed=Ge(x**2, -1, evaluate=False),
        erratum="loose constant",
    )

    @proof(claim)
    def proof_of_both():
        for_all(claim)
        attains(claim, {x: 0})
        loosens(claim)

    assert judge(claim, proof_of_both).outcome == "sharpened"


# Values count where they are linked to the formula.


def test_constants_earn_nothing(false):
    @proof(false)
    def proof_of_nothing():
        exactly(1, 1)
        agrees(1.0, 1.0, atol=1e-9, because="rounding")

    assert not accepted(judge(false, proof_of_nothing))


def test_a_few_points_at_which_a_false_formula_holds_earn_nothing(false):
    @proof(false)
    def proof_at_zero_and_one():
        for value in (0, 1) * 20:
            exactly(false.formula.lhs.subs(x, value), false.formula.rhs.subs(x, value))

    @proof(false)
    @settings(max_examples=1)
    @given(st.just(Fraction(1)))
    def proof_by_one_example(value):
        exactly(value**2, value)

    @proof(false)
    def proof_of_one_value_many_times():
        agrees([false.lhs_at({x: 1})] * 50, [false.rhs_at({x: 1})] * 50, atol=1e-9, because="rounding")

    for attack in (proof_at_zero_and_one, proof_by_one_example, proof_of_one_value_many_times):
        assert not accepted(judge(false, attack)), attack.__name__


def test_reading_in_one_example_is_no_reading_in_the_next(make_claim):
    claim = make_claim(FALSE, {x: Reals}, id="toy.once")

    @proof(claim)
    @given(st.integers(0, 100))
    def proof_that_reads_once(value):
        if value == 1:
            exactly(claim.formula.lhs.subs(x, 1), claim.formula.rhs.subs(x, 1))
        else:
            exactly(value, value)

    assert not accepted(judge(claim, proof_that_reads_once))


def test_what_an_engine_reads_the_proof_has_not_read(make_claim):
    claim = make_claim(Ne(exp(x), 2), {x: Reals}, id="toy.swallowed")

    @proof(claim)
    def proof_that_swallows():
        with contextlib.suppress(Undecided, Rejected):
            for_all(claim)
        for number in range(50):
            exactly(number, number)

    assert not accepted(judge(claim, proof_that_swallows))


def test_the_shape_of_a_formula_is_no_value(false):
    @proof(false)
    def proof_by_its_text():
        for _ in range(50):
            exactly(str(false.formula) == "Eq(x**2, x)", True)

    assert not accepted(judge(false, proof_by_its_text))


def test_events_and_truth_values_are_no_exact_numbers(make_claim):
    claim = make_claim(id="toy.algorithm")

    @proof(claim)
    def proof_by_yes_and_no():
        exactly(bool(0.1 + 0.2 > 0.3), True)

    assert judge(claim, proof_by_yes_and_no).strength.label == "sampled"


def test_inequalities_of_floats_are_sampled(make_claim):
    claim = make_claim(id="toy.algorithm")

    @proof(claim)
    def proof_by_inequality():
        bounded([0.1, 0.2], "<", 0.3, because="it is small")

    @proof(claim)
    def proof_in_rationals():
        bounded([Fraction(1, 10), Fraction(1, 5)], "<", Fraction(3, 10), because="it is small")

    assert judge(claim, proof_by_inequality).strength.label == "sampled"
    assert judge(claim, proof_in_rationals).strength.label == "exact"


@pytest.mark.parametrize(
    "attack",
    [
        lambda: agrees(0.0, 1e9, atol=1e10, because="x"),
        lambda: agrees(0.5, 1.0, atol=0.78, because="angles lie in [0, pi]"),
        lambda: agrees(1.0, 1.3, rtol=0.5, because="x"),
        lambda: agrees(0.0, 1e-3, atol=0.01, because="x"),
        lambda: agrees([0.2, 30.0], [0.4, 31.0], atol=5.0, share=True, because="x"),
        lambda: bounded(1.0, "<=", 0.5, slack=1.0, because="x"),
        lambda: bounded(1.0, "!=", 0.5, because="x"),
        lambda: bounded(1.0, "<=", 2.0, because=" "),
        lambda: coincides(1.0, 1.0, because="x"),
    ],
)
def test_an_inequality_is_no_agreement(attack):
    with pytest.raises((ValueError, TypeError, Rejected)):
        attack()


# Statistics.


@pytest.mark.parametrize(
    "attack",
    [
        lambda: consistent(np.random.default_rng(1).normal(0.5, 1, 30), mean=0.0, detects=1e9),
        lambda: consistent(np.repeat([-0.1, 0.1, 0.09], 1000), mean=0.03, detects=0.05),
        lambda: consistent(np.tile([-0.1, 0.1, 0.09], 1000), mean=0.03, detects=0.05),
        lambda: consistent(np.tile(np.random.default_rng(2).normal(size=40), 100), mean=0.0, detects=0.1),
        lambda: consistent(np.repeat([0.0, 1.0, 1.0], 1000), mean=2 / 3, detects=0.1),
        lambda: consistent(np.tile([0.0, 1.0, 1.0], 1000), mean=2 / 3, detects=0.1),
        lambda: consistent([0.1, 0.2, 0.3], mean=0.2, detects=0.1),
        lambda: has_order([1, 2, 4, 8], [1, 2**2.4, 4**2.4, 8**2.4], order=2, tol=0.5, because="x"),
        lambda: has_order([1, 2, 4, 8], [1, 2**2.4, 4**2.4, 8**2.4], order=2, tol=0.25, because="x"),
    ],
)
def test_absurd_statistics_are_errors(attack):
    with pytest.raises((ValueError, Rejected)):
        attack()


def test_sound_statistics_pass():
    rng = np.random.default_rng(3)
    consistent(rng.normal(size=2000), mean=0.0, detects=0.3)
    consistent((rng.random(2000) < 0.3).astype(float), mean=0.3, detects=0.1)
    consistent((rng.random(2000) < 0.01).astype(float), mean=0.01, detects=0.05)
    consistent(rng.poisson(3.0, 2000).astype(float), mean=3.0, detects=0.5)
    consistent(np.maximum(rng.normal(size=2000), 0), mean=float(1 / np.sqrt(2 * np.pi)), detects=0.2)


# Scope.


def test_instances_never_read_like_a_proof(make_claim):
    claim = make_claim(
        Eq((x + 1) ** 2, x**2 + 2 * x + 1, evaluate=False),
        {x: Reals},
        says=[Assertion("For all $x$ it is so.", shown_by=["formula"])],
    )

    @proof(claim)
    @given(st.fractions(-5, 5))
    def proof_on_instances(value):
        point = {x: Rational(value.numerator, value.denominator)}
        exactly(claim.formula.lhs.subs(point), claim.formula.rhs.subs(point))

    found = judge(claim, proof_on_instances)
    assert (found.outcome, found.strength.label, found.grade.scope.label) == ("holds", "exact", "instances")
    assert "instances" in found.grade.headline
    assert "instances" in found.assertions[0].grade.headline


def test_a_box_supports_and_does_not_prove(make_claim):
    claim = make_claim(Lt(x**2, 4), {x: Reals}, id="toy.box")

    @proof(claim)
    def proof_on_a_box():
        record("certifies", Strength.CERTIFIED, bearing="proves", scope="box", scope_note="x in [0, 1]")

    assert not accepted(judge(claim, proof_on_a_box))


def test_steps_by_hand_are_shown(make_claim):
    claim = make_claim(
        Implies(x > 1, x**2 > 1),
        {x: Reals},
        says=[Assertion("Large squares are large.", shown_by=["proof_by_steps"])],
    )

    @proof(claim)
    def proof_by_steps():
        for_all(claim)
        by_hand("Larger than 1 means large.")

    @proof(claim)
    def proof_of_the_formula():
        for_all(claim)

    found = judge(claim, proof_by_steps, proof_of_the_formula)
    assert found.grade.headline == "proved, 1 step by hand"
    assert found.grade.by_hand == ("Larger than 1 means large.",)
    with pytest.raises(ValueError, match="by hand"):
        by_hand(" ")


# Reliance.


def test_strength_is_capped_by_what_was_not_run(squares, make_claim):
    other = make_claim(Le(-(x**2), 0, evaluate=False), {x: Interval(-1, 1)}, id="toy.other")

    @proof(squares)
    def proof_that_relies():
        relies_on(other)
        for_all(squares)

    found = {"toy.squares": judge(squares, proof_that_relies)}
    propagate(found)
    assert found["toy.squares"].strength.label == "none"
    assert found["toy.squares"].partial
    assert found["toy.squares"].conditional_on == ["toy.other"]


# A reconstruction that fails is no error of the paper.


@pytest.mark.parametrize(
    ("source", "outcome"), [("printed", "corrected"), ("prose", "corrected"), ("reconstructed", "holds")]
)
def test_only_what_the_paper_says_can_be_corrected(make_claim, source, outcome):
    claim = make_claim(
        Eq((x + 1) ** 2, x**2 + 2 * x + 1, evaluate=False),
        {x: Reals},
        printed=Eq((x + 1) ** 2, x**2 + 1, evaluate=False),
        erratum="false",
        printed_source=source,
    )

    @proof(claim)
    def proof_of_ours():
        identity(claim)

    @refutation(claim)
    def proof_against():
        refutes(claim, {x: 1})

    assert judge(claim, proof_of_ours, proof_against).outcome == outcome


@pytest.mark.parametrize("box", [None, {x: (0, 1)}])
def test_a_certificate_that_covers_the_domain_proves(make_claim, box):
    claim = make_claim(Lt(x**2, 4), {x: Interval(0, 1)}, id="toy.compact")

    @proof(claim)
    def proof_by_balls():
        certifies(claim, box=box)

    assert judge(claim, proof_by_balls).grade.headline == "certified, all"
