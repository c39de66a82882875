r"""Stochastic gradient descent on fresh Gaussian patches, and the exact noise of its gradient in a.

A batch of B fresh examples replaces the expectation of the population loss by a mean; the update is that of
normalised gradient descent. Of one example the gradient in a is G = u r, with r_j = relu(v.Z_j), s_j =
relu(v*.Z_j) and u = a'r - a*'s. Patches being independent, the joint cumulants of u and of c'r are sums over
patches, and these need the moments E r^i s^j up to the order 4 only.

Source: the network is that of Liu et al. 2019, arXiv 1909.04653, Eqs. 6-8 and Section 5; the moments of the
second order are those of Cho and Saul 2009; the covariance is ours.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.shortcut import descent, loss
from numerics.shortcut.kernel import overlap_of

Doubles = npt.NDArray[np.float64]


def moments(phi: Any) -> dict[tuple[int, int], float]:
    """Moments E r^i s^j, i + j <= 4, of two ReLUs of unit filters at an angle.

    Parameters
    ----------
    phi : float
        Angle in [0, pi].

    Returns
    -------
    dict
        By (i, j).

    Raises
    ------
    TypeError, ValueError
        If `phi` is not one number in [0, pi].

    Examples
    --------
    >>> round(moments(np.pi / 2)[2, 2], 12)
    0.25
    """
    (angle,) = arguments.arrays({"phi": phi})
    arguments.require(angle.ndim == 0 and 0 <= angle <= np.pi, "phi", phi, "one angle in [0, pi]")
    at = float(angle)
    c, s, back = np.cos(at), np.sin(at), np.pi - at
    alone = (1.0, (2 * np.pi) ** -0.5, 0.5, (2 / np.pi) ** 0.5, 1.5)
    found = {(i, 0): value for i, value in enumerate(alone)}
    found |= {(0, i): value for i, value in enumerate(alone)}
    found[1, 1] = float(overlap_of(angle)) / (2 * np.pi)
    found[2, 1] = found[1, 2] = (1 + c) ** 2 / (2 * (2 * np.pi) ** 0.5)
    fourth = 3 * back / 8 + np.sin(2 * at) / 4 - np.sin(4 * at) / 32
    found[3, 1] = found[1, 3] = 4 / np.pi * (c * fourth + s**5 / 4)
    found[2, 2] = (back * (1 + 2 * c * c) + 3 * s * c) / (2 * np.pi)
    return {which: float(value) for which, value in found.items()}


def gradient_noise(a: Any, a_star: Any, phi: Any, along: Any) -> tuple[float, float]:
    """Mean and variance of c'G, the gradient in a of one example along a vector.

    Parameters
    ----------
    a, a_star, along : array_like, shape (k,)
        Output weights of student and teacher, and c.
    phi : float
        Angle between the unit filters.

    Returns
    -------
    mean, variance : float
        Those of a batch of B are the mean and the variance over B.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> mean, variance = gradient_noise([1.0], [1.0], 0.0, [1.0])
    >>> abs(mean) + abs(variance) < 1e-12
    True
    """
    mixed = moments(phi)
    first, star, c = arguments.arrays({"a": a, "a_star": a_star, "along": along})
    for name, given, array in (("a", a, first), ("along", along, c)):
        arguments.require(array.shape == star.shape and star.ndim == 1, name, given, "as long as a_star")
    own, teacher, direction = (np.asarray(array, dtype=float) for array in (first, star, c))

    def joint(i: int, j: int) -> Doubles:
        """E e^i y^j of each patch, e = a r - a* s and y = c r."""
        total = np.zeros_like(own)
        for n in range(i + 1):
            ways = (1, 1, 2)[i] if n == 1 else 1
            total += ways * own ** (i - n) * (-teacher) ** n * mixed[i - n + j, n]
        return np.asarray(total * direction**j)

    def central(i: int, j: int) -> Doubles:
        """The same about the means."""
        total = np.zeros_like(own)
        for n in range(i + 1):
            for m in range(j + 1):
                ways = ((1, 2, 1)[n] if i == 2 else 1) * ((1, 2, 1)[m] if j == 2 else 1)
                total += ways * (-joint(1, 0)) ** n * (-joint(0, 1)) ** m * joint(i - n, j - m)
        return total

    u, y = joint(1, 0).sum(), joint(0, 1).sum()
    spread, own_spread, shared = (central(*which) for which in ((2, 0), (0, 2), (1, 1)))
    fourth = np.sum(central(2, 2) - spread * own_spread - 2 * shared**2)
    fourth += spread.sum() * own_spread.sum() + 2 * shared.sum() ** 2
    square = (
        fourth + 2 * y * central(2, 1).sum() + 2 * u * central(1, 2).sum() + y**2 * spread.sum()
        + u**2 * own_spread.sum() + 4 * u * y * shared.sum() + u**2 * y**2
    )  # fmt: skip
    mean = float(shared.sum() + u * y)
    return mean, float(square) - mean**2


def example_gradients(at: loss.Checked, z: Doubles) -> tuple[Doubles, Doubles]:
    """Gradients in filter and output weights on a batch, patches (..., B, k, p); unchecked."""
    own = np.einsum("...bkp,...p->...bk", z, at.filter)
    r, s = np.maximum(own, 0), np.maximum(z @ at.v_star, 0)
    wrong = np.sum(at.a[..., None, :] * r, axis=-1) - np.sum(at.a_star * s, axis=-1)
    by_a = np.mean(wrong[..., None] * r, axis=-2)
    active = at.a[..., None, :] * (own > 0) * wrong[..., None]
    by_v = np.einsum("...bk,...bkp->...p", active, z) / z.shape[-3]
    by_w = by_v - at.filter * np.sum(by_v * at.filter, axis=-1, keepdims=True)
    return by_w, by_a


def stochastic_descent(
    rng: np.random.Generator,
    w: Any,
    a: Any,
    v_star: Any,
    a_star: Any,
    schedule: Iterable[Sequence[Any]],
    *,
    batch: Any,
) -> tuple[Doubles, Doubles]:
    """Normalised stochastic gradient descent, a fresh batch a step.

    Parameters
    ----------
    rng : numpy.random.Generator
    w, a : array_like, shapes (runs, p) and (runs, k)
        Starts.
    v_star, a_star : array_like, shapes (p,) and (k,)
        The teacher.
    schedule : sequence of (steps, eta_a, eta_w)
    batch : int
        Examples a step, at least 1.

    Returns
    -------
    angle, share : ndarray, shape (steps + 1, runs)
        Angle between the filters, and x = a'a*/||a*||^2, after every step.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    References
    ----------
    Liu et al. 2019, arXiv 1909.04653, Eq. 8 and Section 5.
    """
    plan = descent.phases(schedule)
    size = arguments.count(batch, "batch", at_least=1)
    arguments.generator(rng, "rng")
    at = loss.checked(w, a, v_star, a_star)
    arguments.require(at.filter.ndim == 2 and at.a.ndim == 2, "w, a", (w, a), "one row a run")
    star = np.asarray(at.a_star, dtype=float)
    runs, p, k = at.filter.shape[0], at.filter.shape[1], star.size
    angles, shares = [np.asarray(at.angle)], [at.a @ star / (star @ star)]
    for phase in plan:
        for _ in range(phase.steps):
            by_w, by_a = example_gradients(at, rng.standard_normal((runs, size, k, p)))
            moved = at.filter - phase.eta_w * by_w
            moved /= np.linalg.norm(moved, axis=-1, keepdims=True)
            at = at._replace(
                filter=moved, a=at.a - phase.eta_a * by_a, angle=loss.angle_between(moved, at.v_star)
            )
            angles.append(np.asarray(at.angle))
            shares.append(at.a @ star / (star @ star))
    return np.stack(angles), np.stack(shares)
