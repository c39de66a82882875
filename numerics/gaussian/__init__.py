"""Moments of standard normal variables, accurate in both tails.

| module | subject |
|---|---|
| `half_line` | one variable over a half-line: density, distribution function, moments |
| `pair` | two correlated variables over a corner of the plane |
"""

from numerics.gaussian.half_line import (
    FAR,
    Doubles,
    cdf,
    cdf_of,
    like,
    mean_excess,
    mean_square_excess,
    pdf,
    pdf_of,
    scaled_tail_moments,
    second_moment,
    second_moment_from_zero,
    to_numpy,
)

__all__ = [
    "FAR",
    "Doubles",
    "cdf",
    "cdf_of",
    "like",
    "mean_excess",
    "mean_square_excess",
    "pdf",
    "pdf_of",
    "scaled_tail_moments",
    "second_moment",
    "second_moment_from_zero",
    "to_numpy",
]
