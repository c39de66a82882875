"""The dense layer x W + b."""

from math import prod
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.cnn.layer import Gradients, Layer, Parameter, check_batch


class Dense(Layer):
    """Every output is a weighted sum of every input, and a bias.

    Parameters
    ----------
    n_in, n_out : int
    dtype : dtype
        Of the parameters, which start at zero: see `numerics.cnn.initialise`.

    Notes
    -----
    Weights have shape (n_in, n_out). An input of more axes than two is flattened.

    Examples
    --------
    >>> layer = Dense(2, 1)
    >>> layer.weights.value[...] = [[1], [10]]
    >>> layer.forward(np.asarray([[3, 4]], np.float32)).tolist()
    [[43.0]]
    """

    new_outputs = True

    def __init__(self, n_in: int, n_out: int, *, dtype: Any = np.float32) -> None:
        super().__init__()
        self.n_in = arguments.count(n_in, "n_in", at_least=1)
        self.n_out = arguments.count(n_out, "n_out", at_least=1)
        self.weights = Parameter(np.zeros((self.n_in, self.n_out), dtype), decays=True, name="weights")
        self.bias = Parameter(np.zeros(self.n_out, dtype), decays=False, name="bias")
        self.own_parameters = [self.weights, self.bias]

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Take (n, ...) to (n, n_out)."""
        rows = compat.array_namespace(x).reshape(x, (x.shape[0], prod(x.shape[1:])))
        check_batch(rows, "x", (None, self.n_in), like=self.weights.value)
        return rows @ self.weights.value + self.bias.value, (rows, tuple(x.shape))

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:  # noqa: ARG002
        """Return the gradients by inputs, weights and biases."""
        rows, shape = kept
        xp = compat.array_namespace(gradient)
        found = [rows.T @ gradient, xp.sum(gradient, axis=0)]
        return xp.reshape(gradient @ self.weights.value.T, shape), found
