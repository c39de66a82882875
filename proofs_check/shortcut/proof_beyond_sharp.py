"""The critical step ratio for small q, bracketed in balls."""

from fractions import Fraction

import pytest

from numerics.shortcut import certificate, certified_failure
from proofs_check.ledger.evidence import Rejected, Strength, record
from proofs_check.proof import proof, relies_on, saboteur
from theory.shortcut.beyond import monotone, sharp
from theory.shortcut.exits import basins
from theory.shortcut.model import reduction

#: 1/q, eta_a, and rho R^2 in thousandths: one that succeeds and one that fails.
BRACKETS = (
    (20, Fraction(1, 100), 300, 310),
    (50, Fraction(4, 2500), 270, 278),
    (100, Fraction(4, 10_000), 264, 270),
)


def _problem(over, eta, thousandths):
    """N = 1, so that R^2 = q^2."""
    eta_w = Fraction(thousandths, 1000) * over**2 * eta
    schedule = [(2000, eta, eta_w)]
    return {"k": 16, "q2": Fraction(1, over**2), "size": 1, "turn": Fraction(1, 3), "schedule": schedule}


@pytest.mark.parametrize(("over", "eta", "succeeds", "_"), BRACKETS)
@proof(sharp)
def proof_that_every_start_succeeds(over, eta, succeeds, _):
    relies_on(reduction, monotone, basins)
    found = certificate.certify_ball(**_problem(over, eta, succeeds), corners=60)
    if found.failed:
        raise Rejected(f"{found.failed} of {found.corners} corners do not certainly reach an exit")
    record(
        "certifies",
        Strength.CERTIFIED,
        detail=f"q = 1/{over}: {found.corners} trajectories in balls, at most {found.steps} steps",
    )


@pytest.mark.parametrize(("over", "eta", "_", "fails"), BRACKETS)
@proof(sharp)
def proof_that_the_worst_start_fails(over, eta, _, fails):
    relies_on(reduction, monotone, basins)
    steps = certified_failure.certify_failure(**_problem(over, eta, fails))
    if steps < 0:
        raise Rejected("the run does not certainly reach the exit to the spurious point")
    record("certifies", Strength.CERTIFIED, detail=f"q = 1/{over}: one trajectory in balls, {steps} steps")


@saboteur(sharp)
def filter_that_turns_a_tenth_less(patch):
    right = certified_failure.step_above
    patch.setattr(
        certified_failure,
        "step_above",
        lambda state, k, q2, size, a, w: right(state, k, q2, size, a, w * 9 / 10),
    )


@saboteur(sharp)
def filter_that_turns_a_tenth_more(patch):
    right = certificate.step_below
    patch.setattr(
        certificate, "step_below", lambda state, k, q2, size, a, w: right(state, k, q2, size, a, w * 11 / 10)
    )
