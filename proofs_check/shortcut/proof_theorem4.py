"""Stage I."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics import shortcut
from numerics.shortcut import reduced
from proofs_check.engines import bounded, for_all
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut.parts import others
from theory.shortcut.first_stage import lemma5, lemma6, lemma8, lemma9, theorem4


@proof(theorem4, *others(theorem4))
def proof_over_the_whole_domain():
    relies_on(lemma5, lemma6, lemma8, lemma9)
    for_all(theorem4)


@proof(theorem4)
@given(st.integers(2, 60), st.floats(0.02, 0.98), st.floats(0, 2 * np.pi), st.floats(0.05, 1))
def proof_that_runs_keep_to_the_count(patches, q2, turn, pace):
    """From the rim of the ball and pi/3, with the step ratio that beyond.stage1 allows for 5 pi/12."""
    relies_on(lemma5, lemma8, lemma9)
    eta_a = pace * 2 * np.pi / (patches + np.pi - 1)
    d0 = eta_a / (2 * np.pi) * (float(shortcut.overlap(np.pi / 3)) - 1 + (np.pi - 1) * q2**0.5)
    rho = 2 * 0.097788 / (q2 + d0 * q2**0.5 + 2 * d0**2)
    steps = int(np.ceil(6.008 / eta_a)) + 1
    sigma, chi = np.cos(turn), np.sin(turn) * np.sqrt(q2 / (1 - q2))
    schedule = [(steps + 200, eta_a, min(rho * eta_a, 1.656))]
    run = reduced.trajectory(reduced.State(sigma, chi, np.pi / 3), patches, q2, 1.0, schedule)
    x = reduced.share(run, q2)
    bounded(run.phi, ">=", 0.0, because="angles are not negative")
    bounded(run.phi, "<=", 5 * np.pi / 12, because="the claim's largest angle", slack=1e-12)
    bounded(x[steps:], ">=", 0.05, because="the claim's least share", slack=1e-12)
    bounded(x[steps:], "<=", 1.2072, because="the claim's largest share", slack=1e-12)


@saboteur(theorem4)
def filter_moves_uphill(patch):
    right = reduced.step

    def wrong(state, k, q2, size, eta_a, eta_w):
        new = right(state, k, q2, size, eta_a, eta_w)
        return new._replace(phi=np.clip(2 * state.phi - new.phi, 0, np.pi))

    patch.setattr(reduced, "step", wrong)
