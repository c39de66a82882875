"""A single ReLU unit fitted to a scaled target on Gaussian inputs, by subject.

| module | subject |
|---|---|
| `gradient` | loss and gradient in closed form, in any dimension |
| `training` | descent with momentum from many starts, and what became of each |
| `gradient_flow` | the flow in three variables, and whom it kills |
| `plane_orbits` | orbits in the plane of target weight and bias: separatrix, nullclines, attracting line |
| `enclosure` | whole cells of starts with a certified fate, in ball arithmetic |
| `frame`, `plane`, `front` | coordinates, the fast field of the plane, and the front of live starts |
| `recording` | the same runs with their parameters kept at chosen updates |

Source: Arnekvist et al. 2020, arXiv 2005.06195.
"""

from numerics.dying_relu.relu_unit.enclosure import Certificate, fate_of_cell
from numerics.dying_relu.relu_unit.gradient import (
    TARGETS,
    active_probability,
    population_gradient,
    population_loss,
)
from numerics.dying_relu.relu_unit.gradient_flow import (
    critical_cosine,
    death_probabilities,
    death_probability,
    dies,
    flow,
)
from numerics.dying_relu.relu_unit.plane_orbits import attracting_line, nullcline, separatrix, tip
from numerics.dying_relu.relu_unit.training import KAPPA, LABELS, RADIUS, outcome, outcome_codes, train

__all__ = [
    "KAPPA",
    "LABELS",
    "RADIUS",
    "TARGETS",
    "Certificate",
    "active_probability",
    "attracting_line",
    "critical_cosine",
    "death_probabilities",
    "death_probability",
    "dies",
    "fate_of_cell",
    "flow",
    "nullcline",
    "outcome",
    "outcome_codes",
    "population_gradient",
    "population_loss",
    "separatrix",
    "tip",
    "train",
]
