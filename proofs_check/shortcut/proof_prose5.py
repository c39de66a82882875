"""With the output layer known there is no stage I."""

import numpy as np

from numerics.shortcut import reduced
from proofs_check.engines import bounded, for_all
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut.parts import others
from theory.shortcut.experiments import known_output
from theory.shortcut.model import reduction


@proof(known_output, *others(known_output))
def proof_over_the_whole_domain():
    relies_on(reduction)
    for_all(known_output)


@proof(known_output)
def proof_by_steps_from_every_angle():
    phi = np.linspace(0.01, 3.13, 500)
    one = np.ones_like(phi)
    moved = reduced.step(reduced.State(one, one, phi), 4, 0.3, 1.0, 1e-9, 2.0).phi
    bounded(moved, ">=", 0.0, because="angles are not negative")
    bounded(moved, "<", phi, because="every step turns the filter towards the teacher")


@saboteur(known_output)
def share_of_the_wrong_sign(patch):
    patch.setattr(reduced, "share", lambda state, q2: -state.sigma)  # noqa: ARG005
