"""Wilson's score interval of a chance.

Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927), 209-212.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from numerics.arrays import arguments

Doubles = npt.NDArray[np.float64]


class Interval(NamedTuple):
    """Ends of a confidence interval."""

    low: Doubles
    high: Doubles


def wilson(successes: Any, runs: Any, confidence: Any = 0.95) -> Interval:
    """Wilson's score interval of a chance.

    Parameters
    ----------
    successes : array_like, shape (...)
        How often it happened.
    runs : int
        Of how many runs.
    confidence : float
        In (0, 1), two-sided.

    Examples
    --------
    >>> [round(float(x), 4) for x in wilson(5000, 5000)]
    [0.9992, 1.0]
    """
    runs = arguments.count(runs, "runs", at_least=1)
    happened, level = arguments.arrays({"successes": successes, "confidence": confidence})
    arguments.require((happened >= 0) & (happened <= runs), "successes", successes, f"between 0 and {runs}")
    arguments.require(level.ndim == 0 and 0 < level < 1, "confidence", confidence, "one number in (0, 1)")
    z = float(ndtri((1 + float(level)) / 2))
    p = np.asarray(happened) / runs
    middle = (p + z * z / (2 * runs)) / (1 + z * z / runs)
    half = z / (1 + z * z / runs) * np.sqrt(p * (1 - p) / runs + (z / (2 * runs)) ** 2)
    return Interval(np.maximum(middle - half, 0), np.minimum(middle + half, 1))
