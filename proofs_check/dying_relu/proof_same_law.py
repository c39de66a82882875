"""Turned inputs have the law of the inputs (Section 3)."""

import numpy as np
import pytest

from numerics.dying_relu import rotation
from proofs_check.engines import consistent, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.inputs import same_law
from theory.dying_relu.targets import rotated_target


@proof(same_law)
def proof_by_the_moment_generating_function():
    relies_on(rotated_target)
    by_hand(
        "Coordinates are independent, so that expectations of their exponentials multiply; where these are "
        "finite around 0 they determine the law."
    )
    identity(same_law)


@pytest.mark.parametrize("dimension", [2, 3, 6])
@proof(same_law, "length")
def proof_on_turned_samples(dimension):
    rng = np.random.default_rng(5)
    x = rng.standard_normal((40_000, dimension))
    v = np.arange(1, dimension + 1) * (-1.0) ** np.arange(dimension)
    turned = x @ np.array(rotation.turn_to_axis(v), dtype=float).T
    # Cosines at a direction of length 1 see every moment; their mean is e^(-1/2).
    t = np.ones(dimension) / np.sqrt(dimension)
    consistent(np.cos(turned @ t), mean=float(np.exp(-0.5)), detects=0.05)
    consistent(np.maximum(turned[:, -1], 0), mean=float(1 / np.sqrt(2 * np.pi)), detects=0.05)


@saboteur(same_law)
def rows_of_the_rotation_stretched(patch):
    right = rotation.turn_to_axis
    patch.setattr(rotation, "turn_to_axis", lambda v: 2 * np.array(right(v), dtype=float))
