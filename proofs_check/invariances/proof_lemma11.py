"""Norms of the two stacks of a free block (Lemma 11)."""

import numpy as np
from sympy import Integer

from proofs_check.engines import agrees, attains, exactly, for_all, identity, loosens
from proofs_check.invariances.extremal import FREE_BLOCK, largest, one_eigenvalue
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.invariances import flattenings as names
from theory.invariances import matrices


@proof(names.free_block_norms, "out", "into", "hidden")
def proof_along_any_direction():
    relies_on(matrices.inside_block)
    identity(names.free_block_norms)


@proof(names.free_block_norms, "forward")
def proof_for_all_norms():
    by_hand("Squared norms are the largest squares along unit vectors.")
    for_all(names.free_block_norms)


@proof(names.free_block_norms, "forward")
def proof_that_two_is_attained():
    """By the kept block, and by its transpose for the converse: squared norms 4 and 2, kappa = 0."""
    at = {names.o: 4, names.i: 2, names.u: 2, names.z: 2, names.y: 2, names.kappa: 0}
    attains(names.free_block_norms, {symbol: Integer(value) for symbol, value in at.items()})
    loosens(names.free_block_norms)
    u, z, y = FREE_BLOCK
    for (u_, z_, y_), sizes in (((u, z, y), (4, 2)), ((y.T, z.T, u.T), (2, 4))):
        exactly(u_.T @ u_, y_ @ y_.T)
        into, out = np.concatenate([y_, z_]), np.concatenate([u_, z_], axis=1)
        one_eigenvalue(out @ out.T, sizes[0])
        one_eigenvalue(into.T @ into, sizes[1])


@proof(names.free_block_norms, "forward")
def proof_by_maximising_the_actual_ratio():
    """Y = U^T O with orthonormal rows of O has Y Y^T = U^T U; over U, Z and O the ratio comes to 2."""
    rng = np.random.default_rng(1)
    q, c, p = 1, 2, 4

    def ratio(v):
        u, z = v[: q * c].reshape(q, c), v[q * c : q * c + q * p].reshape(q, p)
        rows = np.linalg.qr(v[q * c + q * p :].reshape(p, q))[0].T
        y = u.T @ rows
        out = np.linalg.norm(np.hstack([u, z]), 2) ** 2
        return out / np.linalg.norm(np.vstack([y, z]), 2) ** 2

    most = largest(ratio, q * c + 2 * q * p, rng)
    agrees(2, most, rtol=5e-3, because="an optimiser at a maximum that is a kink")


@saboteur(names.free_block_norms)
def ratio_of_other_stacks(patch):
    patch.setattr(np, "hstack", lambda pair: pair[1])
