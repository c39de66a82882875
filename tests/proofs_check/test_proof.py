import contextlib

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import Eq, Gt, Lt, symbols

from proofs_check import profiles
from proofs_check.engines import agrees, exactly, identity, refutes
from proofs_check.ledger.evidence import (
    NoEvidence,
    Recorder,
    Rejected,
    Strength,
    Undecided,
    Vacuous,
    active,
    record,
    recording,
)
from proofs_check.ledger.results import finish
from proofs_check.proof import proof, proof_of, refutation, relies_on, saboteur, saboteurs
from theory.claim import Reals

x = symbols("x", real=True)
TRUE = Eq(x * (x + 1), x**2 + x, evaluate=False)
FALSE = Eq(x * (x + 1), x**2, evaluate=False)


@pytest.fixture
def claim(make_claim):
    return make_claim(TRUE, {x: Reals})


def run(function):
    """Run a decorated proof as the plugin does."""
    of = proof_of(function)
    profiles.apply(function, thorough=False)
    recorder = of.recorder()
    with recording(recorder):
        function()
    finish(of, recorder)
    return recorder


def test_a_proof_knows_what_it_proves(make_claim):
    claim = make_claim({"a": TRUE, "b": TRUE}, {x: Reals}, printed={"c": FALSE}, erratum="false")

    @proof(claim)
    def proof_whole():
        """Prove it."""

    @proof(claim, "b")
    def proof_part():
        """Prove it."""

    @refutation(claim)
    def proof_against():
        """Refute it."""

    assert proof_of(proof_whole).parts == ("a", "b")
    assert proof_of(proof_part).parts == ("b",)
    assert (proof_of(proof_against).parts, proof_of(proof_against).role) == (("c",), "refutation")
    assert proof_of(run) is None
    assert proof_whole.__test__


def test_misuse_of_the_decorators(claim):
    with pytest.raises(ValueError, match="must be one of"):
        proof(claim, "nonesuch")
    with pytest.raises(ValueError, match="must be one of"):
        refutation(claim, "")
    with pytest.raises(TypeError, match="must be a Claim"):
        proof("toy.claim")
    with pytest.raises(ValueError, match="begin with 'proof_'"):
        proof(claim)(run)


def test_a_proof_without_evidence_is_red(claim):
    @proof(claim)
    def proof_of_nothing():
        assert True

    with pytest.raises(NoEvidence):
        run(proof_of_nothing)


def test_a_proof_that_swallows_a_rejection_is_red(claim):
    @proof(claim)
    def proof_that_looks_away():
        exactly(1, 1)
        with contextlib.suppress(Rejected):
            identity(FALSE, over={x: Reals})

    with pytest.raises(AssertionError, match="swallowed a rejection"):
        run(proof_that_looks_away)


def test_a_refutation_must_refute(make_claim):
    claim = make_claim(TRUE, {x: Reals}, printed=FALSE, erratum="typo")

    @refutation(claim)
    def proof_that_talks():
        identity(claim)

    @refutation(claim)
    def proof_that_shows():
        agrees(1.0, 1.0, rtol=1e-9, because="rounding")
        refutes(claim, {x: 1})

    with pytest.raises(NoEvidence, match="no witness"):
        run(proof_that_talks)
    support, shown = run(proof_that_shows).evidence
    assert (support.bearing, shown.bearing) == ("supports", "refutes")


def test_contradictory_assumptions_are_undecided_whatever_the_engine(make_claim):
    claim = make_claim(TRUE, {x: Reals}, assuming=(Gt(x, 1), Lt(x, 0)))

    @proof(claim)
    def proof_of_everything():
        exactly(1, 1)
        agrees(1.0, 1.0, rtol=1e-9, because="rounding")

    with pytest.raises(Undecided, match="contradict"):
        run(proof_of_everything)


@pytest.mark.parametrize(("least", "red"), [(0, False), (95, True), (98, True)])
def test_a_proof_that_hardly_meets_its_assumptions_is_vacuous(claim, least, red):
    @proof(claim)
    @settings(max_examples=200)
    @given(st.integers(1, 100))
    def proof_of_the_rare(number):
        if number >= least:
            exactly(number, number)

    if red:
        with pytest.raises((Vacuous, NoEvidence)):
            run(proof_of_the_rare)
    else:
        recorder = run(proof_of_the_rare)
        assert recorder.examples == recorder.hits >= 90


def test_examples_that_are_assumed_away_are_no_hits(claim):
    @proof(claim)
    @settings(max_examples=20)
    @given(st.integers(0, 20))
    def proof_of_the_even(number):
        exactly(number, number)
        assume(number % 2 == 0)

    recorder = run(proof_of_the_even)
    assert 0 < recorder.hits < recorder.examples


def test_proofs_get_the_same_few_examples_every_time(claim):
    seen = []

    @proof(claim)
    @given(st.integers())
    def proof_of_many(number):
        seen.append(number)
        exactly(number, number)

    counts = [run(proof_of_many).examples for _ in range(2)]
    assert counts[0] == counts[1] <= 60
    assert seen[: counts[0]] == seen[counts[0] :]
    profiles.apply(proof_of_many, thorough=True)
    assert proof_of_many._hypothesis_internal_use_settings.max_examples == 1000


def test_profiles_respect_the_number_of_examples_of_a_proof_and_nothing_else(claim):
    default = settings.default

    @proof(claim)
    @settings(max_examples=7, derandomize=False, database=None)
    @given(st.integers())
    def proof_of_few(number):
        exactly(number, number)

    assert run(proof_of_few).examples == 7
    assert proof_of_few._hypothesis_internal_use_settings.derandomize
    profiles.apply(proof_of_few, thorough=True)
    assert proof_of_few._hypothesis_internal_use_settings.max_examples == 1000
    profiles.apply(run, thorough=True)
    assert settings.default is default


def test_a_failing_example_is_reported(claim):
    @proof(claim)
    @given(st.integers(0, 100))
    def proof_of_the_false(number):
        exactly(number, min(number, 50))

    with pytest.raises(Rejected, match="51 against 50"):
        run(proof_of_the_false)


def test_reliance(make_claim, claim):
    other = make_claim(id="toy.other")
    relies_on(other)
    recorder = Recorder(claim, ("",))
    with recording(recorder):
        relies_on(other)
        relies_on(other)
        with pytest.raises(ValueError, match="cannot rely on the claim it proves"):
            relies_on(claim)
    assert recorder.relies_on == ["toy.other"]


def test_saboteurs_are_kept_by_name(claim):
    @saboteur(claim)
    def a_lost_sign(monkeypatch):
        """Lose it."""

    again = saboteur(claim)(a_lost_sign)
    assert saboteurs(claim) == [again]


def test_engines_record_nothing_outside_of_a_proof(claim):
    assert active() is None
    record("exactly", Strength.EXACT)
    identity(claim)


def test_recorders_nest_and_equal_judgements_are_counted(claim):
    outer, inner = Recorder(claim, ("",)), Recorder(claim, ("",))
    with recording(outer):
        exactly(1, 1)
        with recording(inner):
            exactly(1, 1)
            exactly(2, 2)
        assert active() is outer
    assert [piece.instances for piece in outer.evidence + inner.evidence] == [1, 2]


def test_strengths_are_ordered():
    order = ["none", "recorded", "statistical", "sampled", "exact", "certified", "proved", "kernel"]
    assert [strength.label for strength in sorted(Strength)] == order
