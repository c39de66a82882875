import pytest
from sympy import Ge, Gt, Le, exp, symbols

from proofs_check.engines import sharpens
from proofs_check.ledger.evidence import Rejected, Undecided
from theory.claim import Reals, positive

x, y = symbols("x y", real=True)
LOOSE = {"erratum": "loose constant"}


def bounds(make_claim, ours, printed, domain=None, **more):
    domain = domain or dict.fromkeys(ours.free_symbols | printed.free_symbols, Reals)
    return make_claim(ours, domain, printed=printed, **LOOSE, **more)


def test_a_smaller_constant_sharpens_a_larger_one(make_claim, prove):
    claim = bounds(make_claim, Ge(x**2, 0, evaluate=False), Ge(x**2, -1, evaluate=False))
    (piece,) = prove(claim, lambda: sharpens(claim)).evidence
    assert (piece.bearing, piece.parts) == ("sharpens", ("",))


@pytest.mark.parametrize(
    ("ours", "printed"),
    [
        (Ge(x**2, 0, evaluate=False), Ge(x**2, 0, evaluate=False)),  # the same
        (Ge(x**2, 0, evaluate=False), Ge(x**2, 5, evaluate=False)),  # false
        (Ge(x**2, -1, evaluate=False), Ge(x**2, 0, evaluate=False)),  # attained, and stronger than ours
        (Le(x * y, (x**2 + y**2) / 2), Le(x * y, x**2 + y**2)),  # attained at 0
        (Ge(x**2, 0, evaluate=False), Gt(x**2, 0)),  # fails where ours is attained
    ],
    ids=str,
)
def test_what_is_attained_or_false_is_not_loose(make_claim, ours, printed):
    with pytest.raises(Rejected, match="attained or fails"):
        sharpens(bounds(make_claim, ours, printed))


def test_the_printed_domain_counts(make_claim):
    claim = bounds(
        make_claim,
        Le(x * y, (x**2 + y**2) / 2),
        Le(x * y, x**2 + y**2),
        {x: Reals, y: Reals},
        printed_domain={x: positive},
    )
    sharpens(claim)


def test_ours_must_be_claimed_wherever_the_printed_form_is(make_claim):
    claim = bounds(make_claim, Ge(x**3, 0), Ge(x**3, -1), {x: positive}, printed_domain={x: Reals})
    with pytest.raises(ValueError, match="not claimed for all printed x"):
        sharpens(claim)
    claim = bounds(
        make_claim, Ge(x**3, 0), Ge(x**3, -1), assuming=(Gt(x, 0),), printed_assuming=(), id="toy.assuming"
    )
    with pytest.raises(ValueError, match="the printed form does not"):
        sharpens(claim)


def test_only_inequalities_of_parts_that_there_are(make_claim):
    with pytest.raises(ValueError, match="no inequality is printed"):
        sharpens(make_claim(Ge(x**3, x), {x: positive}), "")
    claim = make_claim(
        {"a": Ge(x**3, x)}, {x: Reals}, printed={"b": Ge(x**3, 2 * x)}, **LOOSE, id="toy.named"
    )
    with pytest.raises(ValueError, match="must be one of 'a'"):
        sharpens(claim)


def test_what_z3_cannot_tell_is_undecided(make_claim):
    claim = bounds(make_claim, Le(x, y), Le(exp(x), exp(y) + 1))
    with pytest.raises(Undecided):
        sharpens(claim)
