"""Every linear target is a scaled last coordinate (Eqs. 2-5)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import rotation
from proofs_check.dying_relu.instances import rational_vectors, small
from proofs_check.engines import consistent, exactly, identity
from proofs_check.proof import proof, saboteur
from theory.dying_relu.targets import rotated_target


@proof(rotated_target)
def proof_by_a_reflection():
    identity(rotated_target)


@proof(rotated_target)
@given(rational_vectors(most=6), st.data())
def proof_in_exact_rationals(v, data):
    dimension = len(v)
    turn = rotation.turn_to_axis(v)
    x = np.array(data.draw(st.lists(small, min_size=dimension, max_size=dimension)), dtype=object)
    gamma = rotation.length(v)
    exactly(turn @ turn.T, np.eye(dimension, dtype=int))
    exactly(turn @ np.array(v, dtype=object), [0] * (dimension - 1) + [gamma])
    exactly(sum(a * b for a, b in zip(v, x, strict=True)), gamma * (turn @ x)[-1])


@proof(rotated_target, "target")
def proof_that_rectified_targets_have_the_same_law():
    x = np.random.default_rng(5).standard_normal((200_000, 3))
    v = np.array([2.0, -1.0, 2.0])
    consistent(np.maximum(x @ v, 0), mean=3 / np.sqrt(2 * np.pi), detects=0.05)
    consistent(np.maximum(x @ v, 0) ** 2, mean=4.5, detects=0.3)


@saboteur(rotated_target)
def turned_onto_the_first_axis(patch):
    right = rotation.turn_to_axis
    patch.setattr(rotation, "turn_to_axis", lambda v: right(v)[::-1])
