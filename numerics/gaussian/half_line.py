r"""Moments of a standard normal variable over a half-line, accurate in both tails.

Here z ~ N(0, 1), phi and Phi are its density and distribution function, and 1{.} is 1 or 0. The half-line is
z > -c, on which a ReLU unit whose bias is c times the norm of its weights is active.

The special functions come from `scipy.special` (`ndtr`, `erfcx`), which takes NumPy arrays only, so arrays of
other libraries make a round trip through NumPy in double precision. What comes back has the library, dtype
and device of what was passed.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 21-23 and 34.
"""

from typing import Any, TypeAlias

import array_api_compat as compat
import numpy as np
import numpy.typing as npt
from scipy import special

from numerics.arrays import arguments
from numerics.arrays.arguments import Array

Doubles: TypeAlias = npt.NDArray[np.float64]

FAR = 1e6
"""Arguments are clipped to this size: phi vanishes and Phi is 0 or 1 in double precision long before."""
_LEVELS = 40
"""Depth of the continued fraction; for t >= 3 it has then converged to double precision."""


def to_numpy(array: Array) -> Doubles:
    """Return an array of any library as a NumPy array of doubles."""
    on_device = compat.is_torch_array(array) or compat.is_cupy_array(array)
    return np.asarray(compat.to_device(array, "cpu") if on_device else array, dtype=np.float64)


def like(values: Doubles, array: Array) -> Array:
    """Return a NumPy array in the library and dtype, and on the device, of `array`."""
    xp = compat.array_namespace(array)
    return xp.asarray(values, dtype=array.dtype, device=compat.device(array))


def _checked(c: Any) -> tuple[Array, Doubles]:
    (array,) = arguments.arrays({"c": c})
    return array, to_numpy(array)


def scaled_tail_moments(t: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    r"""Integrals of u^n exp(-t u - u^2 / 2) over u > 0, for n = 0, 1, 2.

    That is E[(z - t)^n 1{z > t}] / phi(t). I_0 is Mills' ratio, sqrt(pi / 2) erfcx(t / sqrt 2). The others
    follow from it by parts, I_1 = 1 - t I_0 and I_2 = I_0 - t I_1, for t < 3; beyond, where these differences
    would cancel, from I_n / I_(n-1) = n / (t + I_(n+1) / I_n), a continued fraction.

    Parameters
    ----------
    t : ndarray of float64
        Where the tail begins, at least -2.

    Returns
    -------
    tuple of three ndarrays of the shape of `t`
        I_0, I_1 and I_2, with relative errors near 1e-14.
    """
    mills = np.sqrt(np.pi / 2) * special.erfcx(t / np.sqrt(2))
    far = np.maximum(t, 3.0)
    # The ratio I_n / I_(n-1) solves x (t + x) = n to first order in 1 / n: this start halves the levels.
    ratio = 2 * (_LEVELS + 1) / (far + np.hypot(far, 2 * np.sqrt(_LEVELS + 1)))
    second = ratio
    for n in range(_LEVELS, 0, -1):
        second, ratio = ratio, n / (far + ratio)
    first_moment = np.where(t < 3, 1 - t * mills, mills * ratio)
    return mills, first_moment, np.where(t < 3, mills - t * first_moment, mills * ratio * second)


def pdf(c: Any) -> Array:
    """Density phi(c) of the standard normal law.

    Parameters
    ----------
    c : array_like, shape (...)
        Where to evaluate it, in standard deviations.

    Returns
    -------
    array, shape (...)
        phi(c), 0 where it is too small for the dtype.

    Raises
    ------
    TypeError, ValueError
        If `c` is not made of finite real floating numbers.
    """
    array, values = _checked(c)
    return like(pdf_of(values), array)


def pdf_of(c: Doubles) -> Doubles:
    """Return phi at an array of doubles, unchecked."""
    # With c split into a multiple of 1/16, whose square is exact, and a rest, the rounding of c^2 does not
    # reach the exponent, where it would cost c^2 / 2 units in the last place.
    near = np.clip(c, -40.0, 40.0)  # phi underflows before 39
    coarse = np.rint(16 * near) / 16
    square = np.exp(-0.5 * coarse**2) * np.exp(-0.5 * (near - coarse) * (near + coarse))
    return np.asarray(square / np.sqrt(2 * np.pi))


def cdf(c: Any) -> Array:
    """Distribution function Phi(c), the probability of z > -c.

    Parameters
    ----------
    c : array_like, shape (...)
        Where to evaluate it, in standard deviations.

    Returns
    -------
    array, shape (...)
        Phi(c), with full relative accuracy in the lower tail.

    Raises
    ------
    TypeError, ValueError
        If `c` is not made of finite real floating numbers.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 21-23.
    """
    array, values = _checked(c)
    return like(cdf_of(values), array)


def cdf_of(c: Doubles) -> Doubles:
    """Return Phi at an array of doubles, unchecked."""
    tail = pdf_of(c) * scaled_tail_moments(np.maximum(-c, 1.0))[0]
    return np.where(c < -1, tail, special.ndtr(np.maximum(c, -1.0)))


def second_moment(c: Any) -> Array:
    """E[z^2 1{z > -c}] = Phi(c) - c phi(c).

    The two terms add up for c < 0, and for c > 0 the difference is never below half of the larger one; so
    this form loses no digits anywhere.

    Parameters
    ----------
    c : array_like, shape (...)
        Minus the lower end of the half-line, in standard deviations.

    Returns
    -------
    array, shape (...)

    Raises
    ------
    TypeError, ValueError
        If `c` is not made of finite real floating numbers.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eq. 34.
    """
    array, values = _checked(c)
    near = np.clip(values, -FAR, FAR)
    return like(cdf_of(values) - near * pdf_of(near), array)


def second_moment_from_zero(c: Any) -> Array:
    """E[z^2 1{0 < z < c}] = Phi(c) - 1/2 - c phi(c) for c > 0, and minus that of -c for c < 0.

    The terms cancel for small c; the value comes from the incomplete gamma function, which keeps its digits.

    Parameters
    ----------
    c : array_like, shape (...)
        The end of the interval other than 0, in standard deviations.

    Returns
    -------
    array, shape (...)

    Raises
    ------
    TypeError, ValueError
        If `c` is not made of finite real floating numbers.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eq. 34.
    """
    array, values = _checked(c)
    near = np.clip(values, -FAR, FAR)
    return like(0.5 * np.sign(near) * special.gammainc(1.5, 0.5 * near**2), array)


def mean_excess(c: Any) -> Array:
    """E[(z + c) 1{z > -c}] = c Phi(c) + phi(c), the mean output of relu(z + c).

    For c < -1 the two terms cancel, and the value is phi(c) times a scaled tail moment instead.

    Parameters
    ----------
    c : array_like, shape (...)
        Minus the lower end of the half-line, in standard deviations.

    Returns
    -------
    array, shape (...)

    Raises
    ------
    TypeError, ValueError
        If `c` is not made of finite real floating numbers.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eq. 34.
    """
    array, values = _checked(c)
    tail = pdf_of(values) * scaled_tail_moments(np.maximum(-values, 1.0))[1]
    return like(np.where(values < -1, tail, values * cdf_of(values) + pdf_of(values)), array)


def mean_square_excess(c: Any) -> Array:
    """E[(z + c)^2 1{z > -c}] = (1 + c^2) Phi(c) + c phi(c), the mean square of relu(z + c).

    For c < -1 the terms cancel, and the value is phi(c) times a scaled tail moment instead.

    Parameters
    ----------
    c : array_like, shape (...)
        Minus the lower end of the half-line, in standard deviations; at most 1e150 in size (1e15 in single
        precision).

    Returns
    -------
    array, shape (...)

    Raises
    ------
    TypeError, ValueError
        If `c` is not made of finite real floating numbers, or is too large to be squared.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 8-10 and 34.
    """
    array, values = _checked(c)
    limit = 1e15 if array.dtype == compat.array_namespace(array).float32 else 1e150
    arguments.require(abs(values) <= limit, "c", c, f"at most {limit:g} in size")
    tail = pdf_of(values) * scaled_tail_moments(np.maximum(-values, 1.0))[2]
    near = np.maximum(values, -1.0)
    head = (1 + near**2) * special.ndtr(near) + near * pdf_of(near)
    return like(np.where(values < -1, tail, head), array)
