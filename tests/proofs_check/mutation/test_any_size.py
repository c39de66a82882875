"""Mutants of formulas about matrices, sums, laws and sequences, and which of them no check could reject."""

import pytest
from sympy import (
    Eq,
    Function,
    Ge,
    IndexedBase,
    Interval,
    Le,
    MatAdd,
    MatMul,
    MatrixSymbol,
    Naturals,
    Naturals0,
    Sum,
    Symbol,
    Trace,
    Transpose,
    symbols,
)

from proofs_check.engines import identity
from proofs_check.ledger.evidence import Rejected, Undecided
from proofs_check.mutation.equal_sizes import with_equal_sizes
from proofs_check.mutation.equivalence import implied
from proofs_check.mutation.mutants import mutants
from proofs_check.mutation.sequences import Named
from theory.claim import RealArrays, RealMatrices, Reals, variables
from theory.expectation import Expectation

m, n, k, j, t = symbols("m n k j t", integer=True)
A, B, C = MatrixSymbol("A", m, n), MatrixSymbol("B", n, k), MatrixSymbol("C", k, m)
OVER = {**dict.fromkeys((m, n, k), Naturals), **{X: RealMatrices(*X.shape) for X in (A, B, C)}}
CYCLE = Eq(Trace(MatMul(A, B, C)), Trace(MatMul(C, A, B)), evaluate=False)
x, y = (IndexedBase(Symbol(name, real=True)) for name in "xy")
FAMILIES = {n: Naturals, x.label: RealArrays(), y.label: RealArrays()}
c, z = symbols("c z", real=True)
Y = Function("Y", real=True)


def made(formula, over):
    return [mutant for mutant in mutants(formula, over) if mutant.formula is not None]


def passes(formula, over):
    try:
        identity(formula, over=over)
    except (Rejected, Undecided, ValueError):
        return False
    return True


def used(mutant, over):
    free = variables(mutant.formula)
    return {symbol: values for symbol, values in {**over, **mutant.domain}.items() if symbol in free}


def test_where_sizes_differ_the_same_is_tried_at_equal_sizes():
    found = made(CYCLE, OVER)
    said = {mutant.description for mutant in found if mutant.operator == "swap two factors"}
    assert said == {f"{a} and {b} (equal sizes)" for a, b in (("A", "B"), ("B", "C"), ("C", "A"))}
    assert any(mutant.operator == "transpose a matrix" and mutant.domain for mutant in found)


def test_all_mutants_of_a_matrix_formula_are_rejected_or_equivalent():
    for mutant in made(CYCLE, OVER):
        over = used(mutant, OVER)
        reason = implied(CYCLE if mutant.of is None else mutant.of, mutant.formula, {**OVER, **mutant.domain})
        assert passes(mutant.formula, over) == (reason is not None), mutant.description


def test_equal_sizes_keep_scalars_and_literal_sizes():
    v = MatrixSymbol("v", m, 1)
    formula = Eq(MatMul(Transpose(v), A), m * Transpose(MatrixSymbol("w", n, 1)), evaluate=False)
    same, extra = with_equal_sizes(formula, {A: RealMatrices(m, n)})
    assert same.free_symbols - set(extra) <= {m}
    assert {tuple(values.shape) for values in extra.values()} == {(m, 1), (m, m)}
    assert with_equal_sizes(Eq(v, 2 * v, evaluate=False), {}) is None


def test_indices_and_families_are_swapped_within_their_kind():
    formula = Eq(Sum(x[j] * y[j], (j, 1, n)), Sum(y[j] * x[j + 1], (j, 0, n - 1)), evaluate=False)
    swapped = [mutant for mutant in made(formula, FAMILIES) if mutant.operator == "swap a symbol"]
    assert any(
        "x[j] -> y[j]" in mutant.description or mutant.description == "x[j] -> y" for mutant in swapped
    )
    assert not any(mutant.formula.has(IndexedBase(n)) for mutant in swapped)


def test_random_symbols_stay_bound():
    u, v = symbols("U V", real=True)
    formula = Eq(Expectation(z * u * v, (u,), (v,)), z * Expectation(u, (u,)) * Expectation(v, (v,)))
    for mutant in made(formula, {z: Reals, c: Reals}):
        assert mutant.formula.free_symbols <= {z, c}


def test_a_sum_written_otherwise_is_equivalent():
    formula = Eq(Sum(x[j], (j, 1, n)), y[1], evaluate=False)
    otherwise = Eq(Sum(x[j + 1], (j, 0, n - 1)), y[1], evaluate=False)
    assert implied(formula, otherwise, FAMILIES)
    assert implied(formula, Eq(Sum(x[j], (j, 1, n + 1)), y[1], evaluate=False), FAMILIES) is None


@pytest.mark.parametrize(
    ("formula", "mutant", "follows"),
    [
        (Le(Y(t), z * (1 - c) ** t), Le(Y(t), z), True),
        (Le(Y(t), z * (1 - c) ** t), Le(Y(t), z * (1 + c) ** t), True),
        (Le(Y(t), z * (1 - c) ** t), Le(Y(t), z * (1 - c) ** (t + 1)), False),
        (Le(Y(t), z), Le(Y(t), z * (1 - c) ** t), False),
        (Ge(Y(t), z), Ge(Y(t), 0), True),
        (Ge(Y(t), 0), Ge(Y(t), z), False),
    ],
    ids=str,
)
def test_weaker_statements_about_sequences_follow(formula, mutant, follows):
    over = {t: Naturals0, c: Interval(0, 1), z: Interval(0, 5)}
    assert (implied(formula, mutant, over) is not None) == follows


def test_powers_of_anything_else_stay_unknown():
    with pytest.raises(Undecided, match="power"):
        Named({t: Reals, c: Reals}).read(Le(c**t, z))


def test_unequal_products_do_not_commute():
    square = {X: RealMatrices(n, n) for X in (MatrixSymbol("P", n, n), MatrixSymbol("Q", n, n))}
    p, q = square
    formula = Eq(MatAdd(MatMul(p, q), p), MatMul(p, MatAdd(q, MatMul(p, p))), evaluate=False)
    mutant = Eq(MatAdd(MatMul(q, p), p), MatMul(p, MatAdd(q, MatMul(p, p))), evaluate=False)
    assert implied(formula, mutant, {n: Naturals, **square}) is None


def test_entries_of_families_may_be_equal_to_each_other():
    """SymPy raises where it is asked for the shape of an entry."""
    entries = Eq(x[k], y[k], evaluate=False)
    assert made(entries, {**FAMILIES, k: Naturals})
