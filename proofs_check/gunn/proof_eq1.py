"""A linear layer updated gradually is a triangular system (Eq. 1)."""

import numpy as np
import pytest
from hypothesis import given, settings

from numerics import gunn
from numerics.gunn import layer
from proofs_check.engines import exactly, identity
from proofs_check.gunn.instances import exact, layers, sequential
from proofs_check.proof import proof, saboteur
from theory.gunn.appendix import as_map, residual
from theory.gunn.appendix import sequential as claim
from theory.gunn.setting import everything


@proof(claim)
def proof_by_expansion():
    identity(claim)


@pytest.mark.parametrize("n", [1, 2, 4])
@proof(claim)
def proof_for_other_sizes(n):
    identity(residual(n), over=everything(residual(n)))
    identity(as_map(n), over=everything(as_map(n)))


@proof(claim)
@settings(max_examples=25)
@given(layers())
def proof_on_rational_layers(drawn):
    weights, x, _ = drawn
    y = gunn.forward(weights, x)
    exactly(y, sequential(weights, x))
    omega, unit = exact(weights), np.eye(len(x), dtype=int)
    exactly((unit - np.tril(omega, -1)) @ y, (unit + np.triu(omega)) @ exact(x))
    exactly(gunn.jacobian(weights, x) @ exact(x), y)


@saboteur(claim)
def simultaneous_instead_of_gradual_update(patch):
    patch.setattr(layer, "read", lambda x, outputs, i, update: x)  # noqa: ARG005


@saboteur(claim)
def index_off_by_one(patch):
    right = layer.read
    patch.setattr(layer, "read", lambda x, outputs, i, update: right(x, outputs, max(i - 1, 0), update))
