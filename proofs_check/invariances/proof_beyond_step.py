"""Discrete steps drift by a law of their own; inertia conserves something else."""

import random
from itertools import combinations, pairwise

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given

from numerics.invariances import architecture, conservation, descent, gradient_flow
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.network import RELU
from proofs_check.engines import agrees, attains, exactly, for_all, has_order, identity, leaves_nonnegative
from proofs_check.invariances import layers, saboteurs
from proofs_check.invariances.instances import seeds
from proofs_check.invariances.trained import observed
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.invariances import dynamics
from theory.invariances.dynamics import momentum, steps
from theory.invariances.matrices import dense_dense


@proof(steps, "drift")
def proof_by_expansion():
    relies_on(dense_dense)
    identity(steps)


@proof(steps, "entries")
def proof_of_the_bound_for_any_numbers():
    """Half the squares of g - g' and r + r' are left; with signs exchanged it bounds the entry from below."""
    by_hand("With the signs of one neuron's derivatives changed the same bound holds from below.")
    leaves_nonnegative(steps, rest=dynamics.bound_rest())


@proof(steps, "bound", "sum")
def proof_of_the_bounds():
    for_all(steps)


@proof(steps, "bound")
def proof_that_the_bound_is_attained():
    attains(steps, {dynamics.g_1: 1, dynamics.h_1: 1, dynamics.k_1: 0, dynamics.m_1: 0})


@proof(steps, "drift")
@given(seeds)
def proof_of_the_exact_drift(seed):
    """One step in rationals, behind it a ReLU network."""
    rng = random.Random(seed)
    net = Layered([Plain(architecture.dense(3, 2)), Plain(architecture.dense(2, 3), RELU),
                   Plain(architecture.dense(1, 2))])  # fmt: skip
    w, g, _ = layers.velocities(net, rng)
    eta = fmpq(rng.randint(1, 9), 10)
    after = [value - eta * slope for value, slope in zip(w, g, strict=True)]
    moved = after[0] @ after[0].T - after[1].T @ after[1] - (w[0] @ w[0].T - w[1].T @ w[1])
    expected = eta**2 * (g[0] @ g[0].T - g[1].T @ g[1])
    if layers.moving(expected):
        exactly(moved, expected)


def _linear():
    rng = np.random.default_rng(6)
    widths = (4, 5, 4, 3, 1)
    net = Layered([Plain(architecture.dense(n, m)) for m, n in pairwise(widths)])
    x, theta = rng.normal(size=(10, 4)), rng.normal(size=net.size) / 2
    return net, theta, x, x @ rng.normal(size=4)


def _twins(matrices):
    return [a @ a.T - b.T @ b for a, b in pairwise(matrices)]


def _apart(first, second):
    return max(float(np.abs(a - b).max()) for a, b in zip(first, second, strict=True))


@proof(steps, "drift", "sum")
def proof_that_halving_the_step_halves_the_drift():
    net, theta, x, y = _linear()
    etas = np.array([0.02, 0.01, 0.005, 0.0025])
    ends = [
        descent.train(net, theta, x, y, loss="squared", eta=float(eta), steps=round(2 / eta)) for eta in etas
    ]
    drifts = [_apart(_twins(net.split(theta)), _twins(net.split(end))) for end in ends]
    has_order(etas, drifts, order=1, tol=0.1, because="terms of the second order in the step")


@pytest.mark.parametrize("step", [0.05, 0.5, 2.0])
@proof(steps, "drift")
def proof_that_the_implicit_midpoint_conserves(step):
    net, theta, x, y = _linear()
    path = gradient_flow.implicit_midpoint(net, theta / 2, x, y, loss="squared", step=step, steps=20)
    for before, after in zip(_twins(net.split(path[0])), _twins(net.split(path[-1])), strict=True):
        agrees(before, after, atol=1e-13, because="Newton's method stops at rounding")
    observed(np.abs(path[-1] - path[0]).max() > 0.1, because="it went somewhere, by floating-point steps")


@proof(momentum)
def proof_by_differentiation():
    identity(momentum)


@pytest.mark.parametrize("h", [2, 3, 4])
@proof(momentum)
def proof_that_the_entries_are_independent(h):
    """Of positions and speeds of maps 2-h-1, as polynomials."""
    w = conservation.weights(6 * h)
    into, out, speed_in, speed_out = (
        [w[offset + n * i : offset + n * (i + 1)] for i in range(h)]
        for offset, n in ((0, 2), (2 * h, 1), (3 * h, 2), (5 * h, 1))
    )
    laws = [
        sum((v * x - u * y for v, x, u, y in zip(speed_in[i], into[j], into[i], speed_in[j], strict=True)),
            start=w[0] * 0)
        + speed_out[i][0] * out[j][0] - out[i][0] * speed_out[j][0]
        for i, j in combinations(range(h), 2)
    ]  # fmt: skip
    exactly(conservation.independent(laws), h * (h - 1) // 2)


@proof(momentum, "rate")
def proof_by_integrating_the_motion():
    net, theta, x, y = _linear()
    run = gradient_flow.flow(net, theta, x, y, loss="squared", times=[0.0, 1.0, 2.0, 5.0], friction=0.5)
    rng = np.random.default_rng(1)
    drift = _apart(_twins(net.split(run.theta[0, 0])), _twins(net.split(run.theta[-1, 0])))
    observed(drift > 0.02, because="the drift of Q comes from an integrator")
    for time, (place, speed) in zip(run.times, run.theta, strict=True):
        for area in _areas(net.split(place), net.split(speed)):
            agrees(area * 0, np.exp(0.5 * time) * area, atol=1e-10, because="an integrator at 1e-12 a step")
    # From rest the areas are 0; kicked, they are not, and fall like exp(-tau t).
    kick = rng.normal(size=net.size)
    kicked = gradient_flow.flow(
        net, theta, x, y, loss="squared", times=[0.0, 1.0, 3.0], friction=0.5, speed=kick
    )
    first = _areas(net.split(kicked.theta[0, 0]), net.split(kicked.theta[0, 1]))
    observed(max(np.abs(area).max() for area in first) > 0.1, because="the areas are floating-point numbers")
    for time, (place, speed) in zip(kicked.times, kicked.theta, strict=True):
        for old, new in zip(first, _areas(net.split(place), net.split(speed)), strict=True):
            agrees(old, np.exp(0.5 * time) * new, atol=1e-9, because="an integrator at 1e-12 a step")


def _areas(w, v):
    found = []
    for (w_1, w_2), (v_1, v_2) in zip(pairwise(w), pairwise(v), strict=True):
        found.append(v_1 @ w_1.T - w_1 @ v_1.T + v_2.T @ w_2 - w_2.T @ v_2)
    return found


saboteurs.against(steps, saboteurs.a_map_that_climbs, saboteurs.a_map_whose_columns_change_places)


@saboteur(steps)
def steps_in_the_place_of_their_midpoints(patch):
    patch.setattr(gradient_flow, "implicit_midpoint", lambda net, theta, x, y, *, loss, step, steps: np.stack(
        [theta, descent.train(net, theta, x, y, loss=loss, eta=step, steps=steps)]))  # fmt: skip


@saboteur(momentum)
def friction_forgotten(patch):
    right = gradient_flow.flow
    patch.setattr(gradient_flow, "flow", lambda *args, friction, **named: right(
        *args, friction=friction / 2, **named))  # fmt: skip


@saboteur(momentum)
def speeds_of_the_other_map(patch):
    right = conservation.independent
    patch.setattr(conservation, "independent", lambda laws: right([law * 0 for law in laws]))
