"""Certified phase diagrams: what becomes of every start of a window, momentum included.

| module | subject |
|---|---|
| `table` | Phi and phi in NumPy with a proven bound on their error |
| `norm` | the norm in which errors of momentum descent do not grow |
| `push` | many cells of starts pushed through one update, rounding included |
| `exits` | sets from which the fate is certain |
| `diagram` | branch and bound over a window |

Source: Arnekvist et al. 2020, arXiv 2005.06195, Figs. 4 and 5; the method is this project's.
"""
