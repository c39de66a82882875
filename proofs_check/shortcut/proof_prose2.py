"""Failure without warm-up fades along some families."""

import numpy as np

from numerics.shortcut import chances as shortcut_chances
from numerics.shortcut import table
from proofs_check.engines import bounded
from proofs_check.proof import proof, relies_on, saboteur
from theory.shortcut.beyond import exact_table
from theory.shortcut.experiments import more_patches

RANKS = "ranks agree or do not"


@proof(more_patches)
def proof_along_the_families():
    relies_on(exact_table)
    for setting in ("S1", "S2", "S3"):
        chances = [
            shortcut_chances.success_probability(nodes=8, **table.how(setting, "no warm-up", k))
            for k in (16, 25, 36, 49)
        ]
        bounded(np.diff(chances), ">", 0.0, because="the chance rises along the family")


@proof(more_patches)
def proof_that_another_family_falls():
    chances = [
        shortcut_chances.success_probability(
            k=k,
            q2=1 / (4 * k),
            size=float(k * k),
            phi=0.45 * np.pi,
            schedule=[(60 * k * k, k**-2.0, k**-2.0)],
            nodes=8,
        )
        for k in (16, 36, 64)
    ]
    bounded(np.diff(chances), "<", 0.0, because="the chance falls along this family")


@saboteur(more_patches)
def success_and_failure_swapped(patch):
    right = shortcut_chances.success_probability
    patch.setattr(shortcut_chances, "success_probability", lambda **how: 1 - right(**how))
