"""The fate of every unit under the gradient flow."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from numerics import gaussian
from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import gradient_flow, plane_orbits
from numerics.integration import orbit
from proofs_check.engines import agrees, certifies, coincides, consistent, for_all, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.closed_forms import rotation_free
from theory.dying_relu.flow import LOST, fate, t
from theory.dying_relu.regions import PEAK
from theory.dying_relu.unit import unit_gradient

BECAUSE = "two integrators at relative tolerances of 1e-10, amplified by the flow"


@proof(fate, "mean", "square", "second", "angle_rectified", "reach", "plane", "tip_slope", "turn")
def proof_by_integration_and_differentiation():
    identity(fate)


@proof(fate, "ratio", "angle", "scale", "target_weight", "size")
def proof_of_the_flow():
    relies_on(unit_gradient)
    by_hand("With $L$ inputs the weights across the target enter by their length alone; $w_1$ stands for it.")
    identity(fate)


@proof(fate, "lifted", "doomed", "reach_falls", "ratio_falls", "descent_right", "descent_right_rectified")
def proof_of_the_invariant_regions():
    relies_on(rotation_free)
    for_all(fate)


@proof(fate, "tip_from", "tip_to", "most_lost")
def proof_of_the_constants():
    certifies(fate)


@proof(fate, "descent_left")
def proof_that_descent_stays_left():
    bounded = LOST < PEAK
    certifies(bounded, over={t: fate.domain[t]})
    for_all(fate, given=(bounded,))


@proof(fate, "tip_from", "tip_to", "most_lost")
def proof_by_search():
    agrees(622036e-6, plane_orbits.tip(), atol=1e-6, because="the bracket is that wide")
    found = minimize_scalar(lambda t: -t * (gaussian.cdf(-t) + t * gaussian.pdf(t)), bounds=(0, 8))
    assert found.success, found.message
    agrees(float(PEAK), -found.fun, atol=1e-5, because="the constant is rounded up in its fifth digit")


@proof(fate, "tip_from", "tip_to", "most_lost")
@given(st.floats(0, 8))
def proof_that_balls_look_at_the_right_functions(at):
    """At k_L = -1 the terms of c' in u are minus the function whose root the tip is."""
    slopes = [gradient_flow.rate(np.array([at, -1.0, u]))[0] for u in (1.0, 2.0)]
    for part in ("tip_from", "tip_to"):
        agrees(fate.lhs_at({"t": at}, part), float(slopes[0] - slopes[1]), atol=1e-13, because="rounding")
    by_weight, _ = relu_unit.population_gradient([-1.0], -at, 1.0)
    lost = -at * (by_weight[0] + gaussian.cdf(-at))
    agrees(fate.lhs_at({"t": at}, "most_lost"), float(lost), atol=1e-13, because="rounding")


@proof(fate, "descent_left")
@given(st.floats(0.1, 6), st.floats(-3, -0.1), st.floats(0.01, 1), st.floats(0.1, 2))
def proof_that_the_update_is_descent(at, bias, eta, gamma):
    claimed = fate.lhs_at({"t": at, "b": bias, "eta": eta, "gamma": gamma}, "descent_left")
    after = relu_unit.train([bias / at], bias, gamma=gamma, eta=eta, steps=1)
    agrees(claimed, float(after.w[0]), atol=1e-13, rtol=1e-14, because="rounding of weights up to 30")


def _field(gamma):
    def downhill(_, theta):
        by_weights, by_bias = relu_unit.population_gradient(theta[:-1], theta[-1], gamma)
        return -np.append(by_weights, by_bias)

    return downhill


@proof(fate, "ratio", "angle", "scale")
@settings(max_examples=10)
@given(st.lists(st.floats(-2, 2), min_size=2, max_size=5), st.floats(-2, 2), st.floats(0.05, 2))
def proof_that_three_variables_carry_the_whole_flow(w, b, gamma):
    size = float(np.linalg.norm(w))
    assume(size > 0.2)
    whole = orbit(_field(gamma), (0, 1), [*w, b], method="DOP853", rtol=1e-11, atol=1e-13).y[:, -1]
    end = np.linalg.norm(whole[:-1])
    assume(end > 1e-3)
    three = gradient_flow.flow(b / size, w[-1] / size, gamma / size, [1.0])[:, 0]
    agrees(three, [whole[-1] / end, whole[-2] / end, gamma / end], rtol=1e-6, atol=1e-8, because=BECAUSE)


@proof(fate, "plane")
@pytest.mark.parametrize("v", [0.05, 0.5, 5.0])
def proof_that_fates_part_at_the_separatrix(v):
    """A unit just below the orbit ends with b < 0 at the left, one just above crosses to the right."""
    edge = float(plane_orbits.separatrix(v))
    ends = []
    for c in (edge - 0.01, edge + 0.01):
        stop = lambda _, theta: theta[0] + 1e-9 * v  # noqa: E731
        stop.terminal = True
        run = orbit(_field(1.0), (0, 200), [-v, c * v], method="LSODA", rtol=1e-9, atol=1e-12, events=[stop])
        ends.append(run.y[1, -1] > 0)
    coincides(ends, [False, True], because="only the unit above the orbit crosses")


@proof(fate, "doomed", "target_weight")
def proof_of_the_share_that_dies():
    """Units in a random direction, each followed in all its weights, die as often as the angle says."""
    rng = np.random.default_rng(5)
    dimension, gamma, units = 4, 0.3, 200
    w = rng.standard_normal((units, dimension))
    w /= np.linalg.norm(w, axis=1)[:, None]
    dead = _follow(w, gamma)
    consistent(dead.astype(float), mean=gradient_flow.death_probability(gamma, dimension), detects=0.3)
    edge = gradient_flow.critical_cosine(gamma)
    clear = np.abs(w[:, -1] - edge) > 0.01
    coincides(dead[clear], w[clear, -1] < edge, because="the claim's critical angle")


def _follow(w, gamma, stride=0.02):
    """Descend by midpoint steps of a fixed share of |w| until every fate is settled; True for death."""
    b = np.zeros(len(w))

    def downhill(w, b):
        by_weights, by_bias = relu_unit.population_gradient(w, b, gamma)
        pace = stride * np.linalg.norm(w, axis=1) / np.hypot(np.linalg.norm(by_weights, axis=1), by_bias)
        return -pace[:, None] * by_weights, -pace * by_bias

    for _ in range(3000):
        dw, db = downhill(w, b)
        dw, db = downhill(w + dw / 2, b + db / 2)
        size = np.linalg.norm(w, axis=1)
        cosine, ratio = w[:, -1] / size, b / size
        dead = (cosine < 0) & (ratio < 0) & (cosine**2 * (1 + ratio**2) > 1)
        settled = dead | (cosine > 0)
        if settled.all():
            return dead
        w, b = w + np.where(settled[:, None], 0, dw), b + np.where(settled, 0, db)
    raise AssertionError("a fate is still open")


@proof(fate, "reach_falls", "angle")
@settings(max_examples=20)
@given(st.floats(-0.999, -0.05), st.floats(-1, 2))
def proof_that_small_targets_kill(k, c):
    """Halving the target's scale again and again ends every start with w_L < 0."""
    u = 1.0
    while not gradient_flow.dies(c, k, u):
        u /= 4
        assert u > 1e-30
    coincides([gradient_flow.dies(c, k, u / 8)], [True], because="a smaller target kills as well")


@saboteur(fate)
def angle_kept(patch):
    right = gradient_flow.rate
    patch.setattr(gradient_flow, "rate", lambda state: right(state) * np.array([1.0, 0.0, 1.0]))


@saboteur(fate)
def every_unit_recovers(patch):
    patch.setattr(gradient_flow, "dies", lambda c, k, u: False)  # noqa: ARG005
