"""Linear tails of networks.

| module | subject |
|---|---|
| `layers` | what is conserved in a tail, and how far its layers can be from rank one |
| `course` | what happens to it along a path of the parameters |

Source: Le & Jegelka 2022, arXiv 2201.11968, Section 4.
"""

from numerics.invariances.tail.layers import (
    Bounds,
    Layer,
    bounds,
    differences,
    in_gram,
    norms,
    out_gram,
    out_stack,
    rank_budget,
    sines,
)

__all__ = [
    "Bounds",
    "Layer",
    "bounds",
    "differences",
    "in_gram",
    "norms",
    "out_gram",
    "out_stack",
    "rank_budget",
    "sines",
]
