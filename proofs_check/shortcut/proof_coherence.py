"""Conditions on gradients that partial dissipativity comprises."""

import numpy as np

from numerics import shortcut
from proofs_check.engines import agrees, bounded, for_all
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from theory.shortcut.discussion import coherence
from theory.shortcut.model import closed_forms


@proof(coherence)
def proof_over_the_whole_domain():
    relies_on(closed_forms)
    for_all(coherence)


@proof(coherence, "not_coherent")
def proof_by_the_gradient_near_the_teachers_weights():
    """In full dimension, a* with a vanishing sum and a on the way to 0."""
    v_star, a_star = np.array([0.6, 0.8]), np.array([1.0, -2.0, 1.0])
    for phi in (0.5, 1.5, 2.5):
        filter_ = np.cos(phi) * v_star + np.sin(phi) * np.array([-0.8, 0.6])
        gap, size = np.pi - float(shortcut.overlap(phi)), 6.0
        for part in (0.1, 0.5, 0.9):
            length = part * gap * size**0.5 / (np.pi - 1)
            d = -length * a_star / size**0.5
            _, by_a = shortcut.population_gradient(filter_ - 2**-0.5, a_star + d, v_star, a_star)
            product = 2 * np.pi * float(by_a @ d)
            stated = coherence.part("not_coherent").args[1].lhs
            at = {symbol: {"n": length, "gap": gap, "N": size}[symbol.name] for symbol in stated.free_symbols}
            agrees(float(stated.subs(at)), product, rtol=1e-9, atol=1e-12, because="rounding")
            bounded(product, "<", 0.0, because="the gradient points away from the teacher's weights")


saboteur(coherence)(saboteurs.gradient_uphill)
