"""The edge between the basins."""

import numpy as np

from numerics.shortcut import separatrix
from proofs_check.engines import has_order
from proofs_check.proof import proof, relies_on, saboteur
from theory.shortcut.exits import basins, edge
from theory.shortcut.model import reduction


@proof(edge)
def proof_that_the_edge_of_the_basins_nears_its_limit_form():
    relies_on(reduction, basins)
    pulls, angles = np.array([400.0, 1600.0, 6400.0, 25_600.0]), [0.6, 1.2]
    found = np.stack([separatrix.edge(angles, pull, pace=0.01) for pull in pulls])
    limit = np.stack([separatrix.asymptotic_edge(angles, pull) for pull in pulls])
    for gaps in (found / limit - 1).T:
        because = "next order in 1/sqrt(rho N), and steps of .01 of the shortest time"
        has_order(pulls**-0.5, gaps, order=1, tol=0.05, because=because)


@saboteur(edge)
def potential_from_the_wrong_end(patch):
    right = separatrix.potential
    patch.setattr(separatrix, "potential", lambda low, high: right(low, high - 0.02))
