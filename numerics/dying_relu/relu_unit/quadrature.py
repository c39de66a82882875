r"""Expectations over Gaussian inputs by quadrature, straight from the definitions of a ReLU unit.

Written to be independent of the closed forms in `numerics.dying_relu.relu_unit`: nothing here but nodes,
weights and the integrand. Only two directions matter, k = w / ||w|| and the target's axis e; with z = k.x
and v the coordinate along the part of e orthogonal to k, the target's input is x_L = k_L z + s v. The
integrands have kinks on the lines z = -c and x_L = 0 and are polynomials between them, so the plane is cut
along both and each piece gets Gauss-Legendre panels: in z graded towards the end nearest to 0 from the width
s^2 up, because the inner integral varies that fast there; in v four equal ones. The panels follow the mass
from the end of their piece outwards, so that pieces in the tail keep their relative accuracy.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 8-10 and 24-26.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.objects import moderate
from numerics.gaussian import Doubles

_DROP = 60.0
"""A window ends where the Gaussian weight has fallen by exp(-60), about 1e-26, from its largest value."""
_REACH = np.sqrt(2 * _DROP)
_X, _W = np.polynomial.legendre.leggauss(20)
_FINEST = 1e-12
_FLAT = 1e-150
"""Below this s the two directions count as one."""
_ROOT = np.sqrt(2 * np.pi)
_TARGETS = ("linear", "relu")


class Points(NamedTuple):
    """Quadrature points, as arrays of one shape.

    Attributes
    ----------
    excess : ndarray
        z + c, positive where the unit is active.
    z, v : ndarray
        Coordinates along k and along the part of e orthogonal to it.
    x_last : ndarray
        k_L z + s v.
    """

    excess: Doubles
    z: Doubles
    v: Doubles
    x_last: Doubles


class _Unit(NamedTuple):
    r: float
    k: Doubles
    normal: Doubles  # unit vector along e - k_L k, 0 where that vanishes
    c: float
    k_last: float
    s: float


def expectation(integrand: Callable[[Points], Any], w: Any, b: Any, *, active_only: bool = False) -> Doubles:
    """Mean of a piecewise smooth function over Gaussian inputs, in the plane of one unit.

    Parameters
    ----------
    integrand : callable
        Maps `Points` of shape (n,) to values of shape (..., n). May have kinks or jumps where z = -c or
        x_L = 0, and is elsewhere polynomial or nearly so.
    w : array_like, shape (L,)
        Weights of the unit, not all 0.
    b : float
        Bias of the unit; c = b / ||w||.
    active_only : bool
        Leave out the half-plane z < -c.

    Returns
    -------
    ndarray, shape (...)
        The mean, with an error near 1e-14 of the mean of the integrand's absolute value.

    Raises
    ------
    TypeError, ValueError
        If `w` or `b` is not made of finite numbers, has another shape, or `w` is 0.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 21-26.
    """
    unit = _unit(w, b)
    if not callable(integrand):
        raise TypeError(f"integrand must be a callable, got {arguments.shorten(integrand)}")
    total: Doubles = np.asarray(0.0)
    for points, weights in _pieces(unit, active_only):
        total = total + np.sum(integrand(points) * weights, axis=-1)
    return total


def quadrature_loss(w: Any, b: Any, gamma: Any, target: str = "linear") -> float:
    """Loss E (relu(w.x + b) - y)^2 / 2 of one unit, from this definition.

    Parameters
    ----------
    w : array_like, shape (L,)
        Weights, not all 0.
    b, gamma : float
        Bias, and scale of the target, gamma > 0.
    target : {"linear", "relu"}
        y = gamma x_L, or its positive part.

    Returns
    -------
    float
        With a relative error near 1e-14, except close to the optimum of the relu target, where J vanishes
        and the error w.x + b - y has that of a difference.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 4-5 and 8-10.
    """
    unit, goal = _unit(w, b), _goal(gamma, target)

    def loss(p: Points) -> Doubles:
        return 0.5 * (unit.r * np.maximum(p.excess, 0.0) - goal(p)) ** 2

    return float(expectation(loss, w, b))


def quadrature_gradient(w: Any, b: Any, gamma: Any, target: str = "linear") -> tuple[Doubles, float]:
    """Gradient E 1{w.x + b > 0} (w.x + b - y) (x, 1) of one unit's loss, from this definition.

    Parameters
    ----------
    w : array_like, shape (L,)
        Weights, not all 0.
    b, gamma : float
        Bias, and scale of the target, gamma > 0.
    target : {"linear", "relu"}
        y = gamma x_L, or its positive part.

    Returns
    -------
    grad_w : ndarray, shape (L,)
    grad_b : float

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 24-26.
    """
    unit, goal = _unit(w, b), _goal(gamma, target)

    def slope(p: Points) -> Doubles:
        error = unit.r * p.excess - goal(p)
        return np.stack((error * p.z, error * p.v, error))

    along, across, grad_b = expectation(slope, w, b, active_only=True)
    return along * unit.k + across * unit.normal, float(grad_b)


def _unit(w: Any, b: Any) -> _Unit:
    w_, b_ = (np.asarray(x, dtype=np.float64) for x in arguments.arrays({"w": w, "b": b}))
    if w_.ndim != 1 or not w_.any():
        raise ValueError(f"w must be a vector that is not 0, got {arguments.shorten(w)}")
    if b_.ndim != 0:
        raise ValueError(f"b must be a single number, got {arguments.shorten(b)}")
    moderate(w_, "w", w)
    moderate(b_, "b", b)
    largest = np.max(np.abs(w_))
    norm = np.linalg.norm(w_ / largest)
    k = w_ / largest / norm
    s = float(np.linalg.norm(k[:-1]))
    normal = np.zeros_like(k)
    if s > 0:  # e - k_L k = (-k_L k_1, ..., 1 - k_L^2), of norm s
        normal = np.append(-k[-1] * k[:-1] / s, s)
    r = float(largest * norm)
    return _Unit(r, k, normal, float(b_) / r, float(k[-1]), s)


def _goal(gamma: Any, target: str) -> Callable[[Points], Doubles]:
    (scale,) = arguments.arrays({"gamma": gamma})
    if scale.ndim != 0:
        raise ValueError(f"gamma must be a single number, got {arguments.shorten(gamma)}")
    arguments.require(scale > 0, "gamma", gamma, "a finite scale above 0")
    moderate(scale, "gamma", gamma)
    if arguments.one_of(target, "target", _TARGETS) == "linear":
        return lambda p: float(scale) * p.x_last
    return lambda p: float(scale) * np.maximum(p.x_last, 0.0)


def _pieces(unit: _Unit, active_only: bool) -> Iterator[tuple[Points, Doubles]]:
    """Cut the plane along z = -c, z = 0 and x_L = 0, and yield the points and weights of each piece."""
    edge = -unit.c
    # Each piece in z goes outwards from its end nearest to 0: start, sign, length, and whether it is active.
    if edge >= 0:
        outer = [(edge, 1, np.inf, True), (0.0, 1, edge, False), (0.0, -1, np.inf, False)]
    else:
        outer = [(0.0, 1, np.inf, True), (0.0, -1, -edge, True), (edge, -1, np.inf, False)]
    for start, sign, length, active in outer:
        if length == 0 or (active_only and not active):
            continue
        steps, weights = _graded(abs(start), length, unit.s)
        z = start + sign * steps
        excess = sign * steps if start == edge else z + unit.c
        weights = weights * np.exp(-0.5 * start**2 - steps * (abs(start) + 0.5 * steps)) / _ROOT
        if unit.s < _FLAT:
            yield Points(excess, z, 0 * z, unit.k_last * z), weights
            continue
        for side in (1, -1):
            kink = -side * unit.k_last * z / unit.s
            low = np.maximum(kink, -_REACH)
            beyond, inner = _equal(low)
            v = low[:, None] + beyond
            x_last = side * unit.s * ((low - kink)[:, None] + beyond)
            wide = [np.broadcast_to(x[:, None], v.shape) for x in (excess, z)]
            inner = inner * np.exp(-0.5 * v**2) / _ROOT * weights[:, None]
            yield Points(*(x.ravel() for x in (*wide, side * v, x_last))), inner.ravel()


def _window(start: Doubles) -> Doubles:
    """Length of the window from `start` outwards: t with start t + t^2 / 2 = 60, or up to z = sqrt(120)."""
    far = np.maximum(start, 0.0)
    return np.asarray(2 * _DROP / (np.hypot(far, _REACH) + far) + far - start)


def _graded(start: float, length: float, s: float) -> tuple[Doubles, Doubles]:
    """Nodes and weights on (0, length), in panels that double in width from a fine one at 0 on."""
    end = min(length, float(_window(np.asarray(start))))
    first = 0.25 / (1 + start) * (min(s, s**2) if s >= _FLAT else 1.0)
    first = min(max(first, _FINEST), end)
    edges = [0.0, *(first * 2.0 ** np.arange(int(np.ceil(np.log2(end / first))))), end]
    left, width = np.asarray(edges[:-1])[:, None], np.diff(edges)[:, None]
    return (left + 0.5 * width * (1 + _X)).ravel(), (0.5 * width * _W).ravel()


def _equal(start: Doubles) -> tuple[Doubles, Doubles]:
    """Nodes and weights, shape (n, nodes), in four equal panels over the windows from each `start` on."""
    width = _window(start)[:, None] / 4
    nodes = (np.arange(4)[:, None] + 0.5 * (1 + _X)).ravel()
    return width * nodes, 0.5 * width * np.tile(_W, 4)
