"""Random starts of weights, as the paper prints them and as they should be read.

Source: Jiang et al. 2017, arXiv 1708.01666, Section 4; Glorot and Bengio 2010; He et al. 2015,
arXiv 1502.01852.
"""

from math import sqrt

import numpy as np

from numerics.arrays import arguments
from numerics.cnn.convolution import Convolution
from numerics.cnn.dense import Dense
from numerics.cnn.layer import Layer, checked

INITIALISATIONS = ("he", "he_prelu", "xavier", "msra_printed", "xavier_printed")


def variance(kind: str, n_in: int, n_out: int, scale: float = 1.0) -> float:
    """Variance of the weights of a layer.

    Parameters
    ----------
    kind : {"he", "he_prelu", "xavier", "msra_printed", "xavier_printed"}
        2/n_in; 2/((1 + 1/16) n_in), for PReLU with slope 1/4; 2/(n_in + n_out); and with a printed constant
        s, s/n_in and s^2/(3 (n_in + n_out)).
    n_in, n_out : int
        For a convolution k^2 times the channels.
    scale : float
        Factor of the standard deviation; for the printed forms their constant s.

    Returns
    -------
    float

    Examples
    --------
    >>> variance("msra_printed", 8, 8, scale=2.0) == variance("he", 8, 8)
    True
    """
    n_in = arguments.count(n_in, "n_in", at_least=1)
    n_out = arguments.count(n_out, "n_out", at_least=1)
    (factor,) = arguments.arrays({"scale": scale})
    arguments.require(factor.shape == () and factor >= 0, "scale", scale, "one number, at least 0")
    s = float(factor)
    return {
        "he": s**2 * 2 / n_in,
        "he_prelu": s**2 * 2 / (17 / 16 * n_in),
        "xavier": s**2 * 2 / (n_in + n_out),
        "msra_printed": s / n_in,
        "xavier_printed": s**2 / (3 * (n_in + n_out)),
    }[arguments.one_of(kind, "kind", INITIALISATIONS)]


def initialise(model: Layer, kind: str, *, rng: np.random.Generator, scale: float = 1.0) -> None:
    """Draw the weights of every convolution and dense layer; biases become 0.

    Parameters
    ----------
    model : Layer
        Its parameters must be NumPy arrays.
    kind, scale
        As in `variance`: uniform for the Xavier kinds, normal for the others.
    rng : numpy.random.Generator

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    checked(model, "model")
    arguments.generator(rng, "rng")
    for layer in model.walk():
        if isinstance(layer, Convolution):
            n_in, n_out = (layer.size**2 * channels for channels in (layer.c_in, layer.c_out))
        elif isinstance(layer, Dense):
            n_in, n_out = layer.n_in, layer.n_out
        else:
            continue
        deviation = sqrt(variance(kind, n_in, n_out, scale))
        shape = layer.weights.value.shape
        uniform = kind.startswith("xavier")
        drawn = rng.uniform(-sqrt(3), sqrt(3), shape) if uniform else rng.standard_normal(shape)
        layer.weights.value[...] = deviation * drawn
        if layer.bias is not None:
            layer.bias.value[...] = 0
