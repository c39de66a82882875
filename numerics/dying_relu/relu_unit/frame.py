"""The coordinates in which a ReLU unit on Gaussian inputs is solved, for `numerics.dying_relu.relu_unit`.

With r = ||w||, k = w / r, z = k.x and c = b / r, a unit with weights w and bias b is active iff z > -c, and
the target's direction e enters through k_L = k.e alone.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 13-14 and 21-23.
"""

from typing import Any, NamedTuple

import array_api_compat as compat

from numerics import gaussian
from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.gaussian.pair import Corner, corner_moments


class Unit(NamedTuple):
    """A batch of units in the coordinates above; w, k of shape (..., L), others (...)."""

    w: Array
    b: Array
    r: Array
    k: Array
    k_last: Array
    s: Array  # sqrt(1 - k_last^2), from the other coordinates
    c: Array  # clipped: phi(c) vanishes at both ends
    pdf: Array
    cdf: Array


def _unit(w: Array, b: Array) -> Unit:
    """Return the unit with weights `w` (..., L) and biases `b` (...), already checked."""
    xp = compat.array_namespace(w, b)
    # Divided by its largest entry first, w has a norm that neither overflows nor underflows.
    largest = xp.max(xp.abs(w), axis=-1, keepdims=True)
    scaled = w / xp.where(largest == 0, 1, largest)
    norm = xp.sqrt(xp.sum(scaled**2, axis=-1, keepdims=True))
    k = scaled / xp.where(norm == 0, 1, norm)
    r = (largest * norm)[..., 0]
    # At w = 0 there is no direction: k = 0, which stands for an x_L independent of z.
    s = xp.where(r == 0, 1, xp.sqrt(xp.sum(k[..., :-1] ** 2, axis=-1)))
    side = xp.where(b > 0, 0 * b + gaussian.FAR, -gaussian.FAR)
    far = (xp.abs(b) / gaussian.FAR > r) | (r == 0)
    c = xp.where(far, side, b / xp.where(far, 1, r))
    return Unit(w, b, r, k, k[..., -1], s, c, gaussian.pdf(c), gaussian.cdf(c))


def checked(
    w: Any, b: Any, gamma: Any, *, squared: bool = False, names: tuple[str, str] = ("w", "b")
) -> tuple[Unit, Array]:
    """Check the arguments of a public function and broadcast them; `squared` if they will be squared.

    Errors call weights and bias what the public function calls them, by `names`.
    """
    of_w, of_b = names
    w_, b_, gamma_ = arguments.arrays({of_w: w, of_b: b, "gamma": gamma})
    xp = compat.array_namespace(w_, b_, gamma_)
    if w_.ndim == 0 or w_.shape[-1] == 0:
        raise ValueError(f"{of_w} must have shape (..., L) with L at least 1, got {arguments.shorten(w)}")
    largest = float(xp.finfo(w_.dtype).max)
    limit = 1e-4 * largest**0.5 if squared else 1e-8 * largest
    for name, given, array in ((of_w, w, w_), (of_b, b, b_), ("gamma", gamma, gamma_)):
        arguments.require(xp.abs(array) <= limit, name, given, f"at most {limit:.3g} in size")
    arguments.require(gamma_ > 0, "gamma", gamma, "a finite scale above 0")
    shapes = {of_w: w_.shape[:-1], of_b: b_.shape, "gamma": gamma_.shape}
    try:
        batch = arguments.broadcast_shape(shapes)
    except ValueError as error:
        raise ValueError(f"{error} (for {of_w} without its last axis)") from None
    w_ = xp.broadcast_to(w_, (*batch, w_.shape[-1]))
    return _unit(w_, xp.broadcast_to(b_, batch)), xp.broadcast_to(gamma_, batch)


def acute_corner(unit: Unit) -> Corner:
    """Return the moments over z > -c, k_L x_L < 0."""
    xp = compat.array_namespace(unit.c)
    moments = corner_moments(*map(gaussian.to_numpy, (unit.c, xp.abs(unit.k_last), unit.s)))
    return Corner(*(gaussian.like(moment, unit.c) for moment in moments))


def rectified_mean(mean: Array, scale: Array) -> Array:
    """Return E relu(mean + scale z) for scale >= 0 and standard normal z, without cancellation."""
    xp = compat.array_namespace(mean, scale)
    far = xp.abs(mean) / gaussian.FAR > scale
    ratio = xp.where(far, 0, mean / xp.where(far | (scale == 0), 1, scale))
    return xp.where(far, xp.where(mean > 0, mean, 0), scale * gaussian.mean_excess(ratio))


def last_axis(like: Array) -> Array:
    """Return the target's direction e, shape (L,), for an array of shape (..., L)."""
    xp = compat.array_namespace(like)
    size = like.shape[-1]
    return xp.astype(xp.arange(size, device=compat.device(like)) == size - 1, like.dtype)


def misfit(unit: Unit, gamma: Array) -> tuple[Array, Array]:
    """Return w - gamma e, shape (..., L), and its component along k, shape (...)."""
    apart = unit.w - gamma[..., None] * last_axis(unit.w)
    return apart, compat.array_namespace(apart).sum(unit.k * apart, axis=-1)
