"""With the output layer known there is no stage I."""

import numpy as np

from numerics.shortcut import reduced
from proofs_check.engines import agrees, exactly, for_all
from proofs_check.proof import proof, saboteur
from proofs_check.shortcut.parts import others
from theory.shortcut.experiments import known_output


@proof(known_output, *others(known_output))
def proof_over_the_whole_domain():
    for_all(known_output)


@proof(known_output)
def proof_by_steps_from_every_angle():
    phi = np.linspace(0.01, 3.13, 500)
    one = np.ones_like(phi)
    moved = reduced.step(reduced.State(one, one, phi), 4, 0.3, 1.0, 1e-9, 2.0).phi
    agrees(phi / 2, moved, atol=1.57, because="angles lie in [0, pi]")
    exactly(int(((moved < phi) & (moved >= 0)).all()), 1)


@saboteur(known_output)
def share_of_the_wrong_sign(patch):
    patch.setattr(reduced, "share", lambda state, q2: -state.sigma)  # noqa: ARG005
