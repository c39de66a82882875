"""A small filter step lets a'a* turn positive first."""

import numpy as np

from numerics.shortcut import reduced
from proofs_check.engines import coincides
from proofs_check.proof import proof, relies_on, saboteur
from theory.shortcut.exits import basins
from theory.shortcut.experiments import patience

TRUTH = "truth values agree or do not"


@proof(patience)
def proof_from_the_worst_start():
    relies_on(basins)
    k, q2 = 36, 1 / 144
    start = reduced.State(-(q2**0.5), -(q2**0.5), 0.45 * np.pi)
    late = (4000, k**-2.0, k**-2.0)
    for schedule, label in (([(2000, k**-2.0, k**-4.0), late], "global"), ([late], "spurious")):
        run = reduced.trajectory(start, k, q2, 16.0 * k, schedule)
        x, beyond = reduced.share(run, q2), run.phi > np.pi / 2
        ended = reduced.success(*start, k=k, q2=q2, size=16.0 * k, schedule=schedule).labels
        if label == "global":
            grown = run.phi[np.argmax(x > 0)] - start.phi
            seen = [0 < grown < 0.08, not beyond.any()]
        else:
            seen = [(x[: np.argmax(beyond)] < 0).all(), beyond.any()]
        happened = [bool(event) for event in (*seen, ended == label)]
        coincides(happened, [True] * 3, because="what the claim says of this schedule")


@saboteur(patience)
def filter_that_never_turns(patch):
    right = reduced.step
    patch.setattr(reduced, "step", lambda state, k, q2, size, a, w: right(state, k, q2, size, a, w * 1e-9))
