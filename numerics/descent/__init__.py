"""Descent, whatever is trained: the momentum step, optimisers on named arrays, and losses.

| module | subject |
|---|---|
| `steps` | the momentum update in both of its forms, and runs of it |
| `optimisers` | Adam and stochastic gradient descent, any number of runs at once |
| `losses` | losses of a network's output and their slopes |
"""
