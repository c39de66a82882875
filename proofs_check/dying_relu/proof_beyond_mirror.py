"""Overshoot throws units of the linear cone into the dead one."""

import numpy as np
import pytest
from hypothesis import given

from numerics.dying_relu import dormancy, momentum
from proofs_check.dying_relu.instances import momenta, small
from proofs_check.engines import agrees, coincides, exactly, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.affine import affine_loss
from theory.dying_relu.dormancy import mirror

ETA, KAPPA, UNITS = 0.1, 3.0, 300


@proof(mirror, "dies", "lives", "axis", "axis_lives")
def proof_by_rearranging():
    relies_on(affine_loss)
    for_all(mirror)


@proof(mirror, "coasting")
def proof_by_expansion():
    identity(mirror)


@proof(mirror, "coasting")
@given(small, small, momenta)
def proof_that_a_unit_without_gradient_coasts(position, mean, beta):
    """Many steps without gradient, in exact rationals, conserve position and momentum together."""
    theta, m = position, mean
    total = theta - beta / (1 - beta) * m
    for _ in range(4):
        (theta,), (m,) = momentum.step([theta], [m], [0 * theta], eta=theta * 0 + 1, beta=beta)
        exactly(theta - beta / (1 - beta) * m, total)


@pytest.mark.parametrize("beta", [0.8, 0.9, 0.95])
@proof(mirror, "dies", "lives")
def proof_that_the_affine_unit_is_mirrored(beta):
    q = dormancy.overshoot(ETA, beta)
    start = np.array([0.3 - 0.05, 1.0])  # distance from the optimum at gamma = 0.05
    run = momentum.trajectory(start, eta=ETA, beta=beta, steps=400)
    agrees(-q * start, np.asarray(run).min(axis=0), rtol=1e-12, because="rounding in a linear recursion")


@pytest.mark.parametrize(("form", "beta"), [("ema", 0.8), ("ema", 0.95), ("classical", 0.7)])
@pytest.mark.parametrize("gamma", [0.1, 0.01])
@proof(mirror, "dies", "lives")
def proof_that_affine_runs_land_there(gamma, form, beta):
    """Where the bias of an affine run is lowest, it is in the dead cone, or it is not."""
    rng = np.random.default_rng(7)
    b = rng.uniform(0, 1, UNITS)
    w = rng.uniform(-1, 1, UNITS) * b / KAPPA
    run = np.asarray(momentum.trajectory(np.stack([w - gamma, b]), eta=ETA, beta=beta, steps=200, form=form))
    lowest = run[np.argmin(run[:, 1, 0])]
    q = dormancy.overshoot(ETA, beta, form)
    predicted = dormancy.mirror_predicts_death(w, b, gamma, q=q, kappa=KAPPA)
    landed = lowest[1] <= -KAPPA * np.abs(lowest[0] + gamma)
    coincides(predicted, landed, because="the claim says exactly if")


@saboteur(mirror)
def nothing_is_predicted_to_die(patch):
    patch.setattr(dormancy, "mirror_predicts_death", lambda w, *_, **__: np.zeros_like(w, dtype=bool))


@saboteur(mirror)
def overshoot_doubled(patch):
    right = dormancy.overshoot
    patch.setattr(dormancy, "overshoot", lambda *at: 2 * right(*at))
