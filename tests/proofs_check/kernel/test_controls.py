"""False statements: the scripts that prove the true ones must not prove these."""

import pytest
from sympy import Eq, symbols

from proofs_check.kernel import store
from proofs_check.kernel.hints.portfolio import Hints
from proofs_check.kernel.search import first_that_closes
from proofs_check.kernel.theorem import theorem, theorem_of, theorem_of_printed
from proofs_check.kernel.translate import Untranslatable
from proofs_check.mutation.equivalence import certainly_differs
from proofs_check.mutation.mutants import mutants
from theory.catalog import load
from theory.claim import Reals

#: Errata that are true statements, or may be: weaker than what is proved.
WEAKER = ("loose constant", "gap")
#: Of how many parts mutants are tried, and how many of each.
PARTS, EACH = 12, 2
SECONDS = 3


def fitting():
    """Parts with a stored script that fits, and the script."""
    claims = load()
    scripts = store.load({claim.paper for claim in claims})
    for claim in claims:
        for part in claim.parts:
            if (claim.id, part) in scripts:
                try:
                    if theorem_of(claim, part).key == scripts[claim.id, part].key:
                        yield claim, part, scripts[claim.id, part]
                except Untranslatable:
                    continue


def statement(formula, domain, assuming):
    try:
        return theorem(formula, domain, assuming).holds
    except Untranslatable:
        return None


def test_mutants_are_not_proved_by_the_same_scripts(build):
    found = list(fitting())
    goals = {}
    for claim, part, script in found[:: max(1, len(found) // PARTS)]:
        tried = 0
        for i, mutant in enumerate(mutants(claim.part(part), claim.domain)):
            if mutant.formula is None or mutant.of is not None or tried == EACH:
                continue
            if not certainly_differs(claim.part(part), mutant.formula, claim.domain, claim.assuming):
                continue
            if (stated := statement(mutant.formula, claim.domain, claim.assuming)) is not None:
                goals[f"{claim.id}[{part}] {i}: {mutant.description}"] = stated, [script.holds]
                tried += 1
    assert len(goals) >= PARTS
    assert first_that_closes(goals, seconds=SECONDS, build=build) == {}


def test_printed_errors_are_not_proved_by_the_same_scripts(build):
    goals = {}
    for claim, part, script in fitting():
        if part in claim.printed and claim.erratum not in WEAKER:
            try:
                goals[f"{claim.id}[{part}]"] = theorem_of_printed(claim, part).holds, [script.holds]
            except Untranslatable:
                continue
    assert goals
    assert first_that_closes(goals, seconds=SECONDS, build=build) == {}


@pytest.mark.parametrize("right", ["x**2 + y**2", "x**2 + 2*x*y - y**2", "x**2 + x*y + y**2"])
def test_a_wrong_claim_is_closed_by_nothing_in_the_portfolio(build, right):
    x, y = symbols("x y", real=True)
    wrong = Eq((x + y) ** 2, eval(right, {"x": x, "y": y}), evaluate=False)
    domain = {x: Reals, y: Reals}
    hints = Hints(wrong, domain, ())
    goals = {"wrong": (theorem(wrong, domain).holds, hints.quick() + hints.slow())}
    assert first_that_closes(goals, seconds=SECONDS, build=build) == {}
