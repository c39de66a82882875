import os
import subprocess
import sys

import pytest
from sympy import (
    And,
    Derivative,
    Eq,
    Equivalent,
    Function,
    Identity,
    Implies,
    Integral,
    Lt,
    MatMul,
    Matrix,
    MatrixSymbol,
    Max,
    Not,
    Or,
    Piecewise,
    Rational,
    Subs,
    Sum,
    Symbol,
    log,
    oo,
    sqrt,
    symbols,
)

from proofs_check.mutation.mutants import OPERATORS, mutants
from theory.gaussian import Phi, phi

x, y, z = symbols("x y z", real=True)
n = Symbol("n", integer=True)


def made(formula, operator=None, over=(x, y, z)):
    return [
        m.formula for m in mutants(formula, over) if m.formula is not None and operator in (None, m.operator)
    ]


def equation(left, right=y):
    return Eq(left, right, evaluate=False)


def test_flips_signs_of_sides_terms_arguments_and_exponents():
    assert set(made(equation(x + Max(x, y)), "flip a sign", (x, y))) == {
        equation(-x - Max(x, y)),
        equation(-x + Max(x, y)),
        equation(x - Max(x, y)),
        equation(x + Max(-x, y)),
        equation(x + Max(x, -y)),
        equation(x + Max(x, y), -y),
    }
    assert equation(1 / sqrt(x)) in made(equation(sqrt(x)), "flip a sign")


def test_drops_terms_and_factors():
    assert set(made(equation(x + 2 * z), "drop a term")) == {equation(x), equation(2 * z)}
    assert set(made(equation(2 * x * z), "drop a factor")) == {
        equation(2 * x),
        equation(2 * z),
        equation(x * z),
    }


def test_shifts_constants_and_exponents_but_not_exponents_as_constants():
    formula = equation(Rational(1, 2) * x**3, 0)
    assert set(made(formula, "shift a constant")) == {
        equation(Rational(3, 2) * x**3, 0),
        equation(x**3 / 2, 1),
    }
    assert made(formula, "shift an exponent") == [equation(x**4 / 2, 0)]


def test_swaps_each_occurrence_for_at_most_two_others():
    letters = symbols("a:h", real=True)
    swapped = made(equation(sum(letters), letters[0]), "swap a symbol", letters)
    assert equation(sum(letters), letters[1]) in swapped
    assert equation(sum(letters), letters[-1]) in swapped
    assert len(swapped) == 2 * (len(letters) + 1)


def test_a_formula_with_one_symbol_borrows_from_the_domain():
    assert set(made(equation(x, 1), "swap a symbol")) == {equation(y, 1), equation(z, 1)}
    assert made(equation(x, 1), "swap a symbol", (x,)) == []


@pytest.mark.parametrize(
    ("formula", "turned"),
    [
        (x < y, {x <= y, Lt(y, x).reversed}),
        (x <= y, {x < y, x >= y}),
        (x > y, {x >= y, x < y}),
        (x >= y, {x > y, x <= y}),
    ],
)
def test_turns_comparisons(formula, turned):
    assert set(made(formula, "turn a comparison")) == turned


@pytest.mark.parametrize(
    ("formula", "turned"),
    [
        (And(x < y, y < z), Or(x < y, y < z)),
        (Or(x < y, y < z), And(x < y, y < z)),
        (Implies(x < y, y < z), Implies(y < z, x < y)),
        (Equivalent(x < y, y < z), Equivalent(x < y, Not(y < z))),
        (Not(Equivalent(x < y, y < z)), Equivalent(x < y, y < z)),
    ],
)
def test_turns_connectives(formula, turned):
    assert turned in made(formula, "turn a connective")


def test_swaps_Phi_and_phi():  # noqa: N802 - their names
    assert set(made(equation(Phi(x) * phi(y)), "swap Phi and phi")) == {
        equation(phi(x) * phi(y)),
        equation(Phi(x) * Phi(y)),
    }


def test_reaches_integrands_and_limits_and_leaves_the_variable_alone():
    formula = equation(Integral(z * phi(z), (z, -x, oo)), phi(x))
    found = made(formula, over=(x, y))
    assert equation(Integral(phi(z), (z, -x, oo)), phi(x)) in found
    assert equation(Integral(z * phi(z), (z, x, oo)), phi(x)) in found
    assert equation(Integral(z * phi(z), (z, -y, oo)), phi(x)) in found
    assert equation(Integral(z * phi(z), (z, -x, -oo)), phi(x)) in found
    for mutant in found:
        assert mutant.free_symbols <= {x, y}
        assert [i.limits[0][0] for i in mutant.atoms(Integral)] == [z]


def test_reaches_sums_derivatives_and_substitutions():
    f = Function("f")
    assert equation(Sum(n**3, (n, 1, x))) in made(equation(Sum(n**2, (n, 1, x))))
    assert equation(Sum(n**2, (n, 2, x))) in made(equation(Sum(n**2, (n, 1, x))))
    derived = made(equation(Derivative(x**2 * y, x)))
    assert equation(Derivative(x**3 * y, x)) in derived
    assert equation(Derivative(x**2 * y, (x, 2))) in derived
    assert equation(Subs(f(z), z, -x)) in made(equation(Subs(f(z), z, x)), over=(x, y))


def test_reaches_matrix_entries_branches_and_conditions():
    matrix = Matrix([[x, 1]]).as_immutable()
    found = made(equation(matrix, matrix * y))
    assert equation(Matrix([[x, 2]]).as_immutable(), matrix * y) in found
    assert equation(Matrix([[-x, 1]]).as_immutable(), matrix * y) in found
    branches = made(equation(Piecewise((x, x > 0), (0, True))))
    assert equation(Piecewise((x, x >= 0), (0, True))) in branches
    assert equation(Piecewise((x, x > 0), (1, True))) in branches
    assert Implies(x >= 0, y > 0, evaluate=False) in made(Implies(x > 0, y > 0))


@pytest.mark.parametrize(
    ("formula", "over", "reason"),
    [
        (equation(1 / (x - y)), (x, y), "undefined"),
        (And(x <= y, y < z), (x, y, z), "decides itself"),
        (equation(log(2) * x), (x, y), "not real"),
    ],
)
def test_what_is_no_statement_is_void(formula, over, reason):
    void = [m for m in mutants(formula, over) if m.formula is None]
    assert any(reason in m.void for m in void)


def test_unbuildable_mutants_are_void():
    a, b = MatrixSymbol("A", 2, 3), MatrixSymbol("B", 3, 2)
    void = [m.void for m in mutants(equation(MatMul(a, b), Identity(2)), ()) if m.formula is None]
    assert any("shape" in reason for reason in void)


def test_no_mutant_is_given_twice_or_equals_the_formula():
    formula = equation(x + x**2 + phi(-x), x * y)
    found = made(formula)
    assert len(found) == len(set(found))
    assert formula not in found


def test_every_mutant_names_an_operator():
    formula = Implies(And(x > 0, y > 1), equation(Integral(2 * z**2 * Phi(z) + z, (z, 0, x))))
    a, b = MatrixSymbol("A", n, n), MatrixSymbol("B", n, n)
    of_matrices = equation(MatMul(a, b.T), b)
    found = [*mutants(formula, (x, y)), *mutants(of_matrices, of_matrices.free_symbols)]
    assert {m.operator for m in found} == set(OPERATORS)
    assert all(m.description for m in found)


def test_the_order_does_not_depend_on_hash_seeds():
    program = (
        "from sympy import *; from proofs_check.mutation.mutants import mutants;"
        "x, y, z = symbols('x y z', real=True);"
        "f = And(x < y, Eq(x + y + Max(x, y, z), z * x * y)) | (z < 1);"
        "print([(m.operator, m.description, m.formula) for m in mutants(f, {x, y, z})])"
    )
    said = []
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        said.append(run.stdout)
    assert said[0] == said[1] != ""
