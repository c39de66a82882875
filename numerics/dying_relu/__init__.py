"""A single ReLU unit, momentum, and small networks on scaled targets.

| module | subject |
|---|---|
| `relu_unit` | one unit on Gaussian inputs: gradient, training, flow, certified fates |
| `momentum` | momentum descent as a linear recursion, its spectrum and its ripples |
| `region_map` | who dies, on a grid of starts |
| `phase` | certified phase diagrams: what becomes of every start of a window |
| `dormancy` | how deep and how long a dead unit sleeps |
| `dense`, `regression` | networks of many units: equivalent parametrisations, and training on tables |
| `rotation` | turning a vector onto the last axis |

Source: Arnekvist et al. 2020, arXiv 2005.06195.
"""
