"""A linear gradual layer as the product of a unit lower and an upper triangular matrix, both ways.

The layer's matrix is T = (I - L)^(-1) (I + U), L the part of omega below the diagonal, U the rest:
Doolittle's factorisation of T without exchange of rows.
"""

from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.gunn import layer


def linear_map(weights: Any) -> Array:
    """Matrix T of a linear gradual layer, y = T x, found by feeding it the unit vectors.

    Parameters
    ----------
    weights : array_like, shape (..., n, n)
        omega; exact numbers are allowed.

    Returns
    -------
    array, shape (..., n, n)

    Raises
    ------
    TypeError, ValueError
        If `weights` are not square matrices of finite numbers.

    Examples
    --------
    >>> linear_map([[1.0, 0.0], [1.0, -1.0]]).tolist()
    [[2.0, 0.0], [2.0, 0.0]]
    """
    (w,) = _square(weights, "weights")
    columns = layer.forward(w[..., None, :, :], layer.identity(w))
    return compat.array_namespace(w).matrix_transpose(columns)


def weights_of(matrix: Any) -> Array:
    """Weights of the linear gradual layer whose matrix is given.

    Parameters
    ----------
    matrix : array_like, shape (..., n, n)
        T, with leading minors of orders 1 to n - 1 other than 0; exact numbers are allowed.

    Returns
    -------
    array, shape (..., n, n)
        omega = R - M^(-1), where T = M R is the factorisation, found by elimination.

    Raises
    ------
    TypeError, ValueError
        If `matrix` is not made of square matrices, or a leading minor is 0: then no layer has it, or many.

    Examples
    --------
    >>> weights_of([[2.0, 0.0], [2.0, 0.0]]).tolist()
    [[1.0, 0.0], [1.0, -1.0]]
    """
    (t,) = _square(matrix, "matrix")
    xp, n = compat.array_namespace(t), t.shape[-1]
    unit = layer.identity(t)
    # Eliminating with the row operations that turn T into R turns the identity into M^(-1).
    upper = [t[..., i, :] for i in range(n)]
    inverse = [unit[i, :] + 0 * t[..., i, :] for i in range(n)]
    for i in range(n - 1):
        pivot = upper[i][..., i : i + 1]
        arguments.require(pivot != 0, "matrix", matrix, "with leading minors of orders below n other than 0")
        for k in range(i + 1, n):
            factor = upper[k][..., i : i + 1] / pivot
            upper[k] = upper[k] - factor * upper[i]
            inverse[k] = inverse[k] - factor * inverse[i]
    return xp.stack(upper, axis=-2) - xp.stack(inverse, axis=-2)


def _square(matrix: Any, name: str) -> tuple[Array]:
    (array,) = arguments.arrays({name: matrix}, exact=True)
    square = array.ndim >= 2 and array.shape[-1] == array.shape[-2] >= 1
    arguments.require(square, name, matrix, "of shape (..., n, n)")
    return (array,)
