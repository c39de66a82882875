"""A linear layer updated gradually is a triangular system (Eq. 1)."""

import numpy as np
import pytest
from hypothesis import given, settings
from sympy import Eq, IndexedBase, Naturals, Sum, Symbol

from numerics import gunn
from numerics.gunn import layer
from proofs_check.engines import exactly, identity, induction_on_vertices
from proofs_check.gunn.instances import exact, layers, sequential
from proofs_check.proof import proof, saboteur
from theory.claim import RealArrays
from theory.gunn import any_size
from theory.gunn.appendix import as_map, residual
from theory.gunn.appendix import sequential as claim
from theory.gunn.setting import everything


@proof(claim)
def proof_for_any_number_of_units():
    identity(claim)


@proof(claim, "only")
def proof_unit_by_unit():
    """Two solutions differ by d with (I - L) d = 0: unit by unit there is no difference."""
    d, i, j = IndexedBase(Symbol("d", real=True)), any_size.i, any_size.j
    read = Sum(any_size.omega[i, j] * d[j], (j, 1, i - 1))
    over = {i: Naturals, d.label: RealArrays(1), any_size.omega.label: RealArrays(2)}
    induction_on_vertices(Eq(d[i], 0, evaluate=False), on=i, recursion={d[i]: read}, over=over)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
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
