import pytest
from sympy import Eq, Ge, Gt, Interval, Le, symbols

from proofs_check.engines import loosens
from proofs_check.ledger.evidence import Rejected
from theory.claim import Reals

x, y = symbols("x y", real=True)


def loose(make_claim, printed, **more):
    ours = Ge(x**2 + y**2, 2 * x * y, evaluate=False)
    return make_claim(ours, {x: Reals, y: Reals}, printed=printed, erratum="loose constant", **more)


@pytest.mark.parametrize(
    "printed",
    [
        Ge(x**2 + y**2, 2 * x * y - 1, evaluate=False),
        Gt(x**2 + y**2, 2 * x * y - 1),
        Le(-(x**2), 1, evaluate=False),
    ],
)
def test_bounds_that_are_never_attained(make_claim, prove, printed):
    claim = loose(make_claim, printed)
    (piece,) = prove(claim, lambda: loosens(claim)).evidence
    assert (piece.bearing, piece.parts, piece.claim) == ("loosens", ("",), claim.id)


def test_equality_anywhere_is_found(make_claim):
    with pytest.raises(Rejected, match="strictly is false"):
        loosens(loose(make_claim, Ge(x**2 + y**2, x * y, evaluate=False)))


def test_the_printed_domain_counts(make_claim):
    loosens(loose(make_claim, Ge(x**2, 0, evaluate=False), printed_domain={x: Interval(1, 2)}))
    assumed = loose(make_claim, Ge(x**2, 0, evaluate=False), id="toy.assumed", printed_assuming=(Gt(x, 0),))
    loosens(assumed)


def test_only_inequalities_are_loose(make_claim):
    claim = loose(make_claim, {"a": Eq(x, y)})
    with pytest.raises(ValueError, match="no inequality"):
        loosens(claim)
    with pytest.raises(ValueError, match="must be one of"):
        loosens(claim, "b")
