"""Gradient descent with momentum on a unit quadratic.

| module | subject |
|---|---|
| `recursion` | the linear recursion, its stability and the onset of oscillation |
| `spectrum` | its eigenvalues |
| `ripples` | how a run oscillates, in closed form |

The update itself is in `numerics.descent.steps`.

Source: Arnekvist et al. 2020, arXiv 2005.06195.
"""

from numerics.dying_relu.momentum.recursion import (
    FORMS,
    effective_step,
    eigenvalues,
    is_stable,
    onset,
    spectral_radius,
    stability_limit,
    step,
    trajectory,
    transition_matrix,
)

__all__ = [
    "FORMS",
    "effective_step",
    "eigenvalues",
    "is_stable",
    "onset",
    "spectral_radius",
    "stability_limit",
    "step",
    "trajectory",
    "transition_matrix",
]
