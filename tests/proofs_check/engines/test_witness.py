from fractions import Fraction

import pytest
from flint import fmpq
from sympy import (
    And,
    Eq,
    Float,
    Gt,
    Implies,
    Integral,
    Interval,
    Le,
    Lt,
    Or,
    Rational,
    atan,
    cos,
    exp,
    gamma,
    log,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)

from proofs_check.engines import attains, refutes
from proofs_check.ledger.evidence import Rejected, Strength, Undecided
from theory.claim import Reals, positive
from theory.gaussian import Phi, phi

x, y, z, n = symbols("x y z n", real=True)


@pytest.fixture
def printed(make_claim):
    def make(relation, domain=None, assuming=()):
        values = domain or dict.fromkeys(relation.free_symbols, Reals)
        return make_claim(domain=values, printed=relation, erratum="false", printed_assuming=assuming)

    return make


@pytest.mark.parametrize(
    ("relation", "at", "how"),
    [
        (x**2 > x, {x: 1}, "rational"),
        (x**2 > x, {x: Fraction(1, 2)}, "rational"),
        (x**2 > x, {x: fmpq(1, 2)}, "rational"),
        (Eq(x**2, 3), {x: sqrt(2)}, "rational"),
        (exp(x) < 2 + x**2, {x: 2}, ""),
        (Phi(x) < Rational(9, 10), {x: 2}, "ball"),
        (Integral(phi(z), (z, x, oo)) > Rational(1, 2), {x: 1}, "ball"),
        (x**2 + y**2 + 1 < x, {x: 0}, "every y"),
        (Eq(x * (y**2 + 1), 0), {x: 1}, "every y"),
        (And(x > 0, y > x, y < x), {x: -1}, "every y"),
        (Implies(Gt(x, 0), x > 1), {x: Rational(1, 2)}, "rational"),
    ],
    ids=str,
)
def test_witnesses_that_break_the_printed_form(printed, prove, relation, at, how):
    claim = printed(relation)
    (piece,) = prove(claim, lambda: refutes(claim, at), role="refutation").evidence
    assert (piece.strength, piece.bearing, piece.parts) == (Strength.PROVED, "refutes", ("",))
    assert how in piece.detail
    assert set(piece.witness) == {str(symbol) for symbol in at}


@pytest.mark.parametrize(
    ("relation", "at"),
    [
        (x**2 > x, {x: 2}),
        (Eq(x**2, 2), {x: sqrt(2)}),
        (Phi(x) < Rational(9, 10), {x: 1}),
        (x**2 > y, {x: 1}),
        (x + y**2 > 0, {x: 1}),
        (Or(x > 0, y > 0), {x: 1}),
    ],
    ids=str,
)
def test_witnesses_that_do_not_are_rejected(printed, relation, at):
    with pytest.raises(Rejected):
        refutes(printed(relation), at)


@pytest.mark.parametrize(
    ("relation", "at"),
    [
        (Eq(1 / x, 5), {x: 0}),
        (Eq(sqrt(x), 2), {x: -1}),
        (Eq(log(x), 2), {x: 0}),
        (1 / x > 5, {x: 0}),
        (sqrt(x) > 2, {x: -1}),
        (Eq(1 / (1 + 1 / x), 5), {x: 0}),
        (Eq(exp(-1 / x**2), 1), {x: 0}),
        (Eq(1 / x, y), {x: 0}),
        (And(Eq(1 / x, 5), Gt(y, 0)), {x: 0}),
        (1 / x < 1 / x - 1, {x: 0}),
        (Eq(gamma(x), 5), {x: -1}),
        (Eq(Integral(1 / z, (z, -1, x)), 7), {x: 1}),
        (sin(x) ** 2 + cos(x) ** 2 > 1, {x: 1}),
    ],
    ids=str,
)
def test_what_means_nothing_at_the_witness_is_not_refuted(printed, relation, at):
    with pytest.raises(Undecided):
        refutes(printed(relation), at)


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ({x: 0.5}, "float"),
        ({x: Float("0.5")}, "float"),
        ({x: pi + Float("0.5")}, "float"),
        ({x: -1}, "is not in"),
        ({x: 3}, "assumption"),
        ({}, "needs a value for x"),
        ({y: 1}, "no symbol"),
        ({x: y}, "is not in"),
        ({x: oo}, "finite"),
    ],
    ids=str,
)
def test_a_witness_is_exact_and_where_the_paper_claims(printed, at, message):
    claim = printed(x > 1, {x: positive}, (Lt(exp(x), 5),))
    with pytest.raises(ValueError, match=message):
        refutes(claim, at)
    refutes(claim, {x: 1})


def test_only_what_is_printed_can_be_refuted(make_claim, prove):
    with pytest.raises(ValueError, match="no printed form"):
        refutes(make_claim(x > 1, {x: Reals}), {x: 0})
    parts = make_claim(domain={x: Reals}, printed={"a": x > 1, "b": x > 2}, erratum="false", id="toy.parts")
    with pytest.raises(ValueError, match="must be one of"):
        refutes(parts, {x: 0}, "c")
    assert [
        e.parts for e in prove(parts, lambda: refutes(parts, {x: 0}), "b", role="refutation").evidence
    ] == [("b",)]
    with pytest.raises(Rejected):
        refutes(parts, {x: Rational(3, 2)})


def test_a_refutation_outside_a_refutation_says_the_same(make_claim, prove):
    claim = make_claim(x > -1, {x: positive}, printed=x > 1, erratum="false")
    (piece,) = prove(claim, lambda: refutes(claim, {x: Rational(1, 2)})).evidence
    assert piece.bearing == "refutes"


def test_bounds_that_are_attained(make_claim, prove):
    claim = make_claim(
        {
            "touches": x * (1 - x) <= Rational(1, 4),
            "open": x**2 >= 0 * y + x - 1,
            "strict": Lt(x, 2),
            "equal": Eq(x, y),
        },
        {x: Interval(0, 1), y: Reals},
    )
    (piece,) = prove(claim, lambda: attains(claim, {x: Rational(1, 2)}, "touches")).evidence
    assert (piece.bearing, piece.strength, piece.witness) == ("attains", Strength.PROVED, {"x": "1/2"})
    with pytest.raises(Rejected, match="not 0"):
        attains(claim, {x: Rational(1, 3)}, "touches")
    for part in ("strict", "equal"):
        with pytest.raises(ValueError, match="no inequality with equality"):
            attains(claim, {x: 1, y: 1}, part)
    with pytest.raises(ValueError, match="no value for x"):
        attains(claim, {y: 1}, "touches")
    with pytest.raises(ValueError, match="is not in"):
        attains(claim, {x: 2}, "touches")
    with pytest.raises(ValueError, match="no symbol"):
        attains(claim, {z: 2}, "touches")


def test_an_extremal_instance_meets_the_assumptions_and_is_defined(make_claim):
    claim = make_claim(Le(x, 1), {x: Reals}, assuming=(Lt(x, 1),))
    with pytest.raises(ValueError, match="assumption"):
        attains(claim, {x: 1})
    with pytest.raises(Undecided, match="no finite value"):
        attains(make_claim(Le(1 / x + x, 1 / x), {x: Reals}, id="toy.undefined"), {x: 0})


def test_irrational_instances(make_claim):
    attains(make_claim(Le(x * sqrt(2 - x**2), 1), {x: Interval(0, sqrt(2))}), {x: 1})
    attains(make_claim(x**2 / 2 <= 1, {x: Interval(0, sqrt(2))}, id="toy.irrational"), {x: sqrt(2)})


def test_what_sympy_cannot_reduce_is_not_attained(make_claim):
    claim = make_claim(atan(Rational(1, 2)) + atan(x) <= pi / 4, {x: Interval(0, Rational(1, 3))})
    with pytest.raises(Undecided, match="does not reduce"):
        attains(claim, {x: Rational(1, 3)})
