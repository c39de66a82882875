"""Dense ReLU networks, in floating point or exact rationals: outputs, rescaled layers, training.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Appendix D.
"""

from numerics.dying_relu.dense.network import Layers, forward, layer_outputs, scale_layers

__all__ = ["Layers", "forward", "layer_outputs", "scale_layers"]
