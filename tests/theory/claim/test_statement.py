from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from sympy import (
    And,
    EmptySet,
    Eq,
    FiniteSet,
    Float,
    Gt,
    I,
    Integers,
    Interval,
    Le,
    Matrix,
    Naturals,
    Rational,
    Symbol,
    exp,
    nan,
    oo,
    pi,
    sqrt,
    symbols,
    true,
)

import proofs_check.arithmetic  # noqa: F401 - it evaluates sides at points
from theory.claim import Claim, Reals, claims, exact_number, find, positive, separate_registry

x, y = symbols("x y", real=True)


def test_a_claim_knows_its_paper_and_its_parts(make_claim):
    claim = make_claim({"a": Eq(x, 2), "b": Gt(x, 0)}, {x: Reals})
    assert claim.paper == "toy"
    assert list(claim.parts) == ["a", "b"]
    assert claim.part("b") == Gt(x, 0)
    with pytest.raises(ValueError, match="must be one of 'a', 'b'"):
        claim.part("c")
    with pytest.raises(ValueError, match="must be one of"):
        _ = claim.formula


def test_says_is_one_line_and_the_repr_is_short(make_claim):
    claim = make_claim(says="one\n   two")
    assert claim.says == "one two"
    assert repr(claim) == "<Claim toy.claim: A toy>"
    with pytest.raises(ValueError, match="no formula"):
        _ = claim.formula


@pytest.mark.parametrize("name", ["toy", "Toy.x", "toy.", ".x", "toy.x y", "1toy.x", ""])
def test_an_id_has_a_paper_and_a_name(make_claim, name):
    with pytest.raises(ValueError, match=r"paper\.name"):
        make_claim(id=name)


def test_an_id_is_taken_once(make_claim):
    make_claim()
    with pytest.raises(ValueError, match=r"exists already .* it differs in title"):
        make_claim(title="Another toy")


@pytest.mark.parametrize(
    ("particulars", "message"),
    [
        ({"title": " "}, "title"),
        ({"kind": "guess"}, "kind"),
        ({"erratum": "typo"}, "go together"),
        ({"printed": Eq(x, 1), "domain": {x: Reals}}, "go together"),
        ({"printed": Eq(x, 1), "erratum": "slip", "domain": {x: Reals}}, "erratum"),
        ({"formula": Eq(x, y), "domain": {x: Reals}}, "no domain for y"),
        ({"formula": Eq(x, 1), "domain": {x: Reals}, "assuming": (Gt(y, 0),)}, "no domain for y"),
        ({"formula": true}, "decided itself"),
        ({"formula": {"a": True}}, "decided itself"),
    ],
)
def test_malformed_claims_are_refused(make_claim, particulars, message):
    with pytest.raises(ValueError, match=message):
        make_claim(**particulars)


@pytest.mark.parametrize(
    "particulars",
    [{"formula": x + 1, "domain": {x: Reals}}, {"domain": {x: (0, 1)}}, {"domain": {"x": Reals}}],
)
def test_wrong_types_are_refused(make_claim, particulars):
    with pytest.raises(TypeError):
        make_claim(**particulars)


def test_a_refused_claim_is_not_registered(make_claim):
    with pytest.raises(ValueError, match="go together"):
        make_claim(erratum="typo")
    assert claims() == []


@pytest.mark.parametrize(
    ("assumption", "domain"),
    [
        ("positive", Reals),
        ("positive", Interval(0, 1)),
        ("nonnegative", Interval(-1, 1)),
        ("negative", Interval(-1, 0)),
        ("nonpositive", Interval(-1, 1)),
        ("integer", Interval(0, 3)),
        ("nonzero", Interval(-1, 1)),
        ("zero", Interval(-1, 1)),
        ("even", Naturals),
        ("imaginary", Reals),
    ],
)
def test_what_sympy_takes_for_granted_must_hold_on_the_domain(make_claim, assumption, domain):
    symbol = Symbol("s", **{assumption: True})
    with pytest.raises(ValueError, match=r"assum"):
        make_claim(domain={symbol: domain})


@pytest.mark.parametrize(
    ("assumption", "domain"),
    [("positive", positive), ("integer", Naturals), ("nonzero", Interval(1, 2)), ("real", Integers)],
)
def test_assumptions_that_hold_on_the_domain_are_welcome(make_claim, assumption, domain):
    symbol = Symbol("s", **{assumption: True})
    assert make_claim(domain={symbol: domain}).domain == {symbol: domain}


def test_an_empty_domain_is_refused(make_claim):
    for empty in (EmptySet, Interval(1, 0), FiniteSet()):
        with pytest.raises(ValueError, match="empty"):
            make_claim(domain={x: empty})


def test_two_symbols_of_one_name_are_refused(make_claim):
    twin = Symbol("x", positive=True)
    with pytest.raises(ValueError, match="one name"):
        make_claim(Eq(x, twin), {x: Reals, twin: positive})


def test_an_objection_needs_something_to_object_to(make_claim):
    claim = make_claim(x > 0, {x: Reals}, printed=x > 1, erratum="false", objection="Not so at 0.")
    assert claim.objection == "Not so at 0."
    with pytest.raises(ValueError, match="no printed form"):
        make_claim(id="toy.other", objection="Not so.")
    with pytest.raises(ValueError, match="objection=' '"):
        make_claim(x > 0, {x: Reals}, printed=x > 1, erratum="false", objection=" ", id="toy.third")


def test_sides_at_a_point(make_claim):
    claim = make_claim(
        {"": Le(exp(x), y), "matrix": Eq(Matrix([[x, y]]), Matrix([[1, 2]]))}, {x: Reals, y: Reals}
    )
    assert claim.lhs_at({x: 0}) == 1.0
    assert claim.rhs_at({"y": 0.1}) == 0.1
    assert claim.lhs_at({"x": np.float64(3), "y": Fraction(1, 4)}, "matrix") == [[3.0, 0.25]]
    with pytest.raises(ValueError, match="no value for"):
        claim.lhs_at({y: 1})
    with pytest.raises(ValueError, match="must be one of x, y"):
        claim.lhs_at({"z": 1})


def test_a_formula_that_is_no_relation_has_no_sides(make_claim):
    claim = make_claim(And(Gt(x, 0), Gt(y, 0)), {x: Reals, y: Reals})
    with pytest.raises(ValueError, match="no sides"):
        claim.lhs_at({x: 1, y: 1})


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0.1, Rational(3602879701896397, 36028797018963968)),
        (np.float64(0.1), Rational(3602879701896397, 36028797018963968)),
        (Float("0.5"), Rational(1, 2)),
        (np.int64(7), Rational(7)),
        (Fraction(2, 3), Rational(2, 3)),
        (fmpq(2, 3), Rational(2, 3)),
        (Rational(2, 3), Rational(2, 3)),
        (sqrt(2), sqrt(2)),
    ],
)
def test_exact_numbers_keep_their_exact_value(value, number):
    assert exact_number(value) == number
    assert not exact_number(value).has(Float)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), oo, nan, I])
def test_only_finite_real_numbers_are_exact(value):
    with pytest.raises(ValueError, match="finite real"):
        exact_number(value)


@pytest.mark.parametrize("value", ["1", None, 1j, [1]])
def test_text_is_never_evaluated(value):
    with pytest.raises(TypeError, match="real number"):
        exact_number(value)


def test_replacing_puts_the_formula_back(make_claim):
    claim = make_claim(Eq(x, 1), {x: Reals})

    def fail():
        with claim.replacing("", Eq(x, 2)):
            assert claim.formula == Eq(x, 2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert claim.formula == Eq(x, 1)


def test_finding_claims(make_claim):
    claim = make_claim(id="toy.eq1")
    other = make_claim(id="other.eq1")
    assert find("toy.eq1") is claim
    assert claims("toy") == [claim]
    assert claims() == [claim, other]
    with pytest.raises(KeyError, match=r"did you mean toy\.eq1"):
        find("toy.eq2")


@pytest.mark.usefixtures("own_registry")
def test_a_separate_registry_leaves_no_trace():
    with separate_registry():
        Claim("toy.inside", title="t", where="w", says="s")
    assert claims() == []


def test_the_printed_form_has_its_own_domain(make_claim):
    claim = make_claim(
        Le(x, pi),
        {x: Interval(0, 1), y: Reals},
        assuming=(Gt(y, 0),),
        printed=Le(x, 1),
        erratum="missing assumption",
        printed_domain={x: Reals},
        printed_assuming=(),
    )
    assert claim.printed_domain == {x: Reals, y: Reals}
    assert claim.printed_assuming == ()
    assert claim.assuming == (Gt(y, 0),)


STATED = """
from sympy import Eq, symbols
from theory.claim import Claim, Reals
x = symbols("x", real=True)
one = Claim("toy.one", title="t", where="w", says="s", formula=Eq(x, 2 * x), domain={x: Reals})
"""


@pytest.mark.usefixtures("own_registry")
def test_the_same_statement_at_the_same_place_is_the_same_claim():
    first, again, elsewhere = ({"__name__": name} for name in ("a", "a", "b"))
    exec(compile(STATED, "a.py", "exec"), first)
    exec(compile(STATED, "a.py", "exec"), again)
    assert again["one"] is first["one"]
    with pytest.raises(ValueError, match=r"exists already .* built in a\.py"):
        exec(compile(STATED, "b.py", "exec"), elsewhere)
    with pytest.raises(ValueError, match="differs in parts"):
        exec(compile(STATED.replace("2 * x", "3 * x"), "a.py", "exec"), again)
    assert claims() == [first["one"]]
