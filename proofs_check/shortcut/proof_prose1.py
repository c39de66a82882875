"""The plain network fails only for small r."""

import numpy as np
import pytest

from numerics import shortcut
from numerics.shortcut import chances, reduced
from proofs_check.engines import exactly, for_all, refutes
from proofs_check.proof import proof, refutation, relies_on, saboteur
from proofs_check.shortcut.parts import others
from theory.shortcut.exits import basins
from theory.shortcut.experiments import plain_network
from theory.shortcut.setting import k, q


@proof(plain_network, *others(plain_network))
def proof_over_the_whole_domain():
    relies_on(basins)
    for_all(plain_network)


@pytest.mark.parametrize("patches", [2, 5, 16, 64])
@proof(plain_network)
def proof_that_every_start_succeeds_above_the_threshold(patches):
    """Random starts of the ball, at angles up to .97 pi, for teachers from just above r_c on."""
    relies_on(basins)
    rng = np.random.default_rng(patches)
    least = shortcut.threshold(patches) / patches
    for part in (0.05, 0.5):
        q2 = least + part * (1 - least)
        sigma, chi = chances.start_of(chances.draw_output(patches, 300, rng), q2)
        eta = np.pi / (patches + np.pi - 1)
        found = reduced.success(
            sigma, chi, rng.uniform(0, 0.97 * np.pi, 300), k=patches, q2=q2, size=1.0,
            schedule=[(40_000, eta, min(eta, 1.6))], every=8,
        )  # fmt: skip
        exactly(found.codes.astype(int), np.ones(300, int))


@refutation(plain_network)
def proof_that_a_single_patch_has_no_attracting_spurious_point():
    relies_on(basins)
    refutes(plain_network, {k: 1, q: 1})


@saboteur(plain_network)
def threshold_for_the_sum_of_the_weights_halved(patch):
    right = shortcut.threshold
    patch.setattr(shortcut, "threshold", lambda k: right(k) / 2)
