"""SymPy relations as statements of Rocq."""

import pytest
from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    FiniteSet,
    Function,
    Implies,
    Integers,
    Integral,
    Interval,
    Matrix,
    Max,
    Naturals,
    Ne,
    Or,
    Piecewise,
    Rational,
    Subs,
    Union,
    erf,
    exp,
    log,
    oo,
    pi,
    sqrt,
    symbols,
)

from proofs_check.kernel.theorem import theorem
from proofs_check.kernel.translate import Translation, Untranslatable
from theory.claim import Reals, positive
from theory.gaussian import Phi, phi

x, y, z = symbols("x y z", real=True)


def term(expr):
    return Translation((x, y)).term(expr)


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (x + 2, "(2 + v_x)"),
        (-x * y, "((- 1) * v_x * v_y)"),
        (Rational(-3, 4) + x, "((- (3 / 4)) + v_x)"),
        (x**3, "(v_x ^ 3)"),
        (x**-2, "(/ (v_x ^ 2))"),
        (sqrt(x), "(sqrt v_x)"),
        (x ** Rational(-3, 2), "(/ ((sqrt v_x) ^ 3))"),
        (x**y, "(Rpower v_x v_y)"),
        (Abs(x), "(Rabs v_x)"),
        (Max(x, y), "(Rmax v_x v_y)"),
        (pi * exp(x), "(PI * (exp v_x))"),
        (Phi(x) - phi(y), "(((- 1) * (phi v_y)) + (Phi v_x))"),
        (Integral(z * phi(z), (z, x, oo)), "(int_up (fun t1 => (t1 * (phi t1))) v_x)"),
        (Integral(z, (z, 0, 1)), "(int (fun t1 => t1) 0 1)"),
        (Derivative(x**2, x), "(Derive (fun t1 => (t1 ^ 2)) v_x)"),
        (Subs(Derivative(x * y, y), y, 0), "(Derive (fun t1 => (v_x * t1)) 0)"),
        (Piecewise((1, x > 0), (0, True)), "(if Rlt_dec 0 v_x then 1 else 0)"),
    ],
)
def test_terms_are_written_down_as_they_stand(expr, text):
    assert term(expr) == text


def test_nothing_is_evaluated():
    assert term(Integral(1, (z, 0, 1))) == "(int (fun t1 => 1) 0 1)"
    assert theorem(Eq(x, x, evaluate=False), {x: Reals}).holds == "forall v_x : R, (v_x = v_x)"


def test_integrals_bind_their_variable_only_inside():
    twice = Integral(x * z, (z, 0, x)) + Integral(Integral(x * z, (x, 0, z)), (z, 0, 1))
    text = term(twice)
    assert "v_z" not in text
    assert text.count("v_x") == 2


@pytest.mark.parametrize(
    "expr", [erf(x), z, Function("phi")(x), x * 0.5, Derivative(Function("f")(x), x), Integral(x, x)]
)
def test_what_has_no_term_is_refused(expr):
    with pytest.raises(Untranslatable):
        term(expr)


def test_domain_and_assumptions_are_premises_in_their_order():
    stated = theorem(x > 1 / y, {x: Interval.Lopen(-1, 2), y: positive, z: Reals}, (x * y > 0,))
    assert stated.holds == (
        "forall v_x v_y : R, ((- 1) < v_x) -> (v_x <= 2) -> (0 < v_y) -> (0 < (v_x * v_y)) -> ((/ v_y) < v_x)"
    )


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (Reals, []),
        (FiniteSet(-1, 1), ["(n = (- 1) \\/ n = 1)"]),
        (Integers, ["(exists n : Z, n = IZR n)"]),
        (Naturals, ["(exists n : Z, n = IZR n)", "(1 <= n)"]),
        (Union(Interval.open(-oo, 0), Interval.open(0, oo)), ["(((n < 0)) \\/ ((0 < n)))"]),
    ],
)
def test_sets(values, text):
    assert Translation(()).membership("n", values) == text


def test_symbols_of_one_spelling_stay_apart():
    a, b = symbols("d' dp", real=True)
    assert len(set(Translation((a, b)).names.values())) == 2


@pytest.mark.parametrize(
    ("formula", "obligation"),
    [
        (Eq(1 / x, y), "v_x <> 0"),
        (Eq(sqrt(x), y), "0 <= v_x"),
        (Eq(log(x), y), "0 < v_x"),
        (Implies(x > 0, 1 / x > 0), "(0 < v_x) -> v_x <> 0"),
        (Eq(Derivative(Abs(x), x), 1), "ex_derive (fun t1 => (Rabs t1)) v_x"),
        (Eq(Integral(1 / z, (z, 1, x)), y), "Rmin 1 v_x < t1 < Rmax 1 v_x -> t1 <> 0"),
        (Eq(Integral(1 / z, (z, 1, x)), y), "ex_int (fun t1 => (/ t1)) 1 v_x"),
        (Eq(Piecewise((1 / x, x > 0), (y, True)), 1), "(0 < v_x) -> v_x <> 0"),
        (Eq(Piecewise((y, x > 0), (1 / x, True)), 1), "~ (0 < v_x) -> v_x <> 0"),
        (Eq(Derivative(sqrt(x), x), 1), "0 < v_x"),
    ],
)
def test_everything_must_be_defined(formula, obligation):
    assert obligation in theorem(formula, {x: Reals, y: Reals}).defined


def test_matrices_entry_by_entry_and_connectives():
    equal = theorem(Eq(Matrix([[x], [y]]), Matrix([[y], [x]]), evaluate=False), {x: Reals, y: Reals})
    assert equal.holds.endswith("(v_x = v_y /\\ v_y = v_x)")
    mixed = theorem(Or(And(x > 0, y > 0), Ne(x, y)), {x: Reals, y: Reals})
    assert "/\\" in mixed.holds
    assert "\\/" in mixed.holds
    assert "(~ (v_x = v_y))" in mixed.holds
    with pytest.raises(Untranslatable, match="shape"):
        theorem(Eq(Matrix([[x, y]]), Matrix([[x], [y]]), evaluate=False), {x: Reals, y: Reals})


def test_keys_change_with_the_statement():
    one = theorem(x < y, {x: Reals, y: Reals})
    assert one.key != theorem(x <= y, {x: Reals, y: Reals}).key
    assert one.key != theorem(x < y, {x: positive, y: Reals}).key
    assert one.key == theorem(x < y, {x: Reals, y: Reals}).key
