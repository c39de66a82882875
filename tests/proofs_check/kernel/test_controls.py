"""False statements: the scripts that prove the true ones must not prove these.

The quick profile; `relucidate kernel --controls` takes all of them.
"""

import pytest
from sympy import Eq, symbols

from proofs_check.kernel import controls
from proofs_check.kernel.hints.portfolio import Hints
from proofs_check.kernel.search import first_that_closes
from proofs_check.kernel.theorem import theorem
from theory.catalog import load
from theory.claim import Reals

#: Of how many parts mutants are tried, and how many of each.
PARTS, EACH = 12, 2
SECONDS = 3


@pytest.fixture(scope="module")
def found():
    return list(controls.fitting(load()))


def test_mutants_are_not_proved_by_the_same_scripts(build, found):
    goals = controls.mutated(found[:: max(1, len(found) // PARTS)], EACH)
    assert len(goals) >= PARTS
    assert controls.proved(goals, seconds=SECONDS, build=build) == []


def test_printed_errors_are_not_proved_by_the_same_scripts(build, found):
    goals = controls.printed(found)
    assert goals
    assert controls.proved(goals, seconds=SECONDS, build=build) == []


def test_a_control_would_notice(build):
    x, y = symbols("x y", real=True)
    true = theorem(Eq((x + y) ** 2, x**2 + 2 * x * y + y**2, evaluate=False), {x: Reals, y: Reals})
    assert controls.proved({"true": (true.holds, ["intros; ring"])}, build=build) == ["true"]


@pytest.mark.parametrize("right", ["x**2 + y**2", "x**2 + 2*x*y - y**2", "x**2 + x*y + y**2"])
def test_a_wrong_claim_is_closed_by_nothing_in_the_portfolio(build, right):
    x, y = symbols("x y", real=True)
    wrong = Eq((x + y) ** 2, eval(right, {"x": x, "y": y}), evaluate=False)
    domain = {x: Reals, y: Reals}
    hints = Hints(wrong, domain, ())
    goals = {"wrong": (theorem(wrong, domain).holds, hints.quick() + hints.slow())}
    assert first_that_closes(goals, seconds=SECONDS, build=build) == {}
