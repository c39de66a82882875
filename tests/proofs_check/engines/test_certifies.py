import pytest
from sympy import (
    Abs,
    Derivative,
    Eq,
    FiniteSet,
    Float,
    Function,
    Gt,
    Implies,
    Integral,
    Interval,
    Lt,
    Max,
    Piecewise,
    Rational,
    cos,
    exp,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
    symbols,
)

from proofs_check.engines import certifies
from proofs_check.ledger.evidence import Rejected, Strength, Undecided
from theory.claim import Reals, positive
from theory.gaussian import Phi, phi

x, y, z = symbols("x y z", real=True)
UNIT = Interval(0, 1)


def over(relation, values=UNIT):
    return dict.fromkeys(relation.free_symbols, values)


TRUE = [
    exp(x) >= x + Rational(1, 2),
    sin(x) * cos(y) < Rational(9, 10),
    phi(x) * Phi(y) > Rational(1, 10),
    Integral(exp(x * z), (z, 0, 1)) < 2,
    Integral(z * phi(z), (z, -x, oo)) > Rational(1, 5),
    Derivative(exp(x) * sin(x), x) > Rational(1, 2),
    Max(x, y) + 1 > Abs(x - y),
    Piecewise((x, x < Rational(1, 3)), (1 - x, True)) < Rational(3, 4),
    Piecewise((1, x < Rational(1, 3)), (2, x >= Rational(1, 3))) < 3,
    Implies(Gt(x, Rational(1, 2)), log(x) > -1),
    pi > 3 + x / 10,
]


@pytest.mark.parametrize("relation", TRUE, ids=str)
def test_true_statements_pass(relation):
    certifies(relation, over=over(relation))


FALSE = [
    exp(x) > 1 + x + x**2 / 2 + Rational(1, 100),
    sin(x) < Rational(4, 5),
    Eq(exp(x), 1 + x, evaluate=False),
    Integral(exp(x * z), (z, 0, 1)) > 1 + x / 2 + Rational(1, 10),
    Piecewise((0, x < Rational(1, 3)), (1, True)) < Rational(1, 2),
]


@pytest.mark.parametrize("relation", FALSE, ids=str)
def test_false_statements_are_rejected_with_a_witness(relation):
    with pytest.raises(Rejected) as caught:
        certifies(relation, over=over(relation))
    assert set(caught.value.witness) == {str(symbol) for symbol in relation.free_symbols}


UNDECIDABLE = [
    x * (1 - x) <= Rational(1, 4),
    exp(x) >= 1 + x,
    Eq(sin(x) ** 2 + cos(x) ** 2, 1),
    1 / x > 0,
    1 / x < 1 / x + 1,
    Eq(1 / x + x, (1 + x**2) / x, evaluate=False),
    sqrt(x - Rational(1, 2)) >= -1,
    log(x) < 10,
    sin(1 / x) < 2,
    sign(1 / x) < 2,
    exp(-1 / x**2) < 2,
    Piecewise((1, 1 / x > 5), (2, True)) < 3,
    Integral(1 / z, (z, -1, 1)) + x < 100,
    Integral(phi(z), (z, oo, -oo)) > x,
    Derivative(Abs(x - Rational(1, 2)), x) < Rational(11, 10) - x / 1000 + sign(x),
    Function("exp")(x) > x - 100,
    Float("0.3") + x > 0,
]


@pytest.mark.parametrize("relation", UNDECIDABLE, ids=str)
def test_touching_undefined_and_unknown_are_undecided(relation):
    with pytest.raises(Undecided):
        certifies(relation, over=over(relation), cells=4)


def test_too_few_cells_are_undecided():
    relation = x - x**2 < Rational(1, 2) + y
    with pytest.raises(Undecided, match="1 cells were not enough"):
        certifies(relation, over=over(relation), cells=1)
    certifies(relation, over=over(relation))


def test_what_is_undefined_at_a_point_is_given_up_at_once():
    with pytest.raises(Undecided, match="not defined at"):
        certifies(log(-1 - x) < 10, over=over(log(x) < 10))


def test_a_point_can_be_undecided():
    third = Rational(1, 3)
    with pytest.raises(Undecided, match="cannot decide the point"):
        certifies(exp(x) <= exp(third), over={x: UNIT}, box={x: (third, third)})


def test_assumptions_leave_cells_out():
    certifies(1 / x > Rational(1, 2), over={x: UNIT}, assuming=(Gt(x, Rational(1, 10)),))
    certifies(exp(x) > y, over={x: UNIT, y: Interval(0, 2)}, assuming=(Lt(y, Rational(9, 10)),))
    with pytest.raises(Rejected):
        certifies(exp(x) > y, over={x: UNIT, y: Interval(0, 2)}, assuming=(Gt(y, 1),))


def test_contradictory_assumptions_certify_nothing():
    for formula in (x < 0, x >= 0):
        with pytest.raises(Undecided, match="contradict"):
            certifies(formula, over={x: UNIT}, assuming=(Gt(x, 1), Lt(x, 1)))


@pytest.mark.parametrize(
    ("values", "box", "message"),
    [
        (Reals, None, "no compact range"),
        (positive, None, "no compact range"),
        (FiniteSet(0, 1), None, "no compact range"),
        (Interval(0, pi), None, "not rational"),
        (positive, {x: (0, 1)}, "inside"),
        (Reals, {x: (1, 0)}, "inside"),
        (FiniteSet(0, 1), {x: (0, 1)}, "inside"),
        (Reals, {x: (0, 1), y: (0, 1)}, "y is no symbol"),
    ],
    ids=str,
)
def test_boxes_are_compact_and_inside(values, box, message):
    with pytest.raises(ValueError, match=message):
        certifies(exp(x) > x - 1, over={x: values}, box=box)


def test_the_evidence_names_the_box(make_claim, prove):
    claim = make_claim(exp(x) > x, {x: Reals})
    recorder = prove(claim, lambda: certifies(claim, box={x: (-1, 2)}))
    (piece,) = recorder.evidence
    assert (piece.strength, piece.bearing, piece.parts) == (Strength.CERTIFIED, "supports", ("",))
    assert "x in [-1, 2]" in piece.detail
    assert recorder.facts == []


def test_a_whole_compact_domain_gives_a_fact(make_claim, prove):
    claim = make_claim(exp(x) > x, {x: Interval.open(0, 1)})
    (fact,) = prove(claim, lambda: certifies(claim)).facts
    assert (fact.formula, fact.strength) == (claim.formula, Strength.CERTIFIED)


def test_a_statement_without_symbols():
    certifies(Gt(Integral(exp(z**2), (z, 0, 1)), 1, evaluate=False), over={})
