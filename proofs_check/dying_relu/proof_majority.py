"""Most starts converge: by the flow yes, up to a fixed tolerance no (Section 5)."""

import numpy as np
import pytest
from hypothesis import given
from scipy.integrate import quad
from sympy import And

from numerics import gaussian
from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import plane_orbits
from proofs_check.arithmetic import balls
from proofs_check.dying_relu import maps
from proofs_check.dying_relu.instances import units
from proofs_check.engines import agrees, certifies, chain, for_all, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.flow import fate
from theory.dying_relu.gradient import across_w, along_b, along_w
from theory.dying_relu.regions import SHARE_TOLERANCE, SOON, STOPPED, P, S, across, majority, misfit, p
from theory.dying_relu.setting import b

#: Where the barriers are cut off, in units of the window; one over the scale is in the part's name.
CUTS = {
    "at_1_from": 1,
    "at_1_to": 1,
    "at_10th_from": 0.88,
    "at_10th_to": 0.9,
    "at_100th_from": 0.686,
    "at_100th_to": 0.7,
    "at_1000th_from": 0.585,
    "at_1000th_to": 0.595,
}
SHARES = tuple(CUTS)
#: Fitted to the separatrix, in log(1 + |w|/gamma), and half the width of the strip between the barriers.
BARRIER, STRIP = (478e-7, -446e-6, -1096e-5, 0.2428, 0.6221), 0.015


@proof(majority, "above", "below")
def proof_that_the_flow_crosses_the_barriers_one_way():
    relies_on(fate)
    by_hand("Orbits stay on their side of a curve that they cross one way only: the comparison principle.")
    certifies(majority)


@proof(majority, *SHARES)
def proof_of_the_areas():
    relies_on(fate)
    by_hand("Orbits stay on their side of a curve that they cross one way only: the comparison principle.")
    certifies(majority)


def _barrier(level, side):
    return np.polyval(BARRIER, level) + side * STRIP


@pytest.mark.parametrize("level", [0.05, 0.7, 2.0, 4.5, 6.9])
@pytest.mark.parametrize(("part", "side"), [("above", 1), ("below", -1)])
@proof(majority, "above", "below")
def proof_that_balls_look_at_the_flow(part, side, level):
    """What is certified is how much steeper the barrier is than the orbit through the point, scaled."""
    near = np.exp(-level)
    v, c = 1 / near - 1, _barrier(level, side)
    steeper = np.polyval(np.polyder(BARRIER), level) - plane_orbits.slope(v, c) / near
    scale = (1 - near) * (gaussian.cdf(c) - near * c * gaussian.pdf(c))
    agrees(float(scale * steeper), majority.lhs_at({"l": level}, part), rtol=1e-12, because="rounding")


@pytest.mark.parametrize("part", SHARES)
@proof(majority, *SHARES)
def proof_that_balls_look_at_the_areas(part):
    scale, side = (
        {"1": 1, "10th": 10, "100th": 100, "1000th": 1000}[part.split("_")[1]],
        1 if "from" in part else -1,
    )
    cut = CUTS[part]
    height = lambda v: 1 - v * _barrier(np.log(1 + v * scale), side)  # noqa: E731
    rest = (1 - cut) * height(cut) if side < 0 else 0
    area = 0.5 + (quad(height, 0, cut, epsabs=1e-12)[0] + rest) / 4
    with balls.precision():
        looked_at = float(balls.enclose(majority.parts[part].lhs, {}))
    agrees(area, looked_at, atol=1e-10, because="quadrature")


@proof(majority, "second", "second_inactive")
def proof_by_integration():
    identity(majority)


@proof(majority, "stops_far", "stops_at_once")
def proof_that_runs_stop_early():
    relies_on(along_w, across_w, along_b)
    for_all(majority)


@proof(majority, "short_updates")
def proof_that_updates_are_short():
    """Cauchy's inequality for each component; S and P are below 1, p below 2/5."""
    relies_on(along_w, across_w, along_b)
    steps = {
        "first": (misfit * S + b * p) ** 2 <= (S**2 + p**2) * (misfit**2 + b**2),
        "second": (misfit * p + b * P) ** 2 <= (P**2 + p**2) * (misfit**2 + b**2),
        "sizes": And(S**2 + p**2 <= 2, P**2 + p**2 <= 2, P**2 <= 1),
        "first_size": (S**2 + p**2) * (misfit**2 + b**2) <= 2 * (misfit**2 + b**2),
        "second_size": (P**2 + p**2) * (misfit**2 + b**2) <= 2 * (misfit**2 + b**2),
        "third": (across * P) ** 2 <= across**2,
    }
    used = (misfit, b, across, S, P, p)
    for_all(majority, given=chain(steps, over={symbol: majority.domain[symbol] for symbol in used}))


@proof(majority, "short_updates")
@given(units(dimension=2))
def proof_that_the_squared_gradient_is_meant(unit):
    size, (across, along) = float(np.hypot(*unit.w)), unit.w
    at = np.asarray(unit.b / size)
    named = {"S": gaussian.second_moment(at), "P": gaussian.cdf(at), "p": gaussian.pdf(at), "b": unit.b}
    named |= {"x": size - unit.gamma * along / size, "rho": unit.gamma * across / size}
    by_weights, by_bias = relu_unit.population_gradient(unit.w, unit.b, unit.gamma)
    squared = float(by_weights @ by_weights + by_bias**2)
    claimed = majority.lhs_at({name: float(value) for name, value in named.items()}, "short_updates")
    agrees(claimed, squared, atol=1e-11, rtol=1e-11, because="rounding of terms of size at most 100")


@pytest.mark.parametrize("scale", STOPPED, ids=str)
@proof(majority, "stops_far", "stops_at_once")
def proof_of_the_shares_of_stopped_runs(scale):
    share = maps.converged(gamma=float(scale), steps=20_000)
    agrees(float(STOPPED[scale][0][0]), share, atol=float(SHARE_TOLERANCE), because=maps.BECAUSE, share=True)


@pytest.mark.parametrize("scale", SOON, ids=str)
@proof(majority, "stops_far", "stops_at_once")
def proof_of_the_shares_at_a_tenth_of_the_budget(scale):
    share = maps.converged(gamma=float(scale), steps=2000)
    agrees(float(SOON[scale]), share, atol=float(SHARE_TOLERANCE), because=maps.BECAUSE, share=True)


for wrong in maps.WRONG_FIELDS:
    saboteur(majority)(wrong)
