"""The nonlinearity generator max(x, t), and networks of it.

| module | subject |
|---|---|
| `unit` | its values and gradients, variance of weight updates, energies through depth |
| `experiments` | what is trained on images, how, and what came out |

Source: Jiang et al. 2017, arXiv 1708.01666.
"""

from numerics.nonlinearity_generator.unit import (
    ACTIVATIONS,
    energies,
    generator,
    gradient_factor,
    gradients,
    moments,
    update_variance,
    variance_parts,
)

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
