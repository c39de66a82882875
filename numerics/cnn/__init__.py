"""A small engine for convolutional networks: layers that know their forward and backward pass.

Everything runs on NumPy, and unchanged on arrays of CuPy, PyTorch or any array-API library.
"""

from numerics.cnn.activations import NonlinearityGenerator, PReLU, ReLU
from numerics.cnn.chain import Chain, IdentityShortcut, Residual
from numerics.cnn.convolution import Convolution
from numerics.cnn.data_parallel import DataParallel
from numerics.cnn.dense import Dense
from numerics.cnn.initialisation import INITIALISATIONS, initialise
from numerics.cnn.layer import Layer, Parameter
from numerics.cnn.loss import softmax_cross_entropy
from numerics.cnn.models import ACTIVATIONS, activate, dense_stack, plain, resnet
from numerics.cnn.normalisation import BatchNorm
from numerics.cnn.pooling import GlobalAveragePool, MaxPool
from numerics.cnn.sgd import SGD

__all__ = [
    "ACTIVATIONS",
    "INITIALISATIONS",
    "SGD",
    "BatchNorm",
    "Chain",
    "Convolution",
    "DataParallel",
    "Dense",
    "GlobalAveragePool",
    "IdentityShortcut",
    "Layer",
    "MaxPool",
    "NonlinearityGenerator",
    "PReLU",
    "Parameter",
    "ReLU",
    "Residual",
    "activate",
    "dense_stack",
    "initialise",
    "plain",
    "resnet",
    "softmax_cross_entropy",
]
