"""Boxes, witnesses and values: nothing vacuous, undefined or misjudged becomes evidence."""

from fractions import Fraction

import pytest
from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Implies,
    Integral,
    Interval,
    Le,
    Lt,
    Max,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    cos,
    exp,
    log,
    pi,
    sin,
    sqrt,
    symbols,
)

from proofs_check.engines import attains, certifies, refutes
from proofs_check.ledger.evidence import Rejected, Undecided
from theory.claim import Reals, negative, positive

x, y, z, t, a = symbols("x y z t a", real=True)
k = Symbol("k", integer=True)


def test_a_box_inside_the_domain_only_supports(make_claim, prove):
    claim = make_claim(x**2 < 4, {x: Reals})
    recorder = prove(claim, lambda: certifies(claim, box={x: (0, 1)}))
    assert [piece.bearing for piece in recorder.evidence] == ["supports"]
    assert not recorder.facts


def test_a_box_that_is_the_domain_proves(make_claim, prove):
    claim = make_claim(x**2 < 4, {x: Interval.open(0, 1)})
    recorder = prove(claim, lambda: certifies(claim))
    assert [piece.bearing for piece in recorder.evidence] == ["proves"]


@pytest.mark.parametrize(
    ("relation", "assuming"),
    [
        (x < 0, (x > 10,)),
        (Implies(x > 10, x < 0), ()),
        (Implies(And(x > 10, y > 0), x < 0), ()),
        (x + y < 0, (x > 2 * y + 10,)),
    ],
    ids=str,
)
def test_a_box_on_which_nothing_is_claimed_is_vacuous(relation, assuming):
    symbols_of = relation.free_symbols.union(*[r.free_symbols for r in assuming])
    with pytest.raises(Undecided, match="vacuous"):
        certifies(
            relation,
            over=dict.fromkeys(symbols_of, Reals),
            assuming=assuming,
            box=dict.fromkeys(symbols_of, (0, 1)),
        )


@pytest.mark.parametrize(
    ("printed", "domain", "at"),
    [
        (Lt(y * log(x) + z**2 - z + 1, 0), {x: negative, y: Reals, z: Reals}, {y: 0}),
        (Lt(y / x + z**2 + 1, 0), {x: Interval(-1, 1), y: Reals, z: Reals}, {y: 0}),
        (Lt(y * sqrt(x) + z**2 + 1, 0), {x: Reals, y: Reals, z: Reals}, {y: 0}),
        (Lt(y * Derivative(Abs(x), x) + z**2 + 1, 0), {x: Reals, y: Reals, z: Reals}, {y: 0, x: 0}),
        (Lt(y * Integral(1 / t, (t, 0, 1)) + z**2 + 1, 0), {y: Reals, z: Reals}, {y: 0}),
        (Lt(y * Integral(1 / t, (t, 0, 1)) + 1, 0), {y: Reals}, {y: 0}),
        (Lt(y / x + 1, 0), {x: Reals, y: Reals}, {x: 0, y: 0}),
    ],
    ids=str,
)
def test_what_has_no_meaning_is_not_refuted(make_claim, printed, domain, at):
    claim = make_claim(Le(0, y**2, evaluate=False), domain, printed=printed, erratum="false")
    with pytest.raises((Rejected, Undecided)):
        refutes(claim, at)


def test_what_is_false_wherever_it_is_defined_is_refuted(make_claim):
    printed = Lt(y * log(x) + z**2 - z + 1, 0)
    claim = make_claim(
        Le(0, y**2, evaluate=False), {x: positive, y: Reals, z: Reals}, printed=printed, erratum="false"
    )
    refutes(claim, {y: 0})


def test_equality_is_attained_only_where_balls_see_it(make_claim):
    claim = make_claim(Le(Abs(x), x, evaluate=False), {x: Reals})
    attains(claim, {x: 2})
    slope = make_claim(Le(Derivative(Abs(x), x), 1, evaluate=False), {x: Reals}, id="toy.slope")
    attains(slope, {x: 2})
    with pytest.raises(Undecided):
        attains(slope, {x: 0})


VALUES = [
    (Integral(Abs(sin(t) * cos(t)), (t, 0, 2 * pi)), {}, 2.0),
    (Integral(Abs(cos(t)), (t, -pi / 2, 0)), {}, 1.0),
    (Integral(Piecewise((1, t < a), (0, True)), (t, 0, 1)), {"a": Fraction(1, 2)}, 0.5),
    (Derivative(Integral(Piecewise((1, t < a), (0, True)), (t, 0, 1)), a), {"a": Fraction(1, 2)}, 1.0),
    (Integral(exp(x * t + y), (t, 0, 1)), {"x": 0, "y": 1}, 2.718281828459045),
    (Max(x, 0), {"x": Fraction(-1, 3)}, 0.0),
    (Piecewise((1, Eq(3 * x, 1)), (2, True)), {"x": Fraction(1, 3)}, 1.0),
    (Sum(k**2, (k, 1, 10)) + x, {"x": 0}, 385.0),
    (cos(x) ** 2 + sin(x) ** 2 - 1, {"x": 2}, 0.0),
]


@pytest.mark.parametrize(("side", "at", "value"), VALUES, ids=str)
def test_sides_at_points_are_vouched_for(make_claim, side, at, value):
    formula = Eq(side, z, evaluate=False)
    claim = make_claim(formula, dict.fromkeys(formula.free_symbols, Reals))
    assert claim.lhs_at({**at, "z": 0}) == pytest.approx(value, abs=1e-15)


@pytest.mark.parametrize(
    ("side", "at"),
    [
        (Integral(1 / t, (t, 0, 1)), {}),
        (Integral(sin(t), (t, 0, x)) / x, {"x": 0}),
        (Derivative(Abs(x), x), {"x": 0}),
        (Sum(k, (k, 1, x)), {"x": Rational(5, 2)}),
        (log(x), {"x": -1}),
        (0 * y + sqrt(x), {"x": -1}),
        (Derivative(Integral(Piecewise((1, t < a), (0, True)), (t, 0, 1)), a), {"a": 0}),
    ],
    ids=str,
)
def test_sides_without_a_value_are_refused(make_claim, side, at):
    formula = Eq(side, z, evaluate=False)
    claim = make_claim(formula, dict.fromkeys(formula.free_symbols, Reals))
    with pytest.raises(Undecided):
        claim.lhs_at({**at, "z": 0})
