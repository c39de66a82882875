"""The shortcut prior bounds the first angle."""

import numpy as np

from numerics.shortcut.loss import angle_between
from proofs_check.engines import agrees, certifies, identity
from proofs_check.proof import proof
from proofs_check.shortcut.parts import equations
from theory.shortcut.model import prior


@proof(prior, *equations(prior))
def proof_by_algebra():
    identity(prior)


@proof(prior, "rising")
def proof_by_balls():
    certifies(prior)


@proof(prior, "rises", "rising")
def proof_that_balls_look_at_the_slope_of_the_chord():
    """The distance of two filters against their angle, both measured on vectors in five dimensions."""
    rng = np.random.default_rng(6)
    v, across = np.linalg.qr(rng.standard_normal((5, 2)))[0].T
    for u in (0.05, 0.3, 0.6, 0.95):
        turn = np.pi * u + np.array([-1e-5, 1e-5])
        filters = np.outer(np.cos(turn), v) + np.outer(np.sin(turn), across)
        chord, angle = np.linalg.norm(filters - v, axis=1), angle_between(filters, v)
        slope = float(np.diff(chord)[0] / np.diff(angle)[0])
        because = "differences over 2e-5"
        agrees(prior.lhs_at({"u": u}, "rising"), slope, atol=1e-9, because=because)
        agrees(prior.rhs_at({"phi": np.pi * u}, "rises"), slope, atol=1e-9, because=because)
