r"""A two-layer network with a shortcut against its teacher: population loss and gradient in closed form.

The student has k patches Z_j ~ N(0, I_p), the filter v = (1/sqrt p + w) / ||1/sqrt p + w|| (1/sqrt p is the
constant unit vector, the shortcut) and the output weights a; the teacher is v*, a* with ||v*|| = 1:

    L(w, a) = E (sum_j a_j relu(v.Z_j) - a*_j relu(v*.Z_j))^2 / 2.

With the angle phi between v and v*, d = a - a* and the kernel g of `numerics.shortcut.kernel`,

    4 pi L      = (1'd)^2 + (pi - 1) ||d||^2 + 2 (pi - g) a'a*,
    2 pi grad_a = (1'd) 1 + (pi - 1) d + (pi - g) a*,
    grad_w      = -a'a* (pi - phi) / (2 pi ||1/sqrt p + w||) (I - vv') v*,

which are the paper's formulas written without cancellation near the optimum.

Source: Liu et al. 2019, arXiv 1909.04653, Eqs. 1-7 and Proposition 16 (after Du et al., arXiv 1712.00779).
"""

from typing import Any, NamedTuple

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.arrays.objects import moderate
from numerics.shortcut.kernel import shortfall_of

UNIT = 1e-8
"""How far the length of v* may be from 1."""


class Checked(NamedTuple):
    """Arguments in one library, with the filter taken apart."""

    filter: Array
    length: Array
    angle: Array
    a: Array
    v_star: Array
    a_star: Array


def teacher(v_star: Any, a_star: Any, **others: Any) -> tuple[Array, ...]:
    """Bring teacher and further arrays to one library, and check the teacher.

    Returns
    -------
    tuple of array
        `v_star`, `a_star` and the others, in this order.

    Raises
    ------
    TypeError, ValueError
        If anything is not made of finite real numbers, `v_star` has fewer than two entries or another length
        than 1 (up to 1e-8, or 1e-4 in float32), or `a_star` is empty or 0.
    """
    v, a, *rest = arguments.arrays({"v_star": v_star, "a_star": a_star, **others})
    xp = compat.array_namespace(v)
    arguments.require(v.ndim >= 1 and v.shape[-1] >= 2, "v_star", v_star, "a vector of at least 2 entries")
    arguments.require(a.ndim >= 1 and a.shape[-1] >= 1, "a_star", a_star, "a vector of at least 1 entry")
    slack = UNIT if v.dtype == xp.float64 else 1e-4
    arguments.require(xp.abs(_length(v, xp) - 1) <= slack, "v_star", v_star, "a vector of length 1")
    given = {"v_star": v_star, "a_star": a_star, **others}
    for name, array in zip(given, (v, a, *rest), strict=True):
        moderate(array, name, given[name])
    arguments.require(_length(a, xp) > 0, "a_star", a_star, "a vector other than 0")
    return (v, a, *rest)


def checked(w: Any, a: Any, v_star: Any, a_star: Any, shortcut: bool = True) -> Checked:
    """Check the arguments of loss and gradient and find the angle between the filters.

    Without a shortcut `w` is the filter itself. Raises what `teacher` does, and ValueError where sizes do
    not fit or the filter 1/sqrt p + w (or w) is 0.
    """
    v_star, a_star, w_, a_ = teacher(v_star, a_star, w=w, a=a)
    xp = compat.array_namespace(w_)
    for name, given, array, other in (("w", w, w_, v_star), ("a", a, a_, a_star)):
        size = other.shape[-1]
        arguments.require(
            array.ndim >= 1 and array.shape[-1] == size, name, given, f"vectors of {size} entries"
        )
    filter_ = w_ + (w_.shape[-1] ** -0.5 if shortcut else 0.0)
    length = _length(filter_, xp)
    arguments.require(length > 0, "w", w, "such that the filter is not 0")
    filter_ = filter_ / length[..., None]
    return Checked(filter_, length, angle_between(filter_, v_star), a_, v_star, a_star)


def _length(x: Array, xp: Any) -> Array:
    return xp.sqrt(xp.sum(x * x, axis=-1))


def angle_between(u: Array, v: Array) -> Array:
    """Angle of unit vectors in [0, pi], accurate at both ends (arccos is not)."""
    xp = compat.array_namespace(u, v)
    return 2 * xp.atan2(_length(u - v, xp), _length(u + v, xp))


def population_loss(w: Any, a: Any, v_star: Any, a_star: Any) -> Array:
    """Mean of half the squared difference of student and teacher.

    Parameters
    ----------
    w : array_like, shape (..., p)
        What training adds to the shortcut; only the direction of 1/sqrt p + w matters.
    a : array_like, shape (..., k)
        Output weights.
    v_star : array_like, shape (..., p)
        The teacher's filter, of length 1.
    a_star : array_like, shape (..., k)
        The teacher's output weights, not 0.

    Returns
    -------
    array, shape (...)
        The loss, in the units of a_star squared.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above, or sizes do not fit.

    References
    ----------
    Liu et al. 2019, arXiv 1909.04653, Eq. 7 and Proposition 16.

    Examples
    --------
    >>> float(population_loss([0.0, 0.0], [1.0], [0.5**0.5, 0.5**0.5], [1.0]))
    0.0
    """
    return loss_of(checked(w, a, v_star, a_star))


def loss_of(at: Checked) -> Array:
    """`population_loss` of checked arguments."""
    xp = compat.array_namespace(at.a)
    d = at.a - at.a_star
    common = xp.sum(d, axis=-1) ** 2 + (xp.pi - 1) * xp.sum(d * d, axis=-1)
    return (common + 2 * shortfall_of(at.angle) * xp.sum(at.a * at.a_star, axis=-1)) / (4 * xp.pi)


def population_gradient(w: Any, a: Any, v_star: Any, a_star: Any) -> tuple[Array, Array]:
    """Gradient of `population_loss` in `w` and in `a`; arguments and errors are the same.

    Returns
    -------
    grad_w : array, shape (..., p)
        Orthogonal to the filter. Off the unit norm it is divided by ||1/sqrt p + w||.
    grad_a : array, shape (..., k)

    Examples
    --------
    >>> by_w, by_a = population_gradient([0.0, 0.0], [2.0], [0.5**0.5, 0.5**0.5], [1.0])
    >>> float(by_a[0])  # (1 + pi - 1) / 2 pi
    0.5
    """
    return gradient_of(checked(w, a, v_star, a_star))


def gradient_of(at: Checked) -> tuple[Array, Array]:
    """`population_gradient` of checked arguments."""
    xp = compat.array_namespace(at.a)
    d = at.a - at.a_star
    product = xp.sum(at.a * at.a_star, axis=-1)
    # v* - v (v.v*) = (v* - v) + v ||v - v*||^2 / 2 does not cancel where the filters agree.
    apart = at.v_star - at.filter
    across = apart + at.filter * (xp.sum(apart * apart, axis=-1) / 2)[..., None]
    pull = -product * (xp.pi - at.angle) / (2 * xp.pi * at.length)
    towards = xp.sum(d, axis=-1)[..., None] + (xp.pi - 1) * d + shortfall_of(at.angle)[..., None] * at.a_star
    return pull[..., None] * across, towards / (2 * xp.pi)


def network(z: Any, w: Any, a: Any) -> Array:
    """Output of the network before normalisation, sum_j a_j relu((1/sqrt p + w).z_j).

    Parameters
    ----------
    z : array_like, shape (..., k, p)
        Patches.
    w : array_like, shape (..., p)
        What is added to the shortcut.
    a : array_like, shape (..., k)
        Output weights.

    Returns
    -------
    array, shape (...)

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real numbers or sizes do not fit.

    References
    ----------
    Liu et al. 2019, arXiv 1909.04653, Eqs. 1-6.
    """
    z_, w_, a_ = arguments.arrays({"z": z, "w": w, "a": a})
    arguments.require(z_.ndim >= 2, "z", z, "an array of patches of shape (..., k, p)")
    k, p = z_.shape[-2:]
    arguments.require(w_.ndim >= 1 and w_.shape[-1] == p, "w", w, f"vectors of {p} entries")
    arguments.require(a_.ndim >= 1 and a_.shape[-1] == k, "a", a, f"vectors of {k} entries")
    xp = compat.array_namespace(z_)
    pre = xp.sum(z_ * (w_ + p**-0.5)[..., None, :], axis=-1)
    return xp.sum(a_ * xp.where(pre > 0, pre, xp.zeros_like(pre)), axis=-1)
