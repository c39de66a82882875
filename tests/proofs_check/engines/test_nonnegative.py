import pytest
from sympy import (
    Eq,
    Ge,
    IndexedBase,
    Le,
    Lt,
    MatMul,
    MatrixSymbol,
    Naturals,
    Naturals0,
    Sum,
    Symbol,
    Trace,
    symbols,
)

from proofs_check.engines import leaves_nonnegative
from proofs_check.engines.nonnegative import is_nonnegative
from proofs_check.ledger.evidence import Rejected, Undecided
from theory.claim import RealArrays, RealMatrices, Reals, nonnegative
from theory.expectation import Expectation, variance

n, m, j = symbols("n m j", integer=True)
t, s, X = symbols("t s X", real=True)
x, y = (IndexedBase(Symbol(name, real=True)) for name in "xy")
OVER = {n: Naturals, x.label: RealArrays()}
mean = Sum(x[j], (j, 1, n)) / n
squares = Sum(x[j] ** 2, (j, 1, n))
spread = Sum((x[j] - mean) ** 2, (j, 1, n))


def test_the_square_of_a_mean_is_at_most_the_mean_square():
    leaves_nonnegative(Le(mean**2, squares / n), rest=spread / n, over=OVER)
    leaves_nonnegative(Ge(squares / n, mean**2), rest=spread / n, over=OVER)
    moment = Expectation(X**2, (X,))
    leaves_nonnegative(Le(Expectation(X, (X,)) ** 2, moment), rest=variance(X, (X,)), over={})


def test_matrices_have_nonnegative_squares():
    a = MatrixSymbol("A", m, n)
    sizes = {m: Naturals, n: Naturals, a: RealMatrices(m, n)}
    leaves_nonnegative(Ge(Trace(a * a.T) + t, t), rest=Trace(MatMul(a.T, a)), over=sizes | {t: Reals})


def test_a_false_inequality_is_rejected():
    with pytest.raises(Rejected):
        leaves_nonnegative(Le(squares / n, mean**2), rest=spread / n, over=OVER)


@pytest.mark.parametrize(
    ("relation", "rest"),
    [
        (Le(mean**2, squares / n), squares / n),  # not the difference
        (Le(mean**2, squares / n), squares / n - mean**2),  # does not show its sign
        (Lt(mean**2, squares / n + 1), spread / n + 1),  # strict
    ],
    ids=str,
)
def test_what_the_rest_does_not_show_is_undecided(relation, rest):
    with pytest.raises(Undecided):
        leaves_nonnegative(relation, rest=rest, over=OVER)


def test_equations_are_refused():
    with pytest.raises(ValueError, match="must be an inequality"):
        leaves_nonnegative(Eq(mean, squares, evaluate=False), rest=mean, over=OVER)


@pytest.mark.parametrize(
    ("expr", "shows"),
    [
        (t**2, True),
        (t**3, False),
        (s**3 + s, True),
        (t * s, False),
        (Sum(x[j] ** 2, (j, 1, m)), True),
        (Sum(x[j] ** 2, (j, 2, m)), False),
        (Sum(x[j], (j, 1, m)), False),
        (-(t**2), False),
    ],
    ids=str,
)
def test_signs_that_show(expr, shows):
    over = {t: Reals, s: nonnegative, n: Naturals, m: Naturals0, x.label: RealArrays()}
    assert is_nonnegative(expr, over) is shows
