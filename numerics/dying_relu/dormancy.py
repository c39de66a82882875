r"""How deep and how long a dead unit sleeps, and how momentum throws a living one into the dead cone.

Without a target (gamma = 0), or on the rectified one with weights against it and b <= 0, gradient descent
takes the ratio c = b / ||w|| through a recursion of its own, c' = c - eta phi(c) / (1 - eta Phi(c)).

Source: Arnekvist et al. 2020, arXiv 2005.06195, Sections 4-5; the laws are this project's.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import erfcx, erfi

from numerics import gaussian
from numerics.arrays import arguments
from numerics.dying_relu import momentum
from numerics.integration import orbit

LONGEST = 1e9
"""Rescaled time by which an orbit must have come back; from u = 3e-4 on it takes 1.6e4."""

Doubles = npt.NDArray[np.float64]

K = float(np.sqrt(2 * np.exp(np.euler_gamma)))
"""sqrt(2 e^gamma_E) = 1.88736: a unit without target, started at c = 0, ends at b = -||w_0|| / K."""


def untargeted_step(c: Any, eta: float) -> Doubles:
    """One step of gradient descent without a target, in c = b / ||w||.

    Parameters
    ----------
    c : array_like, shape (...)
        Ratio of bias to weight norm.
    eta : float
        Step size, 0 < eta <= 1.

    Returns
    -------
    ndarray, shape (...)
        c - eta phi(c) / (1 - eta Phi(c)).

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    ratio, rate = arguments.arrays({"c": c, "eta": eta})
    arguments.require((rate > 0) & (rate <= 1), "eta", eta, "a step size with 0 < eta <= 1")
    at, by = gaussian.to_numpy(ratio), gaussian.to_numpy(rate)
    return np.asarray(at - by * gaussian.pdf_of(at) / (1 - by * gaussian.cdf_of(at)))


def untargeted_time(c: Any) -> Doubles:
    """Time that the flow without a target takes from c = 0 down to c: pi erfi(-c / sqrt 2).

    Parameters
    ----------
    c : array_like, shape (...)
        Ratios of bias to weight norm, from 0 down to -37.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    TypeError, ValueError
        If `c` is not made of numbers in this range.
    """
    (ratio,) = arguments.arrays({"c": c})
    arguments.require((ratio <= 0) & (ratio >= -37), "c", c, "ratios from -37 to 0")
    return np.asarray(np.pi * erfi(-gaussian.to_numpy(ratio) / np.sqrt(2)))


def deepest_ratio(u: float) -> float:
    """Least c = b / w on the flow from (w_0, 0), aligned with the target, u = gamma / w_0.

    Parameters
    ----------
    u : float
        Target scale over first weight, 0 < u < 1.

    Returns
    -------
    float
        To about 1e-9. By the law, -(K u)^(-1/3) up to a factor that tends to 1.

    Raises
    ------
    TypeError, ValueError
        If `u` is not a number in this range.
    """
    start = _aligned_scale(u)

    def turned(at: float, state: Doubles, *_: float) -> float:
        return float(_aligned_rates(at, state, start, 0.0)[0])

    turned.terminal, turned.direction = True, 1  # type: ignore[attr-defined]
    run = orbit(
        _aligned_rates, (0.0, LONGEST), [0.0, 0.0, 0.0], events=[turned], args=(start, 0.0), method="LSODA",
        rtol=1e-11, atol=1e-13,
    )  # fmt: skip
    return float(_reached(run, u).y[0, -1])


def recovery_time(u: float) -> float:
    """Time from (w_0, 0), aligned with the target, until c has come back to half its least value c_0.

    Parameters
    ----------
    u : float
        Target scale over first weight, 0 < u < 1.

    Returns
    -------
    float
        In units of |c_0|^3 / phi(c_0), in which it tends to 3 as u goes to 0; to about 1e-6.

    Raises
    ------
    TypeError, ValueError
        If `u` is not a number in this range.
    """
    start = _aligned_scale(u)
    least = deepest_ratio(u)
    unit = float(abs(least) ** 3 / gaussian.pdf_of(np.asarray(least)))

    def back(_: float, state: Doubles, *__: float) -> float:
        return float(state[0] - least / 2)

    back.terminal, back.direction = True, 1  # type: ignore[attr-defined]
    run = orbit(
        _aligned_rates, (0.0, LONGEST), [0.0, 0.0, 0.0],
        events=[back], args=(start, 1 / unit), method="LSODA",
        rtol=1e-10, atol=1e-12,
    )  # fmt: skip
    return float(_reached(run, u).y[2, -1])


def _reached(run: Any, u: float) -> Any:
    """Return an orbit that has met its event."""
    if run.status != 1:
        raise ArithmeticError(f"u={u!r}: the orbit has not come back by time {run.t[-1]:g}")
    return run


def _aligned_scale(u: float) -> float:
    (scale,) = arguments.arrays({"u": u})
    inside = scale.ndim == 0 and bool((scale > 0) & (scale < 1))
    arguments.require(inside, "u", u, "a number with 0 < u < 1")
    return float(scale)


def _aligned_rates(_: float, state: Doubles, scale: float, unit: float) -> list[float]:
    """Rates of c, log(w / w_0) and of true time times `unit`, in a time that runs at Phi of the true one.

    So the dead cone is crossed as fast as anything else. The weights are along the target, k_L = 1.
    """
    c, log_w = float(state[0]), float(state[1])
    root = np.sqrt(2.0)
    hazard = float(np.sqrt(2 / np.pi) / erfcx(-c / root))
    share = scale / float(np.exp(log_w))
    slowness = unit / float(gaussian.cdf_of(np.asarray(c))) if unit else 0.0
    return [-hazard + share * ((1 + c**2) * hazard - c), -1 + share * (1 - c * hazard), slowness]


def overshoot(eta: float, beta: float, form: str = "ema") -> float:
    """Depth q = -min s_t to which an affine coordinate started at s_0 = 1 swings beyond its optimum.

    Parameters
    ----------
    eta, beta : float
        Step size and momentum.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    float
        At least 0; 0 where the coordinate never changes sign.

    Raises
    ------
    TypeError, ValueError
        If an argument is not in the domain of `momentum.trajectory`.
    """
    radius = float(momentum.spectral_radius(eta, beta, form))
    steps = int(min(10_000, 10 + np.ceil(-40 / np.log(radius)))) if 0 < radius < 1 else 100
    run = np.asarray(momentum.trajectory([1.0], eta=eta, beta=beta, steps=steps, form=form))
    return float(max(0.0, -run.min()))


def mirror_predicts_death(w: Any, b: Any, gamma: Any, *, q: float, kappa: float) -> npt.NDArray[np.bool_]:
    """Whether the overshoot sends a start of the linear cone into the dead one.

    Parameters
    ----------
    w, b, gamma : array_like, shapes that broadcast to (...)
        Weight along the target, bias and target scale; all other weights are 0.
    q : float
        Overshoot, see `overshoot`.
    kappa : float
        Opening of the cones, above 0.

    Returns
    -------
    ndarray of bool, shape (...)
        b q >= kappa |gamma (1 + q) - w q|.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    values = arguments.arrays({"w": w, "b": b, "gamma": gamma, "q": q, "kappa": kappa})
    arguments.require(values[2] > 0, "gamma", gamma, "scales above 0")
    arguments.require(values[3] >= 0, "q", q, "an overshoot of at least 0")
    arguments.require(values[4] > 0, "kappa", kappa, "an opening above 0")
    w_, b_, gamma_, q_, kappa_ = map(gaussian.to_numpy, values)
    return np.asarray(b_ * q_ >= kappa_ * np.abs(gamma_ * (1 + q_) - w_ * q_))
