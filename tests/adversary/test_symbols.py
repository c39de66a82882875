"""What SymPy takes for granted of a symbol must be so on its domain, free or bound."""

import pytest
from sympy import (
    Abs,
    Dummy,
    Eq,
    FiniteSet,
    Ge,
    Integers,
    Integral,
    Interval,
    Limit,
    Max,
    Naturals,
    Ne,
    Piecewise,
    Product,
    Range,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    floor,
    oo,
    sqrt,
    symbols,
)

from proofs_check.engines import for_all, identity
from theory.claim import Reals, equation, positive

x = symbols("x", real=True)

STRETCHED = Interval(Rational(-1, 1000), 4)


def assumed(values, **assumptions):
    """A relation about a symbol with assumptions, and its domain."""
    symbol = Symbol("s", **assumptions)
    return Ne(symbol + 1, 7, evaluate=False), {symbol: values}


@pytest.mark.parametrize(
    ("values", "assumptions"),
    [
        (STRETCHED, {"positive": True}),
        (STRETCHED, {"nonnegative": True}),
        (STRETCHED, {"extended_positive": True}),
        (STRETCHED, {"extended_nonnegative": True}),
        (Reals, {"extended_negative": True}),
        (Reals, {"extended_nonpositive": True}),
        (Interval(-4, Rational(1, 1000)), {"nonpositive": True}),
        (Reals, {"extended_nonzero": True}),
        (Reals, {"nonzero": True, "real": True}),
        (Reals, {"rational": True}),
        (Reals, {"algebraic": True}),
        (Reals, {"irrational": True}),
        (Reals, {"transcendental": True}),
        (Reals, {"algebraic": False, "real": True}),
        (Interval(0, 4), {"noninteger": True}),
        (Interval(0, 1), {"integer": False, "real": True}),
        (Reals, {"integer": True}),
        (Integers, {"even": True}),
        (Range(1, 9), {"odd": True}),
        (Naturals, {"prime": True}),
        (Range(2, 6), {"composite": False, "integer": True}),
        (FiniteSet(2, 3, 4), {"prime": True}),
        (Reals, {"infinite": True}),
        (Reals, {"finite": False}),
        (Reals, {"imaginary": True}),
        (Reals, {"zero": True}),
        (Reals, {"zero": False, "real": True}),
        (Reals, {"commutative": False}),
        (Reals, {"positive": False, "real": True}),
        (Reals, {"negative": False, "real": True}),
        (positive, {"positive": False, "real": True}),
        (Interval(0, 4), {"zero": False, "real": True}),
    ],
    ids=str,
)
def test_an_assumption_that_is_not_so_is_refused(make_claim, values, assumptions):
    formula, domain = assumed(values, **assumptions)
    with pytest.raises(ValueError, match="assumed"):
        make_claim(formula, domain)
    with pytest.raises(ValueError, match="assumed"):
        for_all(formula, over=domain)


@pytest.mark.parametrize(
    ("values", "assumptions"),
    [
        (Interval(0, 4), {"nonnegative": True}),
        (Interval(0, 4), {"extended_nonnegative": True}),
        (Interval.open(0, 4), {"positive": True}),
        (Interval(-4, 0), {"nonpositive": True}),
        (Interval.open(0, 1), {"noninteger": True}),
        (Interval.open(0, 1), {"prime": False, "real": True}),
        (Naturals, {"positive": True, "integer": True}),
        (Integers, {"rational": True}),
        (Range(0, 10, 2), {"even": True}),
        (Range(1, 10, 2), {"odd": True}),
        (FiniteSet(2, 3, 5), {"prime": True}),
        (FiniteSet(0), {"zero": True}),
        (FiniteSet(Rational(1, 2), 3), {"positive": True}),
        (Reals, {}),
        (Reals, {"real": True}),
        (Reals, {"extended_real": True, "finite": True}),
        (Interval.open(-oo, 0), {"negative": True}),
    ],
    ids=str,
)
def test_an_assumption_that_is_so_is_allowed(make_claim, values, assumptions):
    make_claim(*assumed(values, **assumptions))


@pytest.mark.parametrize("values", [S.Complexes, FiniteSet(oo), FiniteSet(S.ImaginaryUnit)], ids=str)
def test_a_domain_is_real(make_claim, values):
    z = Symbol("z")
    with pytest.raises(ValueError, match="real numbers"):
        make_claim(Ne(z, 3), {z: values})


p, n, k = Symbol("p", positive=True), Symbol("n", nonnegative=True), Symbol("k", integer=True, positive=True)
d = Dummy("d", negative=True)


@pytest.mark.parametrize(
    "formula",
    [
        equation(Integral(Max(p, 0), (p, -1, 1)), 0),
        equation(Integral(sqrt(p**2), (p, -1, 1)), 0),
        equation(Integral(Abs(d), (d, 0, 1)), Rational(-1, 2)),
        equation(Sum(Abs(n, evaluate=False), (n, -3, 3)), 0),
        equation(Sum(Abs(k), (k, -3, 3)), 0),
        equation(Sum(floor(p), (p, 1, 3)), 6 + Sum(0 * p, (p, -1, 2))),
        equation(Product(Abs(k), (k, -2, 2)), 0),
        equation(Subs(Abs(n, evaluate=False), n, -2), -2),
        equation(Subs(sqrt(p**2), p, x), x),
        equation(Limit(Abs(d) / d, d, 0, "+"), -1),
        equation(x * Integral(Integral(Abs(p), (p, 0, 1)), (p, -1, 0)), x),
        Ge(Integral(Piecewise((p, p > 0), (0, True)), (p, -2, x)), -7),
        equation(Sum(Abs(k), (k, 1, x)), Sum(k, (k, 1, x))),
    ],
    ids=str,
)
def test_bound_variables_are_looked_at(make_claim, formula):
    over = dict.fromkeys(formula.free_symbols, Reals)
    with pytest.raises(ValueError, match="bound variable"):
        make_claim(formula, over)
    with pytest.raises(ValueError, match="bound variable"):
        identity(formula, over=over)


def test_bound_variables_may_be_what_their_range_is(make_claim):
    m = Symbol("m", integer=True, nonnegative=True)
    formula = {
        "integral": equation(Integral(sqrt(p**2), (p, 0, 1)), Rational(1, 2)),
        "half line": Ge(Integral(p / (1 + p) ** 3, (p, 1, oo)), 0, evaluate=False),
        "sum": equation(Sum(Abs(m), (m, 0, 3)), 6),
        "moving": Ge(Integral(p**2, (p, 0, Abs(x))), 0, evaluate=False),
    }
    make_claim(formula, {x: Reals})


def test_sympy_on_such_symbols_is_where_the_danger_lies(make_claim):
    q = Symbol("q", extended_nonnegative=True)
    assert sqrt(q**2) == q  # so this would be proved of -1/1000 as well
    with pytest.raises(ValueError, match="assumed extended_nonnegative"):
        make_claim(Eq(Abs(q, evaluate=False), q), {q: STRETCHED})
