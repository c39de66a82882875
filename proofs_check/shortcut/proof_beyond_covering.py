"""Every start in the ball converges, certified."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.shortcut import certificate, chances, reduced
from proofs_check.engines import coincides
from proofs_check.ledger.evidence import Rejected, Strength, record
from proofs_check.proof import proof, relies_on, saboteur
from theory.shortcut.beyond import covering, monotone
from theory.shortcut.exits import basins
from theory.shortcut.model import reduction

LENGTHS = {16: 459, 25: 943, 36: 1723, 49: 2854, 64: 4429, 81: 6497, 100: 9188}


@pytest.mark.parametrize(
    ("patches", "length", "corners"), [*[(k, n, 40) for k, n in LENGTHS.items()], (16, 437, 199)]
)
@proof(covering)
def proof_by_a_staircase_of_trajectories(patches, length, corners):
    relies_on(reduction, monotone, basins)
    square = patches**2
    found = certificate.certify_ball(
        k=patches,
        q2=Fraction(1, 4 * patches),
        size=16 * patches,
        turn=Fraction(9, 20),
        schedule=[
            (length, Fraction(1, square), Fraction(1, square**2)),
            (60 * square, Fraction(1, square), Fraction(1, square)),
        ],
        corners=corners,
    )
    if found.failed:
        raise Rejected(f"{found.failed} of {found.corners} corners do not certainly reach an exit")
    record(
        "certifies",
        Strength.CERTIFIED,
        detail=f"k = {patches}: {found.corners} trajectories in balls, at most {found.steps} steps, "
        f"never nearer to pi/2 than {found.margin:.5f}",
    )


@pytest.mark.parametrize(("patches", "length"), list(LENGTHS.items()))
@proof(covering)
def proof_that_much_shorter_warm_ups_fail(patches, length):
    """The same corners in double precision."""
    relies_on(reduction, basins)
    shorter, q2, square = int(length / 1.058), 1 / (4 * patches), patches**2
    corners = np.array(certificate.staircase(40), dtype=float).T
    sigma, chi = chances.start_of(corners, q2)
    schedule = [(shorter, 1 / square, 1 / square**2), (60 * square, 1 / square, 1 / square)]
    found = reduced.success(
        sigma, chi, 0.45 * np.pi, k=patches, q2=q2, size=16.0 * patches, schedule=schedule, every=8
    )
    coincides(bool((found.codes == 2).any()), True, because="a corner ends at the spurious point")


@saboteur(covering)
def filter_that_turns_half_as_far(patch):
    right = reduced.step
    patch.setattr(reduced, "step", lambda state, k, q2, size, a, w: right(state, k, q2, size, a, w / 2))


@saboteur(covering)
def no_warm_up(patch):
    right = certificate.certify_ball
    patch.setattr(certificate, "certify_ball", lambda schedule, **how: right(schedule=schedule[1:], **how))


@saboteur(covering)
def gradient_of_the_wrong_sign(patch):
    right = certificate.step_below
    patch.setattr(
        certificate, "step_below", lambda state, k, q2, size, a, w: right(state, k, q2, size, -a, w)
    )
