"""Loss and gradient of the affine model (Eqs. 16-18)."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.dying_relu.instances import INDEPENDENT, positives, small
from proofs_check.engines import exactly, for_all, identity
from proofs_check.proof import by_hand, proof
from theory.dying_relu.affine import affine_loss


@proof(affine_loss, "loss_anywhere", "direction_apart", "direction_anywhere", "bias_anywhere")
def proof_in_any_dimension():
    by_hand(INDEPENDENT)
    identity(affine_loss)


@proof(affine_loss, "loss", "weights", "bias")
def proof_by_integration():
    identity(affine_loss)


@proof(affine_loss, "only_zero")
def proof_that_the_optimum_is_alone():
    for_all(affine_loss)


@proof(affine_loss, "loss", "weights", "bias")
@given(st.lists(small, min_size=4, max_size=4), small, positives)
def proof_on_eight_points_with_the_same_moments(w, b, gamma):
    # +-2 e_i in four dimensions, equally likely: mean 0 and covariance I, which is all that enters.
    x = np.array([s * 2 * row for row in np.eye(4, dtype=int) for s in (1, -1)], dtype=object)
    error = x @ np.array(w, dtype=object) + b - gamma * x[:, -1]
    eighth = Fraction(1, 8)
    distance = np.array([*w[:-1], w[-1] - gamma], dtype=object)
    exactly((error * error).sum() * eighth, (distance * distance).sum() + b * b)
    exactly(error @ x * eighth, distance)
    exactly(error.sum() * eighth, b)
