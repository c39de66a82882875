r"""A single ReLU unit fitted to a scaled linear target on Gaussian inputs: loss and gradient in closed form.

The unit outputs relu(w.x + b) for x ~ N(0, I_L). Its target is y = gamma x_L (``"linear"``) or
y = relu(gamma x_L) (``"relu"``), x_L being the last coordinate, and the loss is the mean of half the squared
error over all inputs, those that leave the unit inactive included:

    J(w, b) = E (relu(w.x + b) - y)^2 / 2,    grad J = E 1{w.x + b > 0} (w.x + b - y) (x, 1).

With r = ||w||, k = w / r, z = k.x and c = b / r the unit is active iff z > -c, and Gaussian integration by
parts gives every expectation at any w, without turning the axes. The formulas are used in forms that do not
cancel, so that a dead unit (c far below 0) and one near the optimum get accurate values too.

At w = 0 the limits along w -> 0 are taken where they exist: for b < 0 the unit is inactive, for b > 0 it is
affine. At the origin, where J has a kink, the unit counts as inactive and the subgradient returned is 0.

The formulas are evaluated in the array library of the input; the special functions go through NumPy, see
`numerics.gaussian`.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 8-10, 21-32 and Appendix A.
"""

from typing import Any

import array_api_compat as compat

from numerics import gaussian
from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.dying_relu.relu_unit.frame import acute_corner, checked, last_axis, misfit, rectified_mean

TARGETS = ("linear", "relu")
"""The two targets; see the module's docstring."""


def active_probability(w: Any, b: Any) -> Array:
    """Probability that the unit is active, Phi(b / ||w||).

    Parameters
    ----------
    w : array_like, shape (..., L)
        Weights, L at least 1.
    b : array_like, shape (...)
        Biases, broadcast against the leading axes of `w`.

    Returns
    -------
    array, shape (...)
        P(w.x + b > 0); where w = 0 it is 1 for b > 0 and 0 for b <= 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real floating numbers (at most 1e-8 of the dtype's largest), or
        shapes do not fit.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 15 and 21-23.

    Examples
    --------
    >>> float(active_probability([3.0, 4.0], 0.0))
    0.5
    """
    return checked(w, b, 1.0)[0].cdf


def population_loss(w: Any, b: Any, gamma: Any, target: str = "linear") -> Array:
    """Loss J(w, b) of the unit, the mean of half the squared error.

    Parameters
    ----------
    w : array_like, shape (..., L)
        Weights, L at least 1.
    b : array_like, shape (...)
        Biases, broadcast against the leading axes of `w`.
    gamma : array_like, shape (...)
        Scale of the target, gamma > 0, broadcast likewise; `w`, `b` and `gamma` are in the same units.
    target : {"linear", "relu"}
        gamma x_L, or its positive part.

    Returns
    -------
    array, shape (...)
        J, in the units of gamma^2. It is gamma^2 / 2 (linear) or gamma^2 / 4 (relu) for a dead unit.

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real floating numbers (at most 1e-4 of the root of the dtype's
        largest, about 1e150), if gamma <= 0, if shapes do not fit, or if `target` is not one of the two.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 4-5 and 8-10.
    """
    target = arguments.one_of(target, "target", TARGETS)
    unit, gamma = checked(w, b, gamma, squared=True)
    xp = compat.array_namespace(unit.w)
    _, b, r, _, k_last, s, c, pdf, cdf = unit
    # Mean square output: its closed form cancels for c << 0, and c is clipped in the scaled one for c >> 0.
    spread = xp.where(c < -1, r**2 * gaussian.mean_square_excess(c), (r**2 + b**2) * cdf + b * r * pdf)
    overlap = gamma * unit.w[..., -1] * cdf
    if target == "linear":
        return 0.5 * spread - overlap + 0.5 * gamma**2
    corner = acute_corner(unit)
    cut = gamma * (b * corner.slope + r * corner.offset)
    apart = 0.5 * spread - cut - xp.where(k_last > 0, overlap, 0) + 0.25 * gamma**2
    # Near the optimum these terms cancel. There, take half the mean square of the linear error w.x + b - y
    # over the active half-plane, and correct it for the corners where one of unit and target is active alone.
    _, along = misfit(unit, gamma)
    linear = along**2 * gaussian.second_moment(c) + 2 * along * b * pdf + b**2 * cdf + 0.5 * (gamma * s) ** 2
    close = 0.5 * (linear - (gamma * k_last) ** 2 * gaussian.second_moment_from_zero(c)) - cut
    return xp.where((k_last > 0) & (c >= -1), close, apart)


def population_gradient(w: Any, b: Any, gamma: Any, target: str = "linear") -> tuple[Array, Array]:
    """Gradient of the loss J of the unit by its weights and bias.

    For the linear target, with S = Phi(c) - c phi(c),

        dJ/dw = Phi(c) (w - gamma e) + gamma c phi(c) k_L k,    dJ/db = b Phi(c) + (r - gamma k_L) phi(c),

    so the component along k is (r - gamma k_L) S + b phi(c). For the rectified target dJ/dw holds the
    probability, and dJ/db the mean of |x_L|, over the corner where only one of unit and target is active.

    Parameters
    ----------
    w : array_like, shape (..., L)
        Weights, L at least 1.
    b : array_like, shape (...)
        Biases, broadcast against the leading axes of `w`.
    gamma : array_like, shape (...)
        Scale of the target, gamma > 0, broadcast likewise; `w`, `b` and `gamma` are in the same units.
    target : {"linear", "relu"}
        gamma x_L, or its positive part.

    Returns
    -------
    grad_w : array, shape (..., L)
        dJ/dw, in the units of gamma.
    grad_b : array, shape (...)
        dJ/db, in the units of gamma. Both are 0 where w = 0 and b <= 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real floating numbers (at most 1e-8 of the dtype's largest), if
        gamma <= 0, if shapes do not fit, or if `target` is not one of the two.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 24-32, with the error taken over all inputs (the indicator
    of activity does not multiply the target). The rectified target is that of Eq. 5.
    """
    target = arguments.one_of(target, "target", TARGETS)
    unit, gamma = checked(w, b, gamma)
    xp = compat.array_namespace(unit.w)
    _, b, r, k, k_last, s, c, pdf, cdf = unit
    apart, along = misfit(unit, gamma)
    # b Phi + r phi cancels for c << 0, and r - gamma k_L near the optimum.
    grad_b = xp.where(c < -1, rectified_mean(b, r) - gamma * k_last * pdf, b * cdf + along * pdf)
    if target == "linear":
        turn = gamma * c * pdf * k_last
        return cdf[..., None] * apart + turn[..., None] * k, grad_b
    corner = acute_corner(unit)
    acute = k_last > 0
    grad_b = xp.where(acute, grad_b, rectified_mean(b, r)) - gamma * corner.mean
    turn = -gamma * pdf * rectified_mean(-k_last * c, s)
    lift = xp.where(acute, gamma, -gamma) * corner.probability
    pull = cdf[..., None] * xp.where(acute[..., None], apart, unit.w)
    return pull + lift[..., None] * last_axis(k) + turn[..., None] * k, grad_b
