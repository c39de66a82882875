"""Weight decay alone separates a collapsed pair."""

import numpy as np
from hypothesis import given, settings
from sympy import Eq

from numerics import gunn
from numerics.gunn import layer
from proofs_check.engines import exactly, for_all, identity
from proofs_check.gunn.instances import collapsed, exact, steps, vectors
from proofs_check.proof import proof, saboteur
from theory.gunn.beyond import decay

_implications = [name for name, part in decay.parts.items() if not isinstance(part, Eq)]


@proof(decay, "gradual", "any_number")
def proof_by_expansion():
    identity(decay)


@proof(decay, *_implications)
def proof_from_equal_rows():
    for_all(decay)


@proof(decay)
@settings(max_examples=20)
@given(collapsed(samples=1), vectors(8), steps)
def proof_on_rational_layers(drawn, probe, rate):
    weights, p, q, *_ = drawn
    u = exact(probe[: len(weights)])
    shrunk = exact(weights) * (1 - rate)
    y = gunn.forward(shrunk, u)
    exactly(y[q] - y[p], -rate * (y[p] - u[q]))
    side = exact(weights)
    side[q] = side[p] + exact([int(j == p) - int(j == q) for j in range(len(weights))])
    before, after = (gunn.jacobian(w, u, update="simultaneous") for w in (side, side * (1 - rate)))
    exactly(before[q], before[p])
    exactly(after[q] - after[p], exact([-rate * (int(j == p) - int(j == q)) for j in range(len(weights))]))
    without_skip = side.copy()
    without_skip[q] = side[p]
    exactly((without_skip * (1 - rate))[q], (without_skip * (1 - rate))[p])


@saboteur(decay)
def simultaneous_instead_of_gradual_update(patch):
    patch.setattr(layer, "read", lambda x, outputs, i, update: x)  # noqa: ARG005


@saboteur(decay)
def skip_forgotten(patch):
    right = gunn.jacobian
    patch.setattr(gunn, "jacobian", lambda w, x, **how: right(w, x, **how) - np.eye(len(x), dtype=int))
