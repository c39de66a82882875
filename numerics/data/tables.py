"""Tables of inputs and one target for regression: real ones that ship with scikit-learn, and a made-up one.

Arnekvist et al. 2020, arXiv 2005.06195, regress on tables of the UCI repository whose names have been lost;
these need no download. Every column is brought to mean 0 and variance 1 (Eq. 1 with gamma = 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments

__all__ = ["REAL", "TABLES", "Table", "load", "preferred", "synthetic"]

REAL: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "diabetes": ("", "progression of the disease after a year, from ten measurements of 442 patients"),
        "breast_cancer": ("worst fractal dimension", "one measure of 569 cell nuclei from the other 29"),
        "wine": ("proline", "amount of proline in 178 wines from twelve other measurements"),
        "iris": ("petal width (cm)", "petal width of 150 flowers from three other lengths"),
        "linnerud": ("Pulse", "pulse of 20 members of a fitness club from three exercises"),
    }
)
"""Name of each real table: the column that is the target (empty for the table's own), and what it is.

The tables of classes (wine, iris, breast cancer) serve for regression by predicting one measured column from
the others; the classes are left out.
"""

TABLES = ("synthetic", *REAL)
"""Every name that `load` knows."""

EXTRA = "tables"
"""The extra of this package that brings scikit-learn."""


@dataclass(frozen=True)
class Table:
    """A regression problem, every column with mean 0 and variance 1.

    Attributes
    ----------
    name : str
        One of `TABLES`.
    inputs : ndarray, shape (rows, columns)
        Standardised inputs, float64.
    targets : ndarray, shape (rows,)
        Standardised targets, float64.
    about : str
        What is predicted from what.
    """

    name: str
    inputs: npt.NDArray[np.float64]
    targets: npt.NDArray[np.float64]
    about: str


def synthetic(rows: int = 256, columns: int = 10, *, seed: int = 0) -> Table:
    """Draw a table: Gaussian inputs, a smooth target with an interaction and much noise, as real ones have.

    y = sin(2 x_1) + x_2 x_3 + x_4 / 2 + e with e ~ N(0, 1), then standardised.

    Parameters
    ----------
    rows : int
        At least 2.
    columns : int
        At least 4.
    seed : int
        Not negative.

    Returns
    -------
    Table

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    rows = arguments.count(rows, "rows", at_least=2)
    columns = arguments.count(columns, "columns", at_least=4)
    rng = np.random.Generator(np.random.PCG64(arguments.seed(seed)))
    x = rng.standard_normal((rows, columns))
    y = np.sin(2 * x[:, 0]) + x[:, 1] * x[:, 2] + x[:, 3] / 2 + rng.standard_normal(rows)
    return Table(
        "synthetic", _standardised(x), _standardised(y), "a made-up noisy function of four out of ten inputs"
    )


def load(name: str) -> Table:
    """Read a table by name.

    Parameters
    ----------
    name : str
        One of `TABLES`.

    Returns
    -------
    Table

    Raises
    ------
    TypeError, ValueError
        If there is no such table.
    ImportError
        If the table ships with scikit-learn, which is not installed; the message names the extra.
    """
    name = arguments.one_of(name, "name", TABLES)
    if name == "synthetic":
        return synthetic()
    try:
        datasets = import_module("sklearn.datasets")
    except ImportError as error:
        raise ImportError(
            f"table {name!r} ships with scikit-learn: pip install 'relucidate[{EXTRA}]' "
            "(the table 'synthetic' needs nothing)"
        ) from error
    raw = getattr(datasets, f"load_{name}")()
    column, about = REAL[name]
    inputs, targets = _split(raw, column)
    return Table(name, _standardised(inputs), _standardised(targets), about)


def preferred() -> str:
    """Name of the table to use by default: "diabetes" if scikit-learn is there, else "synthetic"."""
    return "diabetes" if find_spec("sklearn") is not None else "synthetic"


def _split(raw: Any, column: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Inputs and target: the table's own target, or one column of either against the inputs left."""
    data = np.asarray(raw.data, dtype=float)
    target = np.asarray(raw.target, dtype=float)
    if not column:
        return data, target
    names = [str(name) for name in raw.feature_names]
    if column not in names:  # linnerud has several targets, with names of their own
        return data, target[:, [str(name) for name in raw.target_names].index(column)]
    index = names.index(column)
    return np.delete(data, index, axis=1), data[:, index]


def _standardised(columns: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Subtract each column's mean and divide by its standard deviation (Eq. 1 with gamma = 1)."""
    centred = columns - columns.mean(axis=0)
    return np.asarray(centred / columns.std(axis=0))
