"""What means do to the variance of updates and to the Fisher matrix."""

from fractions import Fraction
from functools import lru_cache

import numpy as np
from hypothesis import given

from numerics import nonlinearity_generator as ng
from proofs_check.engines import exactly, for_all, identity, prevails, refutes
from proofs_check.nonlinearity_generator.instances import vectors
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.nonlinearity_generator.means import (
    backward,
    d_i,
    d_i_other,
    d_k,
    d_k_other,
    fisher,
    forward,
    mean_shift,
    q,
    shift_shares,
    z_1,
    z_2,
)
from theory.nonlinearity_generator.variance import theorem1

RUNS, WIDTH, DEPTH = 60, 64, 56


@proof(mean_shift, "excess", "softmax")
def proof_by_expansion():
    relies_on(theorem1)
    identity(mean_shift)


@proof(mean_shift, "least", "only_there", "cancels")
def proof_of_the_minimum():
    for_all(mean_shift)


@proof(mean_shift, "excess", "least")
@given(vectors(), vectors())
def proof_by_centring_exact_vectors(d, z):
    centred = [[v - sum(w, Fraction(0)) / len(w) for v in w] for w in (d, z)]
    spread, by_z, by_d = ng.variance_parts([d], [z])
    exactly(ng.update_variance([d], [z]) - ng.update_variance([centred[0]], [centred[1]]), by_z + by_d)
    exactly(ng.update_variance([centred[0]], [centred[1]]), spread)


@saboteur(mean_shift)
def means_exchanged(patch):
    right = ng.variance_parts
    patch.setattr(ng, "variance_parts", lambda d, z: right(z, d[::-1] if len(d) > 1 else z))


@proof(fisher)
def proof_that_independence_factors_the_block():
    identity(fisher)


@refutation(fisher)
def proof_that_dependence_leaves_a_block():
    refutes(
        fisher,
        {q: Fraction(1, 2), d_i: 1, d_k: 1, d_i_other: 0, d_k_other: 0, z_1: 1, z_2: -1},
    )


@lru_cache(maxsize=1)
def _shares():
    """Median shares over layers that come from E(z)^2 and E(d)^2, for each run and activation."""
    found = {}
    for name, energy in (("generator", 1.0), ("relu", 2.0)):
        rng = np.random.default_rng(17)
        runs = []
        for _ in range(RUNS):
            weights = rng.standard_normal((DEPTH, WIDTH, WIDTH)) * np.sqrt(energy / WIDTH)
            inputs, slopes = [rng.standard_normal(WIDTH)], []
            level = -1.0 if name == "generator" else 0.0
            for w in weights:
                s = w @ inputs[-1]
                inputs.append(np.asarray(ng.generator(s, level)))
                slopes.append(s > level)
            g, shares = rng.standard_normal(WIDTH), []
            for w, z, slope in zip(weights[::-1], inputs[-2::-1], slopes[::-1], strict=True):
                d = g * slope
                parts = np.array(ng.variance_parts(d[None], z[None]))
                shares.append(parts[1:] / parts.sum())
                g = w.T @ d
            runs.append(np.median(shares, axis=0))
        found[name] = np.array(runs)
    return found


@proof(shift_shares)
def proof_on_random_networks():
    shares = _shares()
    shifted = (shares["relu"][:, 0] > 0.15) & (shares["generator"][:, 0] < 0.05)
    prevails(shift_shares, forward, shifted, part="forward")
    back = (shares["relu"][:, 1] > 0.08) | (shares["generator"][:, 1] > 0.08)
    prevails(shift_shares, backward, back, part="backward")


@saboteur(shift_shares)
def parts_exchanged(patch):
    _shares.cache_clear()
    right = ng.variance_parts

    def wrong(d, z):
        spread, by_z, by_d = right(d, z)
        return spread, by_d, by_z

    patch.setattr(ng, "variance_parts", wrong)
