r"""The gradient field of one ReLU unit in the plane of target weight and bias, fast, in place.

With a single weight w, lambda = sign(w), c = b / |w| and S(c) = Phi(c) - c phi(c) the gradients of
`numerics.dying_relu.relu_unit` become

    linear:    w Phi - gamma S,                        b Phi + lambda (w - gamma) phi,
    rectified: w Phi - gamma min(S, 1/2)               for w > 0,
               w Phi - gamma max(S - 1/2, 0)           for w < 0,
               b Phi + |w| phi - gamma p,  p = phi(min(c, 0)) for w > 0, phi(0) - phi(max(c, 0)) for w < 0,

since the target's own half-line cuts the expectations at z = 0. A third field, ``"sign dropped"``, leaves
lambda out of the bias derivative of the linear target; it is the gradient of nothing, and serves only to
ask whether the paper's prose was written about it.

phi comes from `exp`, Phi from its value at the nearest node x of a table and from phi, by Taylor's formula

    Phi(c) = Phi(x) + phi(c) [d + c d^2 / 2 + (c^2 - 1) d^3 / 6 + O(d^4)],    d = c - x,

in a fifth of the time of `scipy.special.ndtr`; both are right to 3e-16, absolutely. In the far tails,
|c| > 9, c is clipped: what is left there is below 2e-18.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 30-32 and Proposition C1.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import special

Doubles: TypeAlias = npt.NDArray[np.float64]

FIELDS = ("exact", "sign dropped")
"""The gradient field, and the diagnostic one without the sign of the weight in the bias derivative."""

REACH = 9
"""c is clipped to this size."""
_GRAIN = 2048
_TINY = 1e-300
_ROOT = 1 / np.sqrt(2 * np.pi)


_TABLE: Doubles = special.ndtr(np.arange(-REACH * _GRAIN, REACH * _GRAIN + 1) / _GRAIN)
"""Phi at the nodes; half the distance of two of them to the fourth, over 24, is below 1e-16."""


class Field:
    """Evaluates one of the fields again and again in buffers of its own.

    Parameters
    ----------
    size : int
        The most points that one call will bring.
    target : {"linear", "relu"}
        gamma x_L, or its positive part.
    field : {"exact", "sign dropped"}
        See the module; ``"sign dropped"`` exists for the linear target only.
    """

    def __init__(self, size: int, target: str = "linear", field: str = "exact") -> None:
        self.target, self.field = target, field
        self._buffers = np.empty((7, size))
        self._node = np.empty(size, dtype=np.intp)

    def __call__(self, w: Doubles, b: Doubles, gamma: Doubles | float) -> tuple[Doubles, Doubles]:
        """Gradient by the weight and by the bias at the points (w, b), of shape (n,).

        The arrays returned are overwritten by the next call. At w = 0 the sign is that of the zero.
        """
        n = w.shape[0]
        c, cdf, pdf, by_w, by_b, spare, part = self._buffers[:, :n]
        np.abs(w, out=c)
        np.maximum(c, _TINY, out=c)
        np.divide(b, c, out=c)
        np.clip(c, -REACH, REACH, out=c)
        self._gaussian(c, cdf, pdf, spare, part, self._node[:n])
        if self.target == "relu":
            self._rectified(w, b, gamma)
            return by_w, by_b
        # (w - gamma) Phi + gamma c phi, and b Phi + lambda (w - gamma) phi
        np.subtract(w, gamma, out=by_b)
        np.multiply(by_b, cdf, out=by_w)
        np.multiply(c, gamma, out=c)
        np.multiply(c, pdf, out=c)
        np.add(by_w, c, out=by_w)
        if self.field == "exact":
            np.copysign(pdf, w, out=pdf)
        np.multiply(by_b, pdf, out=by_b)
        np.multiply(b, cdf, out=cdf)
        np.add(by_b, cdf, out=by_b)
        return by_w, by_b

    @staticmethod
    def _gaussian(
        c: Doubles, cdf: Doubles, pdf: Doubles, d: Doubles, part: Doubles, node: npt.NDArray[np.intp]
    ) -> None:
        """Put Phi(c) into `cdf` and phi(c) into `pdf`."""
        np.multiply(c, _GRAIN, out=d)
        np.rint(d, out=part)
        np.subtract(d, part, out=d)
        np.multiply(d, 1 / _GRAIN, out=d)
        np.add(part, REACH * _GRAIN, out=part)
        np.copyto(node, part, casting="unsafe")
        np.multiply(c, c, out=part)
        np.multiply(part, -0.5, out=pdf)
        np.exp(pdf, out=pdf)
        np.multiply(pdf, _ROOT, out=pdf)
        # The bracket as d + d^2 (c + d (c^2 - 1) / 3) / 2, innermost first.
        np.subtract(part, 1.0, out=part)
        np.multiply(part, d, out=part)
        np.multiply(part, 1 / 3, out=part)
        np.add(part, c, out=part)
        np.multiply(part, d, out=part)
        np.multiply(part, 0.5, out=part)
        np.add(part, 1.0, out=part)
        np.multiply(part, d, out=part)
        np.multiply(part, pdf, out=part)
        _TABLE.take(node, out=cdf, mode="clip")
        np.add(cdf, part, out=cdf)

    def _rectified(self, w: Doubles, b: Doubles, gamma: Doubles | float) -> None:
        c, cdf, pdf, by_w, by_b, cut, second = self._buffers[:, : w.shape[0]]
        along = w > 0
        np.multiply(c, pdf, out=second)
        np.subtract(cdf, second, out=second)
        np.subtract(second, np.where(along, 0.0, 0.5), out=second)
        np.clip(second, 0.0, 0.5, out=second)
        np.multiply(w, cdf, out=by_w)
        np.multiply(second, gamma, out=second)
        np.subtract(by_w, second, out=by_w)
        # phi at the end of the cut: min(c, 0) along the target, max(c, 0) against it.
        inside = np.where(along, c < 0, c > 0)
        np.copyto(cut, np.where(inside, pdf, _ROOT))
        np.subtract(np.where(along, 0.0, _ROOT), cut, out=cut)
        np.abs(cut, out=cut)
        np.multiply(cut, gamma, out=cut)
        np.abs(w, out=second)
        np.multiply(second, pdf, out=second)
        np.multiply(b, cdf, out=by_b)
        np.add(by_b, second, out=by_b)
        np.subtract(by_b, cut, out=by_b)
