"""Gradients by layer at the start of the paper's networks, before any update.

Source: Jiang et al. 2017, arXiv 1708.01666, Section 3.3, Figures 11 and 13.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.cnn import plain, resnet, softmax_cross_entropy
from numerics.nonlinearity_generator.experiments.setting import START

__all__ = ["gradient_norms"]

BATCH = 32
DEVIATION = 0.25
"""Of the pixels, about that of photographs less their mean, divided by 255."""


def gradient_norms(
    family: str, depth: int, activation: str, seed: int, *, side: int = 8
) -> npt.NDArray[np.float64]:
    """Norm of the gradient by the weights of each layer, with batch normalisation, on noise.

    Parameters
    ----------
    family : {"plain", "resnet"}
    depth : int
        Layers with weights, 6n + 2; their widths are the paper's, 16, 32 and 64.
    activation : {"relu", "prelu", "generator"}
        Each starts as in the paper.
    seed : int
        Of weights, images and labels.
    side : int
        Height and width of the images, a multiple of 4.

    Returns
    -------
    ndarray, shape (depth,)
        From the first layer to the last, which is dense.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> gradient_norms("plain", 8, "relu", 0).shape
    (8,)
    """
    build = {"plain": plain, "resnet": resnet}[arguments.one_of(family, "family", ("plain", "resnet"))]
    start = START[arguments.one_of(activation, "activation", START)]
    rng = np.random.default_rng(arguments.seed(seed))
    net = build(depth, activation, rng=rng, image=(side, side, 3), batch_norm=True, initialisation=start)
    images = (DEVIATION * rng.standard_normal((BATCH, side, side, 3))).astype(np.float32)
    _, gradient = softmax_cross_entropy(net.forward(images), rng.integers(0, 10, BATCH))
    net.backward_to_parameters(gradient)
    weights = [parameter.gradient for parameter in net.parameters if parameter.name == "weights"]
    return np.array([np.linalg.norm(value.astype(np.float64)) for value in weights])
