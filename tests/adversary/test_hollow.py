"""Statements that say nothing: decided while being built, or about what is never so."""

import pytest
from sympy import (
    And,
    Derivative,
    Eq,
    Equivalent,
    Ge,
    Gt,
    Implies,
    Integral,
    Interval,
    Le,
    Lt,
    Matrix,
    Mul,
    Pow,
    Rational,
    Subs,
    cos,
    exp,
    pi,
    sin,
    symbols,
)

from proofs_check.engines import certifies, for_all, identity
from proofs_check.ledger.evidence import Undecided
from theory.claim import Reals, claims, equation, expectation, positive, relation
from theory.gaussian import phi

x, y, t = symbols("x y t", real=True)

DECIDED = [
    equation(x, x),
    equation(x * (x - 1) / (x - 1), x),
    equation(x**0, 1),
    equation(2 * (x + y), 2 * x + 2 * y),
    equation((x + y) - y, x),
    equation(sin(x) - sin(x), 0),
    equation(exp(x) * exp(-x), 1),
    equation(Derivative(x**2, x), Derivative(x**2, x)),
    equation(Integral(t, (t, 0, x)), Integral(t, (t, 0, x))),
    equation(Matrix(0, 0, []), Matrix(0, 0, [])),
    equation(Matrix(0, 3, []), Matrix(0, 3, [])),
    equation(Matrix(3, 0, []), Matrix(3, 0, [])),
    equation(Matrix([[x, 1]]) * Matrix([[1], [0]]), Matrix([[x]])),
    Ge(x / x, 1, evaluate=False),
    Ge(x, x, evaluate=False),
    Le(cos(pi) + x - x, 0, evaluate=False),
    Lt(Rational(1, 3) ** 2, Rational(1, 2), evaluate=False),
    Implies(x > 0, Ge(y - y, 0, evaluate=False), evaluate=False),
    And(x**2 > -1, equation(y, y), evaluate=False),
]


@pytest.mark.parametrize("formula", DECIDED, ids=str)
def test_what_sympy_has_decided_while_it_was_built_is_refused(make_claim, formula):
    over = dict.fromkeys(formula.free_symbols, Reals)
    with pytest.raises(ValueError, match=r"says nothing|two numbers|no two matrices"):
        make_claim(formula, over)
    with pytest.raises(ValueError, match=r"says nothing|two numbers|no two matrices"):
        (identity if isinstance(formula, Eq) else for_all)(formula, over=over)


@pytest.mark.parametrize(
    ("formula", "domain"),
    [
        (Ge(x**2 * y / y, 0, evaluate=False), {x: Reals, y: Reals}),
        (Ge(x / x + 1, x**0 * t**2, evaluate=False), {x: Reals, t: Reals}),
        (equation((x * y) / y, x**3), {x: Reals, y: Reals}),
        (equation(0 * x + y, 2 * y), {x: Reals, y: Reals}),
        (Implies(x > 0, x + y - y > -1), {x: Reals, y: positive}),
    ],
    ids=str,
)
def test_a_symbol_that_cancels_away_is_an_error(make_claim, formula, domain):
    with pytest.raises(ValueError, match="occurs nowhere"):
        make_claim(formula, domain)


def test_unevaluated_the_same_statements_are_judged(make_claim):
    claim = make_claim(equation(Mul(x, 1 / x, evaluate=False), 1), {x: positive})
    identity(claim)
    undefined = make_claim(equation(Mul(x, 1 / x, evaluate=False), 1), {x: Reals}, id="toy.undefined")
    with pytest.raises(Undecided):
        identity(undefined)
    for_all(Lt(Pow(Rational(1, 3), 2, evaluate=False), Rational(1, 2), evaluate=False), over={})
    identity(equation(Subs(cos(x) + y, x, pi), y - 1), over={y: Reals})


VOID = [
    Implies(relation(x**2, "<", 0), Eq(x, 5)),
    Implies(And(x > 1, x < 0, evaluate=False), x > 7),
    Implies(relation(exp(x), "<", 0), x > 5),
    Implies(Eq(phi(x), 1), x > 5),
    Implies(x > 0, Implies(x < -1, Eq(x, 3))),
    And(relation(x**2, ">=", 0), Implies(relation(x**2 + 1, "<", 0), x > 1), evaluate=False),
    Equivalent(relation(x**2 + 1, "<", 0), relation(x**4 + 1, "<", 0)),
    Implies(And(Eq(x * y, 1), Eq(x, 0)), y > 3),
]


@pytest.mark.parametrize("formula", VOID, ids=str)
@pytest.mark.parametrize("engine", [for_all, certifies])
def test_a_premise_that_nothing_meets_is_no_premise(formula, engine):
    with pytest.raises(Undecided, match=r"nothing may follow|contradict"):
        engine(formula, over=dict.fromkeys(formula.free_symbols, Interval(-9, 9)))


@pytest.mark.parametrize(
    "formula",
    [
        Implies(Eq(x**2, 2), x**4 > 3),
        Implies(And(Eq(x, y), Eq(x + y, 1)), Eq(x, Rational(1, 2))),
        Implies(x > 8, x**2 > 64),
        Implies(exp(x) > 1, relation(exp(x), ">", 0)),
        Equivalent(x > 0, x**3 > 0),
    ],
    ids=str,
)
def test_a_premise_that_is_met_somewhere_is_one(formula):
    for_all(formula, over=dict.fromkeys(formula.free_symbols, Interval(-9, 9)))


def test_constructors_keep_what_they_are_given():
    whole = expectation(x**2, x, given=Interval(0, 1))
    assert whole == Integral(x**2 * phi(x), (x, 0, 1))
    assert relation(1, "<", 2).rel_op == "<"
    assert equation(Matrix([[x]]), Matrix([[1]])).lhs == Matrix([[x]]).as_immutable()
    assert Gt(relation(x, ">", 0).lhs, 0).rhs == 0
    for bad in (lambda: relation(x, "~", 1), lambda: expectation(x), lambda: expectation(x, symbols("z"))):
        with pytest.raises(ValueError, match=r"must be|give at least"):
            bad()
    with pytest.raises(TypeError, match="must be an expression"):
        equation(x > 0, 1)


def test_no_landed_statement_is_hollow():
    """They are checked while they are built; here, that there are some."""
    from theory.catalog import load  # noqa: PLC0415 - registers every claim

    load()
    assert len(claims()) > 100
