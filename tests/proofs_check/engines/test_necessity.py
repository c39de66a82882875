import pytest
from sympy import (
    ConditionSet,
    Eq,
    Gt,
    Integral,
    Interval,
    Le,
    Lt,
    Mul,
    Naturals,
    Rational,
    exp,
    log,
    oo,
    sqrt,
    symbols,
    sympify,
)

from proofs_check.engines.necessity import challenge
from theory.claim import Reals, positive
from theory.gaussian import Phi, phi

x, y, c = symbols("x y c", real=True)


def findings(claim):
    return {finding.assumption: finding for finding in challenge(claim)}


def test_a_needed_domain_comes_with_a_witness_outside_it(make_claim):
    claim = make_claim(x**3 > 0, {x: positive})
    (finding,) = challenge(claim)
    assert finding.necessary
    assert finding.assumption == "x > 0"
    assert not sympify(finding.witness["x"]) > 0


def test_a_needed_relation_comes_with_a_witness_that_meets_the_others(make_claim):
    claim = make_claim(x < 2 * y, {x: positive, y: Interval(-4, 4)}, assuming=(Lt(x, y), Gt(y, -1)))
    found = findings(claim)
    needed = found["x < y"]
    assert needed.necessary
    at = {name: sympify(value) for name, value in needed.witness.items()}
    assert at["x"] > 0
    assert at["y"] > -1
    assert at["x"] >= 2 * at["y"]
    assert not found["y > -1"].necessary


def test_what_is_not_needed_has_no_witness(make_claim):
    claim = make_claim({"a": x**2 + 1 > x, "b": exp(x) > x - 1}, {x: positive})
    assert [f.necessary for f in challenge(claim)] == [False]
    assert challenge(claim)[0].witness == {}


def test_transcendental_formulas_break_by_balls(make_claim):
    claim = make_claim(
        Integral(x * phi(x), (x, c, oo)) >= c * (1 - Phi(c)) + Rational(1, 4), {c: Interval(-oo, 0), x: Reals}
    )
    (finding,) = challenge(claim)
    assert finding.necessary


@pytest.mark.parametrize(
    "formula",
    [
        Eq(1 / x + x, (1 + x**2) / x, evaluate=False),
        Gt(log(x) + 1, log(x), evaluate=False),
        Eq(x / sqrt(x**2), 1),
        Eq(Mul(1 / x, x, evaluate=False), 1, evaluate=False),
    ],
    ids=str,
)
def test_where_the_formula_is_undefined_it_is_not_broken(make_claim, formula):
    claim = make_claim(formula, {x: Interval.open(0, oo)})
    for finding in challenge(claim):
        assert finding.witness.get("x") != "0"


def test_only_what_is_assumed_is_challenged(make_claim):
    assert challenge(make_claim()) == []
    assert challenge(make_claim(x**2 >= x - 1, {x: Reals}, id="toy.free")) == []


def test_domains_that_cannot_be_sampled_show_nothing(make_claim):
    odd = ConditionSet(y, Gt(y**3, y + 1), Reals)
    (first, second) = challenge(make_claim(x > y - 100, {x: positive, y: odd}))
    assert not first.necessary
    assert not second.necessary


def test_integers_are_challenged_too(make_claim):
    (finding,) = challenge(make_claim(Le(x, x**2), {x: Naturals}))
    assert finding.necessary
    assert 0 < sympify(finding.witness["x"]) < 1


def test_the_search_is_the_same_every_time(make_claim):
    claim = make_claim(x * y > 0, {x: positive, y: positive})
    assert challenge(claim) == challenge(claim)
