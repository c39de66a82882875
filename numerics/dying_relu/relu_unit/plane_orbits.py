r"""Orbits of the gradient flow in the plane of target weight and bias: who dies, and where orbits gather.

For w_L < 0, v = |w_L| / gamma and c = b / |w_L| the flow of `numerics.dying_relu.relu_unit.gradient_flow`
has the slope

    dc/dv = {v phi + [(1 + c^2) phi - c Phi]} / {v [v Phi + Phi - c phi]},

phi and Phi taken at c; one of its orbits, the separatrix, runs into the origin and parts those who die from
those who recover. For w_L > 0, b < 0 all orbits approach one line between the nullclines.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Section 5; the separatrix is this project's.
"""

from typing import Any

import numpy as np
from scipy.optimize import brentq

from numerics import gaussian
from numerics.arrays import arguments
from numerics.dying_relu.relu_unit.plane import Doubles
from numerics.integration import orbit

FURTHER = 1.5
"""How much further out than the outermost ray the attracting line is begun."""


def tip() -> float:
    """Slope b / |w| at which the separatrix enters the origin: the root of (1 + c^2) phi = c Phi.

    Examples
    --------
    >>> round(tip(), 6)
    0.622036
    """
    return float(brentq(_level, 0.0, 2.0, args=(0.0,), xtol=1e-15, rtol=1e-15))


def _level(c: float, v: float) -> float:
    """Zero where dc/dv vanishes in the plane."""
    at = np.asarray(c, dtype=np.float64)
    pdf, cdf = gaussian.pdf_of(at), gaussian.cdf_of(at)
    return float(v * pdf + (1 + c**2) * pdf - c * cdf)


def slope(v: Any, c: Any) -> Doubles:
    """Slope dc/dv of orbits of the plane with w_L < 0, v = |w_L| / gamma.

    Parameters
    ----------
    v, c : array_like, shapes that broadcast to (...)
        Weight over target scale, above 0, and bias over weight.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    v, c = arguments.broadcast(dict(zip("vc", arguments.arrays({"v": v, "c": c}), strict=True)))
    arguments.require(v > 0, "v", v, "a ratio above 0")
    return _slope(gaussian.to_numpy(v), gaussian.to_numpy(c))


def _slope(v: Doubles, c: Doubles) -> Doubles:
    pdf, cdf = gaussian.pdf_of(c), gaussian.cdf_of(c)
    return np.asarray((v * pdf + (1 + c**2) * pdf - c * cdf) / (v * (v * cdf + cdf - c * pdf)))


def separatrix(v: Any) -> Doubles:
    """Slope c_sep(v) below which a unit of the plane with w_L < 0 dies, v = |w_L| / gamma.

    Parameters
    ----------
    v : array_like, shape (...)
        Weight over target scale, at least 0.

    Returns
    -------
    ndarray, shape (...)
        The orbit that enters the origin, integrated away from it. Errors shrink in this direction.

    Raises
    ------
    TypeError, ValueError
        If `v` is not made of finite real numbers, or one of them is negative.
    """
    (given,) = arguments.arrays({"v": v})
    arguments.require(given >= 0, "v", v, "ratios of at least 0")
    flat = gaussian.to_numpy(given).ravel()
    near = 1e-6
    start = float(brentq(_level, 0.0, 2.0, args=(near,), xtol=1e-15, rtol=1e-15))
    out = np.full(flat.shape, tip())
    wanted, back = np.unique(flat[flat > near], return_inverse=True)
    if wanted.size:
        run = orbit(
            lambda s, c: np.exp(s) * _slope(np.exp(s), c), (np.log(near), np.log(wanted[-1]) + 1e-9), [start],
            t_eval=np.log(wanted), method="DOP853", rtol=1e-12, atol=1e-14, max_step=0.5,
        )  # fmt: skip
        out[flat > near] = run.y[0][back]
    return out.reshape(given.shape)


def nullcline(c: Any, component: int) -> Doubles:
    """Weight w / gamma on the ray b = c w, w > 0, at which one component of the gradient vanishes.

    Parameters
    ----------
    c : array_like, shape (...)
        Slope of the ray, below 0.
    component : {0, 1}
        0 for the weight's, 1 - c phi / Phi; 1 for the bias's, phi / (c Phi + phi).

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    component = arguments.count(component, "component")
    arguments.require(component < 2, "component", component, "0 or 1")
    (slope,) = arguments.arrays({"c": c})
    arguments.require(slope < 0, "c", c, "slopes below 0")
    t = -gaussian.to_numpy(slope)
    mass, mean, _ = gaussian.scaled_tail_moments(t)
    return np.asarray(1 / mean if component else 1 + t / mass)


def attracting_line(c: Any) -> Doubles:
    """Weight w / gamma on the ray b = c w of the line that orbits approach at the lower right.

    Parameters
    ----------
    c : array_like, shape (n,)
        Slopes of rays, below 0.

    Returns
    -------
    ndarray, shape (n,)
        The orbit that comes from c = -oo, w / gamma = c^2 + 2 - 4/(3 c^2) + O(c^-4). It is integrated from
        `FURTHER` times as far out, at c^2 + 2 - 3/(2 c^2), between the nullcline of the weight and where
        c stands still; neighbours approach it so fast that this leaves no trace.

    Raises
    ------
    TypeError, ValueError
        If `c` is not made of finite real numbers below 0.
    """
    (slope,) = arguments.arrays({"c": c})
    arguments.require((slope.ndim > 0) and slope.size > 0 and np.all(slope < 0), "c", c, "slopes below 0")
    flat = gaussian.to_numpy(slope).ravel()
    wanted, back = np.unique(flat, return_inverse=True)
    start = FURTHER * float(wanted[0])

    def pull(c: float, w: Doubles) -> Doubles:
        mass = gaussian.scaled_tail_moments(np.asarray(-c))[0]
        # dw/dc = w w' / (b' - c w') with both rates over phi; b' - c w' = (1 + c^2) phi - c Phi - w phi.
        return np.asarray(w * ((1 - w) * mass - c) / (1 + c**2 - c * mass - w))

    line = orbit(
        pull, (start, float(wanted[-1]) + 1e-9), [start**2 + 2 - 1.5 / start**2],
        t_eval=wanted, method="Radau", rtol=1e-10, atol=1e-12,
    )  # fmt: skip
    return np.asarray(line.y[0][back])
