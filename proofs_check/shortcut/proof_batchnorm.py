"""Division by the filter's length as batch normalisation."""

import numpy as np

from numerics.shortcut import loss
from proofs_check.engines import for_all, has_order, identity
from proofs_check.proof import proof, saboteur
from theory.shortcut.discussion import normalisation


@proof(normalisation, "variance")
def proof_by_algebra():
    identity(normalisation)


@proof(normalisation, "standardised")
def proof_over_the_whole_domain():
    for_all(normalisation)


@proof(normalisation)
def proof_that_batches_come_near_the_population():
    """Mean square difference, over 2000 batches, of a patch's normalised pre-activation."""
    rng, w = np.random.default_rng(5), np.array([0.7, -0.2, 1.1])
    at = loss.checked(w, [1.0], [0.6, 0.0, 0.8], [1.0])
    sizes, found = np.array([16, 64, 256, 1024]), []
    for size in sizes:
        z = rng.standard_normal((2000, size, 3)) @ (w + 3**-0.5)
        batch = (z[:, 0] - z.mean(axis=1)) / z.std(axis=1)
        population = z[:, 0] / float(at.length)
        found.append(float(np.sqrt(np.mean((batch - population) ** 2))))
    has_order(sizes, found, order=-0.5, tol=0.1, because="higher orders in 1/B, and 2000 draws")


@saboteur(normalisation)
def length_of_the_filter_without_the_shortcut(patch):
    right = loss.checked
    patch.setattr(loss, "checked", lambda w, a, v, s, shortcut=True: right(w, a, v, s, False))  # noqa: ARG005
