"""Means of runs with their standard errors."""

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments

Array = npt.NDArray[Any]


def mean_and_error(values: npt.ArrayLike) -> tuple[Array, Array]:
    """Mean over the first axis and its standard error.

    Parameters
    ----------
    values : array_like, shape (runs, ...)
        At least one run; the error of one run alone is NaN, as nothing is known of it.

    Returns
    -------
    mean, error : ndarray, shape (...)

    Examples
    --------
    >>> mean, error = mean_and_error([[1.0], [3.0]])
    >>> print(mean, error)
    [2.] [1.]
    """
    (runs,) = arguments.arrays({"values": values})
    runs = np.asarray(runs, dtype=float)
    arguments.require(
        runs.ndim >= 1 and len(runs) >= 1, "values", values, "at least one run on its first axis"
    )
    if len(runs) == 1:
        return runs[0], np.full(runs.shape[1:], np.nan)
    return runs.mean(axis=0), runs.std(axis=0, ddof=1) / len(runs) ** 0.5
