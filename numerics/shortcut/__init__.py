"""A two-layer convolutional network with a shortcut, trained on its population loss, by subject.

| module | subject |
|---|---|
| `kernel` | the functions g and h of the angle between two filters |
| `loss` | network, population loss and gradient in full dimension |
| `points` | optimum, spurious point, saddle, and the barrier between them |
| `descent` | normalised gradient descent, with or without the shortcut, and step-size schedules |
| `coordinates` | the three numbers that carry a run |
| `starts` | random output weights and filters |
| `trained_length` | a student whose filter is never normalised |
| `stochastic` | stochastic descent on fresh patches, and the noise of its gradient |

The exact reduction to three numbers is in `numerics.shortcut.reduced`; the chances of success, certificates
and the paper's table build on it (`numerics.shortcut.chances`, `numerics.shortcut.certificate`,
`numerics.shortcut.table`).

Source: Liu et al. 2019, arXiv 1909.04653.
"""

from numerics.shortcut.descent import (
    Descent,
    Phase,
    constant,
    constant_ratio,
    gradient_descent,
    warm_up,
)
from numerics.shortcut.kernel import overlap, turning
from numerics.shortcut.loss import network, population_gradient, population_loss
from numerics.shortcut.points import (
    CriticalPoint,
    barrier_profile,
    best_output,
    critical_points,
    saddle_angle,
    shape_of,
    spurious_optimum,
    threshold,
)

__all__ = [
    "CriticalPoint",
    "Descent",
    "Phase",
    "barrier_profile",
    "best_output",
    "constant",
    "constant_ratio",
    "critical_points",
    "gradient_descent",
    "network",
    "overlap",
    "population_gradient",
    "population_loss",
    "saddle_angle",
    "shape_of",
    "spurious_optimum",
    "threshold",
    "turning",
    "warm_up",
]
