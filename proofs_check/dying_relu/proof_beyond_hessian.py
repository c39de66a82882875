"""Curvature at the optimum, and a trap around it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Eq

from numerics.dying_relu import momentum, relu_unit
from proofs_check.engines import agrees, bounded, certifies, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.closed_forms import rotation_free
from theory.dying_relu.critical_points import critical_points, hessian
from theory.dying_relu.scaling import rescale_single
from theory.dying_relu.spectrum import complex_onset, ripples
from theory.dying_relu.unit import same_sign

_equations = [name for name, part in hessian.parts.items() if isinstance(part, Eq)]
_definite = [name for name in hessian.parts if name.startswith(("above", "below"))]
_orderings = [name for name in hessian.parts if name not in (*_equations, *_definite)]
TARGETS = pytest.mark.parametrize("target", ["linear", "relu"])


@proof(hessian, *_equations)
def proof_by_differentiation():
    relies_on(rotation_free, same_sign)
    identity(hessian)


@proof(hessian, *_orderings)
def proof_by_real_algebra():
    relies_on(ripples, complex_onset)
    for_all(hessian)


@proof(hessian, *_definite)
def proof_of_positive_definiteness_by_balls():
    relies_on(rescale_single, critical_points)
    certifies(hessian)


def _slopes(at, gamma, target):
    by_weights, by_bias = relu_unit.population_gradient(at[..., :-1], at[..., -1], gamma, target)
    return np.concatenate([by_weights, by_bias[..., None]], axis=-1)


def _differences(at, gamma, target, h=1e-5):
    """Second derivatives by central differences of the gradient."""
    steps = h * np.eye(at.size)
    return (_slopes(at + steps, gamma, target) - _slopes(at - steps, gamma, target)) / (2 * h)


@TARGETS
@proof(hessian, "plane", "rectified", "across")
@given(st.floats(0.3, 2), st.floats(0.05, 2), st.floats(0.1, 2))
def proof_by_differences_of_the_gradient(target, weight, bias, gamma):
    point = {"w": weight, "b": bias, "gamma": gamma}
    part = "plane" if target == "linear" else "rectified"
    measured = _differences(np.array([0.0, weight, bias]), gamma, target)
    because = "h^2 times third derivatives below 1e4, and rounding over h = 1e-5"
    agrees(hessian.rhs_at(point, part), measured[1:, 1:], atol=1e-6, because=because)
    if target == "linear":
        slope = hessian.rhs_at(point | {"v": 1e-5}, "across") / 1e-5
        agrees(slope, measured[0, 0], atol=1e-6, because=because)


@TARGETS
@proof(hessian, *_definite)
@given(st.floats(0.8, 1.2), st.floats(0.01, 0.2))
def proof_that_balls_look_at_the_hessian(target, weight, bias):
    """Sylvester's conditions for H - 1/80 and 1 - H, from differences of the gradient."""
    curvature = _differences(np.array([weight, bias]), 1.0, target)
    point = {"omega": weight, "zeta": bias}
    for name, matrix in (("above", curvature - np.eye(2) / 80), ("below", np.eye(2) - curvature)):
        because = "h^2 times third derivatives below 10, and rounding over h = 1e-5"
        for minor, value in (("corner", matrix[0, 0]), ("determinant", np.linalg.det(matrix))):
            agrees(hessian.lhs_at(point, f"{name}_{target}_{minor}"), value, atol=1e-8, because=because)


@TARGETS
@proof(hessian, "eigenvalues", "rectified_eigenvalues", "across_at_optimum", "condition")
@given(st.sampled_from([2, 3, 5]), st.sampled_from([0.01, 0.3, 4.0]))
def proof_of_the_curvatures_at_the_optimum(target, dimension, gamma):
    at = np.zeros(dimension + 1)
    at[-2] = gamma
    found = np.linalg.eigvalsh(_differences(at, gamma, target, h=1e-5 * gamma))
    apart = 1 / np.sqrt(2 * np.pi)
    expected = [0.5 - apart, *[0.5] * (dimension - 1), 0.5 + apart]
    agrees(expected, found, atol=1e-5, because="h times the jump of third derivatives at the kink, h = 1e-5")
    agrees(8.9, found[-1] / found[0], atol=0.05, because="one digit is stated")


@proof(hessian, "onset", "onset_steepest", "onset_across", "onset_flattest")
def proof_of_the_onsets_by_eigenvalues():
    apart = 1 / np.sqrt(2 * np.pi)
    for curvature, onset in ((0.5 + apart, 0.697), (0.5, 0.819), (0.5 - apart, 0.960)):
        agrees(onset, float(momentum.onset(0.1 * curvature)), atol=5e-4, because="three digits are stated")
        pairs = momentum.eigenvalues(0.1 * curvature, np.array([onset - 1e-3, onset + 1e-3]))
        bounded(abs(pairs[0].imag).max(), "<=", 0.0, because="real below the onset")
        bounded(abs(pairs[1].imag).max(), ">", 0.0, because="complex above the onset")


@TARGETS
@proof(hessian, *_definite, "trap", "stability")
def proof_that_runs_stay_in_the_trap(target):
    angle, radius = np.meshgrid(np.linspace(0, 2 * np.pi, 24, endpoint=False), [0.02, 0.1, 0.2])
    for gamma in (0.01, 1.0):
        start = gamma * np.stack([1 + radius * np.cos(angle), radius * np.sin(angle)], axis=-1)
        run = momentum.trajectory(
            start, eta=0.1, beta=0.0, steps=30, gradient=lambda at, gamma=gamma: _slopes(at, gamma, target)
        )
        distances = np.linalg.norm(run - [gamma, 0], axis=-1) / gamma
        bounded(
            distances[1:], "<=", (1 - 0.1 / 80) * distances[:-1], because="the trap contracts", slack=1e-15
        )


@saboteur(hessian)
def gradient_of_the_masked_loss(patch):
    right = relu_unit.population_gradient

    def wrong(w, b, gamma, target="linear"):
        by_weights, by_bias = right(w, b, gamma, target)
        return by_weights, by_bias + 0.1 * np.asarray(b)

    patch.setattr(relu_unit, "population_gradient", wrong)


@saboteur(hessian)
def onset_of_the_affine_model(patch):
    right = momentum.onset
    patch.setattr(momentum, "onset", lambda eta, form="ema": right(0 * eta + 0.1, form))
