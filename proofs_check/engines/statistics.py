"""``consistent``: a test with a declared false-alarm rate and a declared power."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import ndtri
from scipy.stats import t as student

from proofs_check.engines.kernel import blas_kernel
from proofs_check.evidence import Rejected, Strength, Undecided, record

#: Fewest independent samples for a test of a mean.
LEAST_SAMPLES = 30


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
        The smallest deviation that matters.
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
        If a parameter is out of range.
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
    record(
        "consistent",
        Strength.STATISTICAL,
        detail=f"t test of {x.size} samples: "
        f"false alarms {false_alarm:g}, power {power:g} against {detects:g}; {blas_kernel()}",
    )
