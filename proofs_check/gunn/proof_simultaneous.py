"""In a simultaneous layer two units that are read alike stay together."""

import numpy as np
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Eq

from numerics import gunn
from numerics.gunn import layer, learning
from proofs_check.engines import bounded, exactly, for_all, identity
from proofs_check.gunn.instances import exact, matrices, small, steps
from proofs_check.proof import proof, saboteur
from theory.gunn.simultaneous import simultaneous

_equations = [name for name, part in simultaneous.parts.items() if isinstance(part, Eq)]
_rest = [name for name in simultaneous.parts if name not in _equations]
HOW = {"update": "simultaneous"}


@proof(simultaneous, *_equations)
def proof_by_expansion():
    identity(simultaneous)


@proof(simultaneous, *_rest)
def proof_of_the_invariant_set():
    for_all(simultaneous)


def _train(weights, after, x, wanted, epsilon, activation):
    """Three steps with momentum of z = S f(x + W x), with f after the skip; yields the maps on the way."""
    w, s, x, wanted = (exact(a) for a in (weights, after, x, wanted))
    speed_w, speed_s, momentum = w * 0, s * 0, fmpq(1, 2)
    for _ in range(3):
        pre = gunn.forward(w, x, **HOW)
        slope = np.where(pre > 0, pre * 0 + 1, pre * 0) if activation == "relu" else pre * 0 + 1
        error = (pre * slope) @ s.T - wanted
        g = (error @ s) * slope
        speed_s = momentum * speed_s + error.T @ (pre * slope)
        speed_w = momentum * speed_w + (w - gunn.gradient_step(w, x, g, fmpq(1), **HOW))
        w, s = w - epsilon * speed_w, s - epsilon * speed_s
        yield gunn.jacobian(w, x[0], **HOW), s


def _tie(weights, after, p, q):
    """Rows p and q of T and columns p and q of S made equal."""
    for column in range(len(weights)):
        weights[q][column] = weights[p][column] + (column == p) - (column == q)
    for row in after:
        row[q] = row[p]


@st.composite
def _networks(draw):
    n = draw(st.integers(2, 4))
    p, q = draw(st.lists(st.integers(0, n - 1), min_size=2, max_size=2, unique=True))
    weights, after = draw(matrices(n)), draw(matrices(n, 2))
    _tie(weights, after, p, q)
    return weights, after, p, q, draw(matrices(n, 2)), draw(matrices(2, 2))


@proof(simultaneous)
@settings(max_examples=20)
@given(_networks(), steps, st.sampled_from(["linear", "relu"]))
def proof_by_three_exact_steps_with_momentum(network, epsilon, activation):
    weights, after, p, q, x, wanted = network
    for matrix, s in _train(weights, after, x, wanted, epsilon, activation):
        exactly(matrix[p], matrix[q])
        exactly(s[:, p], s[:, q])


@proof(simultaneous, "difference", "step")
@settings(max_examples=20)
@given(matrices(3), matrices(3, 2), matrices(3, 2), steps, small)
def proof_of_difference_and_step(weights, x, g, epsilon, extra):
    y = gunn.forward(weights, x[0], **HOW)
    w = exact(weights)
    row = w[2] - w[0] + exact([-1, 0, 1])
    exactly(y[2] - y[0], (row * exact(x[0])).sum())
    moved = gunn.gradient_step(weights, x, g, epsilon, **HOW) - w
    law = sum((exact(s) * (r[2] - r[0]) for s, r in zip(x, g, strict=True)), start=w[0] * 0)
    exactly(moved[2] - moved[0], -epsilon * law)
    other = exact(g)
    other[0, 0] = other[0, 2] + 1 + extra**2
    other[1] = other[1] * 0
    if any(x[0]):  # without equal gradients the rows part
        moved = gunn.gradient_step(weights, x, other, epsilon, **HOW) - w
        bounded(((moved[2] - moved[0]) ** 2).sum(), ">", 0, because="the rows part")


@proof(simultaneous, "outside")
def proof_that_the_skip_outside_lets_the_units_part():
    weights, how = exact([[-1, 1], [1, -1]]), {"activation": "relu", **HOW}
    for x in ([1, 2], [2, 1], [-3, 1], [0, 0]):
        exactly(gunn.forward(weights, exact(x), **how), [max(x)] * 2)
    x, g = exact([[1, 2]]), exact([[1, 1]])
    y = gunn.forward(gunn.gradient_step(weights, x, g, fmpq(1, 100), **how), x[0], **how)
    exactly(y, [fmpq(39, 20), 2])


@saboteur(simultaneous)
def gradual_update_instead(patch):
    right = layer.read
    patch.setattr(layer, "read", lambda x, outputs, i, update: right(x, outputs, i, "gradual"))  # noqa: ARG005


@saboteur(simultaneous)
def gradient_of_one_unit_scaled(patch):
    right = learning._totals
    patch.setattr(learning, "_totals", lambda w, *rest: right(w, *rest) * np.arange(1, w.shape[-1] + 1))
