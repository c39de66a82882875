"""What training conserves in networks with ReLU: matrices, paths, tails.

| module | subject |
|---|---|
| `network` | networks on acyclic graphs, their paths and trees |
| `architecture` | layered networks: dense maps, convolutions, residual blocks, pooling |
| `descent`, `gradient_flow`, `sliding` | training them: steps, the flow, and flows along kinks |
| `conservation` | counting what the flow conserves |
| `tail` | linear tails: what is conserved, and how near to rank one the layers come |
| `spirals` | a curve with a limit direction that crosses every hyperplane for ever |

Source: Le & Jegelka 2022, arXiv 2201.11968.
"""
