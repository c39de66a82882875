"""A shortcut is average pooling; scales trade."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics import shortcut
from proofs_check.engines import agrees, for_all, identity
from proofs_check.proof import proof, saboteur
from proofs_check.shortcut.parts import equations
from theory.shortcut.model import network


@proof(network, *equations(network, "scale"))
def proof_by_algebra():
    identity(network)


@proof(network, "scale")
def proof_over_the_whole_domain():
    for_all(network)


@proof(network)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(1, 6), st.floats(0.1, 10))
def proof_on_random_networks(seed, p, k, scale):
    rng = np.random.default_rng(seed)
    z, w, a = rng.standard_normal((k, p)), rng.standard_normal(p), rng.standard_normal(k)
    direct = a @ np.maximum(z @ w + np.sqrt(p) * z.mean(axis=1), 0)
    moved = shortcut.network(z, scale * (w + p**-0.5) - p**-0.5, a / scale)
    because = "rounding of sums of a few dozen terms of size 10"
    agrees(direct, float(shortcut.network(z, w, a)), atol=1e-12, because=because)
    agrees(direct, float(moved), atol=1e-11, because=because)


@saboteur(network)
def pooling_by_the_sum(patch):
    right = shortcut.network
    patch.setattr(shortcut, "network", lambda z, w, a: right(z, w + np.shape(w)[-1] ** -0.5, a))
