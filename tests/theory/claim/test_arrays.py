import pytest
from sympy import Eq, IndexedBase, MatMul, MatrixSymbol, Naturals, Sum, Symbol, Trace, symbols

from theory.claim import (
    DiagonalMatrices,
    InvertibleMatrices,
    NonzeroMatrices,
    RealArrays,
    RealMatrices,
    Reals,
    variables,
)
from theory.claim.arrays import check_shapes, is_whole
from theory.claim.printing import domain_lines, domain_text, formula_latex, formula_mathml, formula_text

m, n, j = symbols("m n j", integer=True)
A, B = MatrixSymbol("A", m, n), MatrixSymbol("B", n, m)
x = IndexedBase(Symbol("x", real=True))
SIZES = {m: Naturals, n: Naturals}
TRACES = Eq(Trace(A * B), Trace(B * A), evaluate=False)
MATRICES = {A: RealMatrices(m, n), B: RealMatrices(n, m)}


def test_a_claim_about_matrices_of_any_size(make_claim):
    claim = make_claim(formula=TRACES, domain=SIZES | MATRICES)
    assert set(variables(claim.formula)) == {A, B, m, n}
    for printed in (formula_text, formula_latex, formula_mathml):
        assert printed(claim)[""]
    assert "A a real m × n matrix" in domain_lines(claim)


def test_a_claim_about_a_family_of_any_size(make_claim):
    formula = Eq(Sum(x[j], (j, 0, n)), x[0] + Sum(x[j], (j, 1, n)), evaluate=False)
    claim = make_claim(formula=formula, domain={n: Naturals, x.label: RealArrays()})
    assert variables(claim.formula) == {x.label, n}
    assert "x[i] real" in domain_lines(claim)


@pytest.mark.parametrize(
    ("domain", "match"),
    [
        (SIZES | {A: RealMatrices(m, n)}, "no domain for B"),
        ({m: Naturals} | MATRICES, "no domain for n"),
        (SIZES | MATRICES | {A: RealMatrices(n, m)}, "has shape"),
        (SIZES | MATRICES | {A: Reals}, "goes with a set of matrices"),
        (SIZES | MATRICES | {m: RealMatrices(m, m)}, "goes with a set of matrices"),
    ],
)
def test_every_size_and_matrix_needs_a_fitting_domain(make_claim, domain, match):
    with pytest.raises(ValueError, match=match):
        make_claim(formula=TRACES, domain=domain)


@pytest.mark.parametrize(
    "expr",
    [MatMul(A, A), A + B, Trace(A), Eq(A, B, evaluate=False), MatMul(A, MatrixSymbol("v", 1, 1))],
    ids=str,
)
def test_shapes_that_do_not_fit(expr):
    with pytest.raises((ValueError, TypeError)):
        check_shapes(expr)


def test_sets_say_what_they_are():
    square = MatrixSymbol("D", n, n)
    assert domain_text(square, DiagonalMatrices(n)) == "D a diagonal n × n matrix"
    assert domain_text(square, InvertibleMatrices(n)) == "D an invertible n × n matrix"
    assert domain_text(A, NonzeroMatrices(m, n)) == "A a real m × n matrix other than 0"
    assert is_whole(RealMatrices(m, n))
    assert is_whole(Reals)
    assert not is_whole(DiagonalMatrices(n))
    assert str(RealMatrices(m, n)) == "RealMatrices(m, n)"
