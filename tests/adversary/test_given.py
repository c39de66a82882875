"""A fact is known only where it was shown, the symbols of its assumptions included."""

import pytest
from sympy import Interval

from proofs_check.engines import for_all
from theory.claim import Reals, negative, positive

from sympy import symbols  # isort: skip

x, y, z = symbols("x y z", real=True)


@pytest.mark.parametrize(
    ("over", "assuming"),
    [
        ({x: Reals, y: positive}, (x > y,)),
        ({x: Reals, y: Interval(0, 1)}, (x > y,)),
        ({x: positive, y: Reals}, (x > y,)),
    ],
    ids=str,
)
def test_a_fact_on_part_of_the_domain_of_its_assumptions_is_not_known(make_claim, prove, over, assuming):
    claim = make_claim(x > 0, {x: Reals, y: Reals}, assuming=(x > y,))

    def body():
        for_all(x > 0, over=over, assuming=assuming)
        for_all(claim, given=(x > 0,))

    with pytest.raises(ValueError, match="on this domain"):
        prove(claim, body)


def test_a_symbol_of_an_assumption_that_the_statement_lacks_is_not_known(make_claim, prove):
    claim = make_claim(x > -1, {x: Reals}, assuming=(x > -2,))

    def body():
        for_all(x > 0, over={x: Reals, z: positive}, assuming=(x > z,))
        for_all(claim, given=(x > 0,))

    with pytest.raises(ValueError, match="on this domain"):
        prove(claim, body)


def test_a_fact_on_a_larger_domain_is_known(make_claim, prove):
    claim = make_claim(x < 1, {x: Reals, y: negative}, assuming=(x < y,))

    def body():
        for_all(x < 0, over={x: Reals, y: Interval.Lopen(-(10**9), 0).union(negative)}, assuming=(x < y,))
        for_all(claim, given=(x < 0,))

    prove(claim, body)
