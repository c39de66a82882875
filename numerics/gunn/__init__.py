"""Gradually updated layers: each unit reads the outputs of the units before it.

Conventions, for every module here: n units, numbered from 0; weights omega of shape (n, n), one row a unit;
unit i reads the state h^(i) = (y_0, ..., y_(i-1), x_i, ..., x_(n-1)) and adds to its input x_i what its row
makes of it. A simultaneous layer, for contrast, reads x throughout.

Source: Qiao et al. 2018, arXiv 1711.09280, Appendix A.
"""

from numerics.gunn.factorisation import linear_map, weights_of
from numerics.gunn.layer import ACTIVATIONS, UPDATES, forward, jacobian, state
from numerics.gunn.learning import gradient_step, tangent_kernel, total_gradient
from numerics.gunn.training import fit_map, separation

__all__ = [
    "ACTIVATIONS",
    "UPDATES",
    "fit_map",
    "forward",
    "gradient_step",
    "jacobian",
    "linear_map",
    "separation",
    "state",
    "tangent_kernel",
    "total_gradient",
    "weights_of",
]
