import random
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st
from sympy import (
    ConditionSet,
    Eq,
    FiniteSet,
    Gt,
    Integers,
    Interval,
    Lt,
    Naturals,
    Naturals0,
    Range,
    Rational,
    Union,
    exp,
    oo,
    pi,
    sqrt,
    symbols,
)

from proofs_check.arithmetic import domain
from proofs_check.ledger.evidence import Undecided
from theory.claim import Reals, negative, positive

x, y = symbols("x y", real=True)

SETS = [
    Reals,
    positive,
    negative,
    Interval(0, 1),
    Interval.open(-oo, Rational(1, 3)),
    Interval(sqrt(2), oo),
    Interval.open(-pi, pi),
    Interval(Rational(1, 3), Rational(1, 3) + Rational(1, 1000)),
    FiniteSet(-1, Rational(1, 2)),
    Union(Interval(-2, -1), Interval(1, 2)),
    Naturals,
    Naturals0,
    Integers,
    Range(3, 10),
    Range(0, 10, 2),
]


@pytest.mark.parametrize("values", SETS, ids=str)
def test_samples_are_exact_members(values):
    rng = random.Random(1)
    for _ in range(40):
        drawn = domain.sample(values, rng)
        assert drawn.is_Rational
        assert values.contains(drawn) == True  # noqa: E712 - SymPy's own truth values


@pytest.mark.parametrize("values", SETS, ids=str)
@given(data=st.data())
def test_strategies_draw_exact_members(values, data):
    drawn = data.draw(domain.rationals(values))
    assert isinstance(drawn, Fraction)
    assert values.contains(Rational(drawn.numerator, drawn.denominator)) == True  # noqa: E712


@pytest.mark.parametrize(
    "values",
    [ConditionSet(x, Gt(x**2, 2), Reals), Interval(sqrt(2), sqrt(2) + Rational(1, 10**9))],
    ids=["condition", "thin"],
)
def test_sets_that_cannot_be_sampled_are_undecided(values):
    with pytest.raises(Undecided):
        [domain.sample(values, random.Random(seed)) for seed in range(20)]


def test_points_meet_the_assumptions_and_are_the_same_every_time():
    over, assuming = {x: Reals, y: Interval(0, 1)}, (Lt(x, y), Gt(exp(x), 1))
    drawn = [list(domain.points(over, assuming, seed=3, count=5)) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 5
    assert all(0 < point[x] < point[y] for point in drawn[0])


@pytest.mark.parametrize(
    "assuming", [(Gt(x, 1), Lt(x, 0)), (Eq(exp(x), x),), (Gt(1 / x, 1), Lt(x, 0))], ids=str
)
def test_contradictory_assumptions_have_no_points(assuming):
    with pytest.raises(Undecided, match="met the assumptions"):
        next(domain.points({x: Reals}, assuming, seed=3, count=1))


@pytest.mark.parametrize("value", [Fraction(1, 2), fmpq(1, 2), Rational(1, 2), 0.5])
def test_meeting_assumptions(value):
    assert domain.meets({x: value}, (Gt(x, 0), Lt(exp(x), 2)))
    assert not domain.meets({x: value}, (Gt(x, 1),))


@pytest.mark.parametrize(
    "relation", [Gt(1 / x, 0), Eq(1 / x, 5), Lt(1 / x, 1 / x + 1), Gt(sqrt(x - 1), -1)], ids=str
)
def test_what_is_undefined_meets_nothing(relation):
    assert domain.exact_truth(relation, {x: 0}) is None
    assert not domain.meets({x: 0}, (relation,))


def test_irrational_values_are_exact_too():
    assert domain.exact_truth(Eq(x**2, 2), {x: sqrt(2)}) is True
    assert domain.meets({x: sqrt(2)}, (Gt(x, 1),))


def test_membership():
    assert domain.contains({x: Fraction(1, 2)}, {x: Interval(0, 1)})
    assert not domain.contains({x: 2}, {x: Interval(0, 1)})
    with pytest.raises(ValueError, match="is not in"):
        domain.require_inside({x: 2}, {x: Interval(0, 1)}, "witness")
    with pytest.raises(ValueError, match="no symbol"):
        domain.require_inside({y: 2}, {x: Interval(0, 1)}, "witness")
    with pytest.raises(ValueError, match="is not in"):
        domain.require_inside({x: y}, {x: Interval(0, 1)}, "witness")


@given(domain.rational_points({x: Interval(0, 1), y: Naturals}, "y"))
def test_points_of_chosen_symbols(point):
    assert set(point) == {"y"}
    assert point["y"] >= 1
