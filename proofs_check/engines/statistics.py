"""``consistent``: a test with a declared false-alarm rate and a declared power."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import ndtri
from scipy.stats import t as student

from proofs_check.engines.kernel import blas_kernel
from proofs_check.ledger.evidence import Rejected, Strength, Undecided, record_values

#: Fewest independent samples for a test of a mean.
LEAST_SAMPLES = 30
#: A deviation of more standard deviations of a sample is no small effect, but another law.
LARGEST_EFFECT = 2.0
#: How far, in standard deviations, the number of changes between neighbours may lie below that of independent
#: samples.
FEWEST_CHANGES = 8.0
#: Longest period that is looked for.
LONGEST_PERIOD = 1000


def consistent(
    samples: Any,
    *,
    mean: float,
    detects: float,
    false_alarm: float = 1e-6,
    power: float = 0.999,
) -> None:
    """Independent samples are consistent with a claimed mean, by a two-sided t test.

    The power is declared and checked: the test must have been able to see a deviation of ``detects``.

    Parameters
    ----------
    samples
        Independent samples, one axis.
    mean
        The claimed mean.
    detects
        The smallest deviation that matters: at most two standard deviations of the samples.
    false_alarm
        Probability that a true claim is rejected.
    power
        Probability that a deviation of ``detects`` is noticed.

    Raises
    ------
    Rejected
        If the sample mean deviates significantly.
    Undecided
        If the samples are too few or too noisy for the declared power.
    ValueError
        If a parameter is out of range, the deviation that matters is absurdly large, or the samples repeat
        one another and so are not independent.
    """
    if not (0 < false_alarm < 0.5 and 0.5 < power < 1):
        raise ValueError(f"false_alarm={false_alarm!r}, power={power!r}: must lie in (0, .5) and (.5, 1)")
    if not (detects > 0 and math.isfinite(detects) and math.isfinite(mean)):
        raise ValueError(f"detects={detects!r}, mean={mean!r}: must be finite, detects positive")
    if np.iscomplexobj(samples):
        raise ValueError("samples: must be real")
    x = np.asarray(samples, dtype=float)
    if x.ndim != 1 or x.size < LEAST_SAMPLES:
        raise ValueError(f"samples of shape {x.shape}: at least {LEAST_SAMPLES} on one axis are needed")
    if not np.isfinite(x).all():
        raise Rejected("a sample is not finite")
    error = float(x.std(ddof=1)) / math.sqrt(x.size)
    deviation = float(x.mean()) - mean
    if np.ptp(x) == 0:  # rounding makes the deviation of equal samples a little more than 0
        if x[0] != mean:
            raise Rejected(f"all samples equal {x[0]!r}, claimed mean {mean!r}")
        raise Undecided("all samples are equal: there is nothing to test; use exactly or agrees")
    _require_independent(x)
    if detects > LARGEST_EFFECT * float(x.std(ddof=1)):
        raise ValueError(
            f"detects={detects!r}: must be at most {LARGEST_EFFECT:g} standard deviations of the samples, "
            f"which is {x.std(ddof=1):.4g}"
        )
    threshold = float(student.isf(false_alarm / 2, x.size - 1))
    if abs(deviation) > threshold * error:
        raise Rejected(
            f"sample mean {x.mean():.6g} +- {error:.2g} against {mean:.6g}: "
            f"{abs(deviation) / error:.1f} standard errors"
        )
    if detects < (threshold + float(ndtri(power))) * error:
        raise Undecided(
            f"a deviation of {detects:g} would be seen with less than the declared power {power:g}"
        )
    record_values(
        "consistent",
        Strength.STATISTICAL,
        f"t test of {x.size} samples: false alarms {false_alarm:g}, power {power:g} against {detects:g}; "
        f"{blas_kernel()}",
        instance=hash(x.tobytes()),
        size=x.size,
    )


def _require_independent(x: Any) -> None:
    """Refuse samples that repeat one another: values of a continuous law, blocks, or a period.

    Counts and events repeat their values, and so do laws with an atom, such as half a Gaussian at 0; what
    independent samples do not do is to repeat them in runs or in a rhythm.

    Raises
    ------
    ValueError
        If they do.
    """
    values, counts = np.unique(x, return_counts=True)
    spread = x[x != values[counts.argmax()]]  # without the largest atom
    fractions = spread[spread != np.round(spread)]
    if fractions.size > np.unique(fractions).size * 1.01 + 1 and np.unique(fractions).size > 1:
        raise ValueError(f"samples: {fractions.size} fractions take only {np.unique(fractions).size} values")
    same = float(((counts / x.size) ** 2).sum())
    changes = int((x[1:] != x[:-1]).sum())
    expected, error = (x.size - 1) * (1 - same), math.sqrt(x.size * max(same * (1 - same), 1 / x.size))
    if changes < expected - FEWEST_CHANGES * error:
        raise ValueError(
            f"samples: equal ones stand in blocks, {changes} changes where {expected:.0f} are due"
        )
    for period in range(1, min(x.size // 2, LONGEST_PERIOD) + 1):
        if (x[period:] == x[:-period]).all():
            raise ValueError(f"samples: they repeat with a period of {period}")
