"""Small ReLU networks trained on tables, behind Figures 1 and 6.

| module | subject |
|---|---|
| `network` | plain and residual networks: start, output, gradients, dead units |
| `training` | many seeds and target scales trained at once |
| `tasks`, `sweep` | which networks the figures need, and the sweep that trains them |
| `results` | what was found, one network a record |

Source: Arnekvist et al. 2020, arXiv 2005.06195.
"""

from numerics.dying_relu.regression.training import Course, starts, train

__all__ = ["Course", "starts", "train"]
