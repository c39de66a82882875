"""How deep and how long a unit sleeps."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from numerics import gaussian
from numerics.dying_relu import dormancy as sleep
from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import gradient_flow
from proofs_check.engines import agrees, certifies, for_all, has_order, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.dormancy import dormancy
from theory.dying_relu.gradient import along_b, along_w

SCALES = np.array([1e-3, 3e-4, 1e-4, 3e-5])


@proof(dormancy, "recursion", "time", "shrinking")
def proof_by_algebra_and_differentiation():
    relies_on(along_w, along_b)
    identity(dormancy)


@proof(dormancy, "rate")
def proof_from_the_moments():
    for_all(dormancy)


@proof(dormancy, "rectified")
def proof_that_no_active_input_has_a_target():
    for_all(dormancy)


@proof(dormancy, "constant")
def proof_of_the_constant():
    certifies(dormancy)


@proof(dormancy, "recursion", "rectified")
@settings(max_examples=20)
@given(st.floats(0.2, 3), st.floats(-1, 0), st.floats(0.05, 1), st.floats(0.1, 2))
def proof_on_units_against_the_rectified_target(size, bias, eta, gamma):
    ratio = bias / size
    for _ in range(5):
        ratio = float(sleep.untargeted_step(ratio, eta))
    end = relu_unit.train([-size], bias, gamma=gamma, eta=eta, steps=5, target="relu")
    agrees(ratio, float(end.b / -end.w[0]), rtol=1e-11, atol=1e-13, because="rounding in five steps")


@proof(dormancy, "time")
def proof_of_the_time_by_following_the_flow():
    times = np.array([0.5, 3.0, 30.0, 3000.0])
    ratios = gradient_flow.flow(0.0, 0.5, 1e-200, times)[0]
    agrees(times, sleep.untargeted_time(ratios), rtol=1e-8, because="an integrator at 1e-11 a step")


@proof(dormancy, "time")
def proof_that_activity_fades_like_the_time_and_its_logarithm():
    """P(active) 2 t log t tends to 1, for what separates them falls like log(c)/c^2."""
    ratios = np.array([-8.0, -13.0, -20.0, -35.0])
    times = sleep.untargeted_time(ratios)
    product = gaussian.cdf(ratios) * 2 * times * np.log(times)
    by_logarithm = np.abs(product - 1) / np.log(-ratios)
    has_order(-ratios, by_logarithm, order=-2, tol=0.25, because="terms without the logarithm")


@proof(dormancy, "constant")
def proof_of_where_the_unit_ends():
    """The bias -t exp(-I(t)) |w_0| comes to -|w_0|/K, at the rate 1/(2 t^2)."""
    depths = np.array([4.0, 8.0, 16.0, 32.0])
    falls = [quad(lambda z: float(gaussian.scaled_tail_moments(np.asarray(z))[0]), 0, t)[0] for t in depths]
    apart = np.array(falls) - np.log(sleep.K * depths)
    has_order(depths, apart, order=-2, tol=0.1, because="the next term falls like t^-4")
    agrees([0.5], apart[-1:] * depths[-1:] ** 2, rtol=0.01, because="the next term, 3/2 to t^-2")


@proof(dormancy, "constant")
def proof_of_the_deepest_point():
    """The least c of an aligned start comes to -(K u)^(-1/3), at the rate u^(2/3)."""
    share = np.array([sleep.deepest_ratio(u) * -((sleep.K * u) ** (1 / 3)) for u in SCALES])
    has_order(SCALES, 1 - share, order=2 / 3, tol=0.05, because="the next term falls like u^(4/3)")


@proof(dormancy, "time")
def proof_of_the_time_to_recover():
    """In units of |c|^3/phi(c) at the least c it comes to 3, and is 3.45 at u = 0.002."""
    excess = np.array([sleep.recovery_time(u) - 3 for u in (1e-2, 3e-3, 1e-3, 3e-4)])
    has_order([1e-2, 3e-3, 1e-3, 3e-4], excess, order=2 / 3, tol=0.15, because="the next term in u^(2/3)")
    agrees(3.45, sleep.recovery_time(0.002), atol=0.005, because="the constant is given to two decimals")


@saboteur(dormancy)
def step_without_its_denominator(patch):
    patch.setattr(sleep, "untargeted_step", lambda c, eta: c - eta * gaussian.pdf(c))


@saboteur(dormancy)
def time_without_pi(patch):
    right = sleep.untargeted_time
    patch.setattr(sleep, "untargeted_time", lambda c: right(c) / np.pi)


@saboteur(dormancy)
def constant_without_eulers(patch):
    patch.setattr(sleep, "K", 2**0.5)
