import pytest
from sympy import (
    Derivative,
    Eq,
    Gt,
    Integral,
    Interval,
    Lt,
    Matrix,
    Naturals,
    Piecewise,
    Rational,
    Symbol,
    atan,
    cos,
    erf,
    exp,
    factorial,
    log,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)

from proofs_check.engines import identity
from proofs_check.engines.reduction import reduces_to_zero
from proofs_check.ledger.evidence import Rejected, Strength, Undecided
from theory.claim import Reals, positive
from theory.gaussian import Phi, phi

x, y, c, n = symbols("x y c n", real=True)


def equation(left, right):
    return Eq(left, right, evaluate=False)


def over(relation, values=Reals):
    return dict.fromkeys(relation.free_symbols, values)


TRUE = [
    (equation((x + y) ** 2, x**2 + 2 * x * y + y**2), Reals),
    (equation(sin(x) ** 2 + cos(x) ** 2, 1), Reals),
    (equation(Integral(x * phi(x), (x, c, oo)), phi(c)), Reals),
    (equation(Integral(phi(x), (x, -oo, c)), Phi(c)), Reals),
    (equation(Derivative(phi(x), x), -x * phi(x)), Reals),
    (equation(Phi(-x), 1 - Phi(x)), Reals),
    (equation(Phi(x), (1 + erf(x / sqrt(2))) / 2), Reals),
    (equation(log(x**2 + 1) * (x + 1), x * log(x**2 + 1) + log(1 + x**2)), Reals),
    (equation((x**2 - y**2) / (x + y), x - y), positive),
    (equation(Matrix([[1, x * (x + y)], [0, 1]]), Matrix([[1, x**2 + x * y], [0, 1]])), Reals),
    (equation(sqrt(3 + 2 * sqrt(2)), 1 + sqrt(2)), Reals),
]


@pytest.mark.parametrize(("relation", "values"), TRUE, ids=str)
def test_true_identities_pass(relation, values):
    identity(relation, over=over(relation, values))


FALSE = [
    (equation((x + y) ** 2, x**2 + y**2), Reals),
    (equation(sqrt(x**2), x), Reals),
    (equation(Integral(x * phi(x), (x, c, oo)), -phi(c)), Reals),
    (equation(Integral(phi(x), (x, oo, -oo)) + 0 * c, 1), Reals),
    (equation(Derivative(phi(x), x), x * phi(x)), Reals),
    (equation(Phi(-x), Phi(x) - 1), Reals),
    (equation(Matrix([[x, y]]), Matrix([[x, x]])), Reals),
    (equation(pi, Rational(355, 113)), Reals),
    (equation(exp(x), exp(x) + Rational(1, 10**25)), Reals),
]


@pytest.mark.parametrize(("relation", "values"), FALSE, ids=str)
def test_false_identities_never_pass(relation, values):
    with pytest.raises((Rejected, Undecided)):
        identity(relation, over=over(relation, values))


def test_a_false_identity_comes_with_a_witness():
    with pytest.raises(Rejected) as caught:
        identity(equation((x + 1) ** 2, x**2 + 1), over={x: Reals})
    assert set(caught.value.witness) == {"x"}
    assert "x = " in str(caught.value)


@pytest.mark.parametrize(
    ("relation", "values"),
    [
        (equation((x**2 - 1) / (x - 1), x + 1), Reals),
        (equation((x + 1) / (x * y), 1 / y + 1 / (x * y)), Reals),
        (equation(1 / x + x, (1 + x**2) / x), Reals),
        (equation(log(x) * (x + 1), x * log(x) + log(x)), Interval(0, 1)),
        (equation((1 + cos(x)) * (sin(x) / cos(x)), sin(x) / cos(x) + sin(x)), Interval(0, 2)),
        (equation(Integral(y**n, (y, 1, 2)), (2 ** (n + 1) - 1) / (n + 1)), Interval(-2, 2)),
        (equation(Piecewise((1, x > 0), (1, x < 0)), 1), Reals),
        (equation(Integral(1 / y, (y, -1, x)), log(x)), positive),
    ],
    ids=str,
)
def test_what_is_undefined_somewhere_on_the_domain_is_not_proved(relation, values):
    with pytest.raises(Undecided):
        identity(relation, over=over(relation, values))


def test_a_smaller_domain_or_an_assumption_helps():
    relation = equation((x**2 - 1) / (x - 1), x + 1)
    identity(relation, over={x: Interval.open(1, oo)})
    identity(relation, over={x: Reals}, assuming=(Gt(x, 1),))


def test_what_sympy_cannot_reduce_is_undecided():
    hard = equation(sqrt(5 + 2 * sqrt(6)), sqrt(2) + sqrt(3))
    identity(hard, over={})
    machin = equation(4 * atan(Rational(1, 5)) - atan(Rational(1, 239)), pi / 4)
    with pytest.raises(Undecided, match="SymPy does not reduce"):
        identity(machin, over={})


@pytest.mark.parametrize(
    "assuming",
    [(Gt(x, 1), Lt(x, 0)), (Eq(x**2, -1),), (Gt(phi(x), 1),)],
    ids=str,
)
def test_contradictory_assumptions_prove_nothing(assuming):
    with pytest.raises(Undecided):
        identity(equation((x + 1) ** 2, x**2 + 2 * x + 1), over={x: Reals}, assuming=assuming)


def test_the_second_route_is_needed():
    with pytest.raises(Undecided, match="balls do not confirm"):
        identity(equation(factorial(n) * (n + 1), n * factorial(n) + factorial(n)), over={n: Naturals})


def test_only_equations():
    with pytest.raises(ValueError, match="judges equations"):
        identity(x < 1, over={x: Reals})


def test_a_step_needs_a_domain_that_suits_its_symbols():
    with pytest.raises(ValueError, match="no domain for x"):
        identity(equation(x, x), over={y: Reals})
    p = Symbol("p", positive=True)
    with pytest.raises(ValueError, match="assumed positive"):
        identity(equation(sqrt(p**2), p), over={p: Reals})
    with pytest.raises(ValueError, match="one name"):
        identity(equation(x, Symbol("x")), over={x: Reals, Symbol("x"): Reals})
    with pytest.raises(ValueError, match="empty"):
        identity(equation(x, x), over={x: Interval(1, 0)})
    with pytest.raises(TypeError, match="Claim or a SymPy relation"):
        identity(x + 1)


def test_the_evidence_covers_the_parts_of_the_proof(make_claim, prove):
    claim = make_claim(
        {"a": equation(x * (x + 1), x**2 + x), "b": equation((x + 1) ** 2, x**2 + 2 * x + 1)}, {x: Reals}
    )
    (piece,) = prove(claim, lambda: identity(claim), "b").evidence
    assert (piece.engine, piece.strength, piece.parts, piece.bearing) == (
        "identity",
        Strength.PROVED,
        ("b",),
        "proves",
    )
    assert [e.parts for e in prove(claim, lambda: identity(claim)).evidence] == [("a",), ("b",)]
    assert [e.parts for e in prove(claim, lambda: identity(claim, "a"), "b").evidence] == [("a",)]


def test_other_statements_only_support(make_claim, prove):
    claim = make_claim(equation(x * (x + 2), x**2 + 2 * x), {x: Reals})
    other = make_claim({"a": equation(x * (x + 1), x**2 + x)}, {x: Reals}, id="toy.other")
    (step,) = prove(claim, lambda: identity(equation(x * (x + 3), x**2 + 3 * x), over={x: Reals})).evidence
    assert (step.bearing, step.parts) == ("supports", ())
    (foreign,) = prove(claim, lambda: identity(other)).evidence
    assert foreign.bearing == "supports"


def test_a_claim_brings_its_own_domain(make_claim):
    claim = make_claim(equation(x * (x + 1), x**2 + x), {x: Reals})
    with pytest.raises(ValueError, match="brings its own"):
        identity(claim, over={x: positive})
    with pytest.raises(ValueError, match="no formula"):
        identity(make_claim(id="toy.bare"))


@pytest.mark.parametrize("expr", [1 / x, sqrt(x**2) - x + 1, Phi(x) - phi(x), x**2 - y])
def test_nonzero_expressions_do_not_reduce_to_zero(expr):
    assert not reduces_to_zero(expr)
