"""The nonlinearity generator max(x, t), and networks of it.

| module | subject |
|---|---|
| `unit` | its values, gradients and moments |
| `variance` | the variance of weight updates |
| `depth` | energies from layer to layer |
| `experiments` | what is trained on images, how, and what came out |

Source: Jiang et al. 2017, arXiv 1708.01666.
"""

from numerics.nonlinearity_generator.depth import ACTIVATIONS, energies, gradient_factor
from numerics.nonlinearity_generator.unit import generator, gradients, moments
from numerics.nonlinearity_generator.variance import update_variance, variance_parts

__all__ = [
    "ACTIVATIONS",
    "energies",
    "generator",
    "gradient_factor",
    "gradients",
    "moments",
    "update_variance",
    "variance_parts",
]
