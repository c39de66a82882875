import pytest
import z3
from sympy import (
    Abs,
    Contains,
    Derivative,
    E,
    Eq,
    FiniteSet,
    Function,
    GoldenRatio,
    I,
    Implies,
    Integers,
    Integral,
    Intersection,
    Interval,
    Max,
    Naturals,
    Not,
    Or,
    Piecewise,
    Range,
    Rational,
    Subs,
    Sum,
    Symbol,
    acos,
    cos,
    exp,
    gamma,
    log,
    oo,
    pi,
    sqrt,
    symbols,
    tan,
)

from proofs_check.arithmetic import sets, smt, solvers, wellposed
from proofs_check.arithmetic.balls import Unsupported
from proofs_check.engines import identity
from proofs_check.ledger.evidence import Undecided
from theory.claim import Reals, positive
from theory.gaussian import Phi, phi

x, y, n = symbols("x y n", real=True)


def valid(formula, **domain):
    """Z3's answer to whether a formula can fail."""
    over = {symbol: domain.get(symbol.name, Reals) for symbol in formula.free_symbols}
    translation = smt.Translation(over)
    goal = translation.formula(formula)
    return solvers.check([*translation.side, z3.Not(goal)]).verdict == "unsat"


@pytest.mark.parametrize(
    ("formula", "truth"),
    [
        (x**2 >= 0, True),
        (x**2 > 0, False),
        (Abs(x) >= x, True),
        (Max(x, y) >= x, True),
        (sqrt(x**2 + 1) > Abs(x), True),
        (Implies(x > 1, x**2 > x), True),
        (Eq(Piecewise((x, x > 0), (-x, True)), Abs(x), evaluate=False), True),
        (Or(x > 0, x <= 0, evaluate=False), True),
        (Not(Eq(x**2 + 1, 0, evaluate=False), evaluate=False), True),
        (exp(x) > 0, True),
        (phi(x) + Phi(y) < Rational(7, 5), True),
        (exp(x) > 1, False),
        (x * pi > 3 * x, False),
        (pi * E > Rational(85, 10), True),
        (Eq(phi(x), phi(y)), False),
    ],
    ids=str,
)
def test_translation(formula, truth):
    formula = formula if not isinstance(formula, bool) else None
    assert valid(formula) is truth


@pytest.mark.parametrize(
    ("values", "formula", "truth"),
    [
        (Naturals, n >= 1, True),
        (Naturals, n >= 2, False),
        (Range(0, 10, 2), ~Eq(n, 3), True),
        (Range(0, 10, 2), ~Eq(n, 4), False),
        (Range(-oo, 1), n <= 0, True),
        (FiniteSet(1, Rational(5, 2)), n**2 >= 1, True),
        (Interval(sqrt(2), 3), n > Rational(141421, 100000), True),
        (Interval(sqrt(2), 3), n**2 >= 2, False),
        (Interval.open(0, 1), n > 0, True),
        (Integers, ~Eq(2 * n, 1), True),
    ],
    ids=str,
)
def test_domains(values, formula, truth):
    assert valid(formula, n=values) is truth


@pytest.mark.parametrize(
    ("values", "widened"),
    [
        (Reals, False),
        (positive, False),
        (Naturals, False),
        (Range(0, 10, 2), False),
        (Interval(0, pi), True),
        (Intersection(Naturals, FiniteSet(1, 2, x)), True),
    ],
    ids=str,
)
def test_a_domain_described_by_a_larger_one_is_known(values, widened):
    assert sets.is_exact(values) is not widened


def test_symbols_of_one_name_stay_apart():
    twin = Symbol("x", positive=True)
    assert not valid(Eq(x, twin), x=positive)


@pytest.mark.parametrize(
    "expr",
    [Function("exp")(x), gamma(x), I * Symbol("w"), Sum(x, (n, 1, oo)), oo * Symbol("w"), Integral(x, x)],
    ids=str,
)
def test_what_may_be_undefined_for_all_we_know_is_refused(expr):
    translation = smt.Translation(dict.fromkeys(expr.free_symbols, Reals))
    with pytest.raises(Unsupported):
        translation.term(expr)


def test_other_booleans_are_refused():
    with pytest.raises(Unsupported):
        smt.Translation({x: Reals}).formula(Contains(x, FiniteSet(1, 2), evaluate=False))


def defined(expr, values=Reals):
    translation = smt.Translation(dict.fromkeys(expr.free_symbols, values))
    translation.term(expr)
    try:
        wellposed.require_defined(translation, translation.side, "it")
    except Undecided:
        return False
    return True


@pytest.mark.parametrize(
    ("expr", "values", "truth"),
    [
        (1 / x, Reals, False),
        (1 / x, positive, True),
        (1 / (1 + x**2), Reals, True),
        (1 / Phi(x), Reals, True),
        (1 / (1 + exp(1 / x)), Reals, False),
        (1 / (exp(x) + phi(x)), Reals, True),
        (sqrt(x), Reals, False),
        (sqrt(1 + x**2), Reals, True),
        (x ** Rational(1, 3), Interval(0, 1), True),
        (x ** Rational(-1, 3), Interval(0, 1), False),
        (x**pi, Interval(0, 1), True),
        (x**pi, Interval(-1, 1), False),
        (log(x), positive, True),
        (log(x), Interval(0, 1), False),
        (log(1 + exp(x)), Reals, True),
        (acos(x), Interval(-1, 1), True),
        (acos(x), Interval(-1, 2), False),
        (tan(x), Interval(0, 1), False),
        (cos(1 / x), Reals, False),
        (Piecewise((1 / x, x > 0), (0, True)), Reals, True),
        (Piecewise((1 / x, x >= 0), (0, True)), Reals, False),
        (Piecewise((1, x > 0), (2, x < 0)), Reals, False),
        (Derivative(sqrt(x), x), Interval(0, 1), False),
        (Derivative(exp(x), x), Reals, True),
        (Integral(1 / y, (y, 1, x)), Interval(1, 3), True),
        (Integral(1 / y, (y, -1, x)), Interval(1, 3), False),
        (Integral(1 / sqrt(y), (y, 0, x)), positive, True),
        (Integral(y / x, (y, 0, 1)), Reals, False),
        (Integral(phi(y), (y, x, oo)), Reals, True),
        (Integral(1 / (n - y), (n, y, x), (y, 0, 1)), Interval(1, 2), False),
        (Sum(1 / n, (n, 1, 5)) + x, Reals, True),
        (Sum(1 / n, (n, 0, 5)) + x, Reals, False),
        (1 / (pi - 3) + x, Reals, True),
        (1 / GoldenRatio + x, Reals, False),
    ],
    ids=str,
)
def test_where_a_term_is_defined(expr, values, truth):
    assert defined(expr, values) is truth


def test_the_undefined_point_is_shown():
    translation = smt.Translation({x: Reals})
    translation.term(1 / (x - 7))
    with pytest.raises(Undecided, match="x = 7"):
        wellposed.require_defined(translation, translation.side, "it")


@pytest.mark.parametrize(
    ("assuming", "inhabited"),
    [
        ((), True),
        ((x > 1, x < 2), True),
        ((x > 1, x < 1), False),
        ((Eq(x + y, 1), Eq(x - y, 3)), True),
        ((Eq(x**2, -1),), False),
        ((Phi(x) > Rational(99, 100),), True),
        ((phi(x) > 1,), False),
        ((Eq(1 / x, y), Eq(x, 0)), False),
    ],
    ids=str,
)
def test_contradictory_assumptions_are_noticed(assuming, inhabited):
    over = {x: Reals, y: Reals}
    if inhabited:
        wellposed.require_inhabited(over, assuming, "it")
    else:
        with pytest.raises(Undecided, match="contradict"):
            wellposed.require_inhabited(over, assuming, "it")


def test_models_have_exact_values_where_they_can():
    translation = smt.Translation({x: Reals})
    answer = solvers.check([*translation.side, translation.formula(Eq(3 * x, 1))])
    assert answer.verdict == "sat"
    assert smt.model_values(translation, answer.model) == ({x: Rational(1, 3)}, True)
    answer = solvers.check([*translation.side, translation.formula(Eq(x**2, 2))])
    values, exact = smt.model_values(translation, answer.model)
    assert not exact
    assert abs(values[x] ** 2 - 2) < Rational(1, 10**20)


def test_a_value_at_a_point_is_defined_where_its_formula_is_there(make_claim):
    a, h = symbols("a h", real=True)
    slope = Subs(Derivative(1 / (a + h), h), h, 0)
    with pytest.raises(Undecided, match="undefined"):
        identity(make_claim(Eq(slope, -1 / a**2), {a: Reals}))
    identity(make_claim(Eq(slope, -1 / a**2), {a: positive}, id="toy.positive"))


def test_where_a_value_at_a_point_is_defined_may_be_unknown():
    unknown = Subs(Derivative(Function("f")(x + y), y), y, 0)
    with pytest.raises(Unsupported, match="nothing is known of the function f"):
        smt.Translation({x: Reals}).term(unknown)
