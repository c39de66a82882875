"""A gradient that occurs on one side of Eq. 4 only (Eq. 5)."""

import pytest
from hypothesis import given, settings
from sympy import Eq, Sum

from numerics import gunn
from numerics.gunn import learning
from proofs_check.engines import exactly, for_all, identity, induction_on_vertices, refutes
from proofs_check.gunn.instances import exact, layers
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.claim import RealArrays
from theory.gunn import any_number
from theory.gunn.appendix import change, coefficient, gradient, isolated, read, size, w
from theory.gunn.setting import A, delta, eps, everything, weight

_coefficients = [
    name for name, part in isolated.parts.items() if isinstance(part, Eq) and name != "unaffected"
]
_conclusions = [name for name, part in isolated.parts.items() if not isinstance(part, Eq)]
PAIRS = [(p, q) for q in range(2, 6) for p in range(1, q)]


@proof(isolated, *_coefficients)
def proof_by_differentiation():
    relies_on(change, gradient)
    identity(isolated)


@pytest.mark.parametrize("pair", PAIRS)
@proof(isolated, *_coefficients)
def proof_for_all_pairs_up_to_five(pair):
    p, q = pair
    found = [coefficient(p, q, q, -A[q - 1])]
    if q > p + 1:
        found.append(coefficient(p, q, q - 1, -weight(q, q - 1) * A[q - 2]))
    else:
        found.append(coefficient(p, q, p, -(weight(q, p) - 1) * A[p - 1]))
    for step in found:
        identity(step, over=everything(step))


@proof(isolated, "unaffected")
def proof_that_units_before_do_not_depend_on_it():
    """V_i, the coefficient in the rate of unit i before k, is a sum over the units before."""
    i, j, weights = any_number.i, any_number.j, any_number.omega
    read = Sum(weights[i, j] * any_number.slope[j], (j, 1, i - 1))
    recursion = {any_number.slope[i]: read}
    induction_on_vertices(isolated, on=i, recursion=recursion, over={weights.label: RealArrays(2)})


@proof(isolated, *_conclusions)
def proof_of_what_the_coefficients_force():
    for_all(isolated)


@proof(isolated, *_coefficients)
@settings(max_examples=25)
@given(layers(least=2))
def proof_on_rational_layers(drawn):
    """One total gradient is raised by 1, with the g that makes it so; the rates are affine in it."""
    weights, x, g = drawn
    kernel, sizes = gunn.tangent_kernel(weights, x), (gunn.state(weights, x) ** 2).sum(axis=1)
    omega, n = exact(weights), len(x)
    for q in range(1, n):
        # delta_i = g_i + sum over k > i of omega_ki delta_k: raising delta_q alone asks for this g.
        raised = exact(g) + exact([int(i == q) - (omega[q, i] if i < q else 0) for i in range(n)])
        exactly(
            gunn.total_gradient(weights, x, raised) - gunn.total_gradient(weights, x, g),
            [int(i == q) for i in range(n)],
        )
        moved = -(kernel @ (raised - exact(g)))
        for p in range(q):
            exactly(moved[q] - moved[p], -sizes[q])
        if q + 1 < n:
            for p in range(q):
                exactly(moved[q + 1] - moved[p], -omega[q + 1, q] * sizes[q])
            exactly(moved[q + 1] - moved[q], -(omega[q + 1, q] - 1) * sizes[q])


@refutation(isolated, "no_weight")
def proof_that_a_silent_unit_leaves_its_weight_free():
    refutes(isolated, {w: 1, size: 0})


@refutation(isolated, "moves")
def proof_that_a_weight_can_remain_zero():
    refutes(isolated, {w: 0, read: 0, delta[2]: 1, eps: 1})
    refutes(isolated, {w: 0, read: 1, delta[2]: 0, eps: 1})


@saboteur(isolated)
def direct_gradient_in_place_of_the_total(patch):
    patch.setattr(learning, "_totals", lambda w, slopes, g, update: g)  # noqa: ARG005
