import pytest
from sympy import (
    Abs,
    And,
    Eq,
    Function,
    Gt,
    I,
    Implies,
    Integers,
    Interval,
    Lt,
    Max,
    Naturals,
    Ne,
    Or,
    Piecewise,
    Range,
    Rational,
    Symbol,
    cos,
    exp,
    log,
    pi,
    sqrt,
    symbols,
)

from proofs_check.arithmetic import solvers
from proofs_check.engines import certifies, for_all, identity
from proofs_check.ledger.evidence import Rejected, Strength, Undecided
from theory.claim import Reals, positive
from theory.gaussian import Phi, phi

x, y, z, c = symbols("x y z c", real=True)
n = Symbol("n", integer=True)


def over(relation, values=Reals):
    return dict.fromkeys(relation.free_symbols, values)


TRUE = [
    (x**2 + y**2 >= 2 * x * y, Reals),
    (1 / (1 + x**2) <= 1, Reals),
    (sqrt(x) <= x + 1, Interval(0, 5)),
    (Abs(x + y) <= Abs(x) + Abs(y), Reals),
    (Max(x, y) >= (x + y) / 2, Reals),
    (Implies(Gt(x, 0), 1 / x > 0), Reals),
    (Piecewise((1 / x, x > 0), (1, True)) > 0, Reals),
    (Eq((x + 1) ** 2, x**2 + 2 * x + 1, evaluate=False), Reals),
    (n * (n + 1) >= 0, Integers),
    (Ne(2 * n, 1, evaluate=False), Integers),
    (x**2 < 4, Interval.open(-2, 2)),
]


@pytest.mark.parametrize(("relation", "values"), TRUE, ids=str)
def test_true_statements_pass(relation, values):
    for_all(relation, over=over(relation, values))


FALSE = [
    (x**2 > x, Reals),
    (x**2 < 4, Interval(-2, 2)),
    (Max(x, y) > x, Reals),
    (n**2 > n, Naturals),
    (Eq(Abs(x), x, evaluate=False), Reals),
    (x**2 < 2, Interval(0, 2)),
    (Ne(x**3, 2), positive),
    (Implies(Gt(x, 0), x > 1), Reals),
    (Phi(x) > Rational(1, 2), Reals),
    (Or(x < y, y < x), Reals),
]


@pytest.mark.parametrize(("relation", "values"), FALSE, ids=str)
def test_false_statements_are_rejected_with_a_witness(relation, values):
    with pytest.raises(Rejected) as caught:
        for_all(relation, over=over(relation, values))
    assert set(caught.value.witness) == {str(symbol) for symbol in relation.free_symbols}


UNDEFINED = [
    (1 / x < 1 / x + 1, Reals),
    (Eq(1 / x, 1 / x, evaluate=False), Reals),
    (x * (1 / (x - y)) * (x - y) / x <= Abs(y) + 1 / x, Reals),
    (sqrt(x) >= 0, Reals),
    (1 / sqrt(x) > 0, Interval(0, 1)),
    (log(x) < log(x) + 1, Interval(0, 1)),
    (exp(1 / x) + y**2 >= 0, Reals),
    (cos(log(x)) <= 2, Reals),
    (Or(Eq(x, 0), Gt(1 / x, 0), Lt(1 / x, 0)), Reals),
    (Implies(x >= 0, 1 / x > -1), Reals),
    (Piecewise((1 / x, x >= 0), (1, True)) > -1, Reals),
    (Piecewise((1, x > 0), (1, x < 0)) > 0, Reals),
    (x**pi >= 0, Interval(-1, 1)),
    (Function("exp")(x) ** 2 >= 0, Reals),
    (I * Symbol("w") < I * Symbol("w") + 1, Reals),
    (1 / (1 / n) > -1, Interval(0, 1)),
]


@pytest.mark.parametrize(("relation", "values"), UNDEFINED, ids=str)
def test_what_may_be_undefined_is_never_proved(relation, values):
    with pytest.raises((Undecided, Rejected, ValueError)):
        for_all(relation, over=over(relation, values))


@pytest.mark.parametrize(
    ("relation", "assuming"),
    [
        (x > y, (Gt(x, 1), Lt(x, 0))),
        (x > y, (Eq(x**2 + 1, 0),)),
        (x > 5, (Gt(phi(x), 1),)),
        (x > 5, (Lt(exp(x), 0),)),
        (x > 5, (Gt(1 / x, y), Eq(x, 0))),
        (x > 5, (Gt(sqrt(x), y), Lt(x, 0))),
    ],
    ids=str,
)
def test_contradictory_assumptions_prove_nothing(relation, assuming):
    with pytest.raises((Undecided, Rejected)):
        for_all(
            relation, over={x: Reals, y: Reals}, assuming=tuple(a for a in assuming if a not in (True, False))
        )


def test_assumptions_are_used():
    for_all(x * y > 1, over={x: Reals, y: Reals}, assuming=(Gt(x, 1), Gt(y, 1)))
    for_all(x >= Rational(1, 2), over={x: Reals, y: Reals}, assuming=(Eq(x + y, 1), Eq(x, y)))


def test_a_generalisation_that_fails_is_undecided():
    with pytest.raises(Undecided, match="does not stand up"):
        for_all(exp(x) >= 1 + x, over={x: Reals})
    with pytest.raises(Undecided):
        for_all(Phi(x) > Phi(y), over={x: Reals, y: Reals}, assuming=(Gt(x, y),))


def test_a_counterexample_outside_the_assumptions_is_none():
    with pytest.raises(Undecided):
        for_all(x > 1, over={x: Reals}, assuming=(Gt(Phi(x), Rational(9, 10)),))


def test_a_counterexample_in_the_slack_of_an_irrational_end_is_none():
    with pytest.raises(Undecided):
        for_all(x**2 >= 2, over={x: Interval(sqrt(2), 2)})
    with pytest.raises(Rejected):
        for_all(x**2 >= 3, over={x: Interval(sqrt(2), 2)})


def test_a_range_with_a_step_has_its_gaps():
    for_all(Ne(n, 3), over={n: Range(0, 10, 2)})
    with pytest.raises(Rejected):
        for_all(Ne(n, 4), over={n: Range(0, 10, 2)})


def test_more_than_z3_can_do_is_undecided(monkeypatch):
    monkeypatch.setattr(solvers, "RESOURCES", 100_000)
    k, m = symbols("k m", integer=True)
    with pytest.raises(Undecided, match="unknown"):
        for_all(Ne(k**3 + m**3, n**3), over={k: Naturals, m: Naturals, n: Naturals})


def test_given_facts_must_have_been_proved_here(make_claim, prove):
    fact = Phi(x) < 1 + phi(x)
    claim = make_claim(2 * Phi(x) < 2 + 2 * phi(x), {x: Reals})
    with pytest.raises(ValueError, match="only inside a proof"):
        for_all(claim, given=(fact,))
    with pytest.raises(ValueError, match="no engine has proved"):
        prove(claim, lambda: for_all(claim, given=(fact,)))

    def body():
        for_all(fact, over={x: Reals})
        for_all(claim, given=(fact,))

    step, whole = prove(claim, body).evidence
    assert (step.bearing, whole.bearing, whole.strength) == ("supports", "proves", Strength.PROVED)
    assert "given 1" in whole.detail


@pytest.mark.parametrize(
    ("domain", "assuming"),
    [({x: positive}, ()), ({x: Interval(0, 1)}, ()), ({x: Reals}, (Gt(x, 0),))],
    ids=["half line", "interval", "assumption"],
)
def test_a_fact_on_a_smaller_domain_is_not_given(make_claim, prove, domain, assuming):
    fact = Eq(Abs(x), x, evaluate=False)
    claim = make_claim(Abs(x) < x + 1, {x: Reals})

    def body():
        for_all(fact, over=domain, assuming=assuming)
        for_all(claim, given=(fact,))

    with pytest.raises(ValueError, match="on this domain"):
        prove(claim, body)


def test_a_fact_about_other_symbols_is_not_given(make_claim, prove):
    claim = make_claim(x**2 + x + 1 >= 0, {x: Reals})
    fact = Gt(y**2 + 1, 0, evaluate=False)

    def body():
        for_all(fact, over={y: Reals})
        for_all(claim, given=(fact,))

    with pytest.raises(ValueError, match="y is no symbol"):
        prove(claim, body)


def test_what_rests_on_a_certificate_is_certified(make_claim, prove):
    fact = exp(x) >= Rational(1, 3)
    claim = make_claim(3 * exp(x) >= 1, {x: Interval(-1, 1)})

    def body():
        certifies(fact, over={x: Interval(-1, 1)})
        for_all(claim, given=(fact,))

    assert prove(claim, body).evidence[-1].strength is Strength.CERTIFIED


def test_facts_of_identity_help(make_claim, prove):
    fact = Eq(Phi(-c), 1 - Phi(c))
    claim = make_claim(And(Phi(-c) <= 1, Phi(c) + Phi(-c) <= 1), {c: Reals})

    def body():
        identity(fact, over={c: Reals})
        for_all(claim, given=(fact,))

    assert prove(claim, body).evidence[-1].strength is Strength.PROVED


def test_the_other_parts_of_a_claim_are_not_covered(make_claim, prove):
    claim = make_claim({"true": x**2 + x + 1 >= 0, "false": x**3 >= 0}, {x: Reals})
    assert [e.parts for e in prove(claim, lambda: for_all(claim), "true").evidence] == [("true",)]
    with pytest.raises(Rejected):
        prove(claim, lambda: for_all(claim))
