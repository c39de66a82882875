"""Images with ten classes, for the experiments with convolutional networks.

The handwritten digits of scikit-learn need no download. MNIST, Fashion-MNIST and CIFAR-10 are read from a
folder that the reader gives; `numerics.data.catalogue` knows where they can be had. Nothing is downloaded.
"""

from numerics.data.augmentation import augment, halve, pad
from numerics.data.dataset import DataError, Dataset, standard
from numerics.data.reading import NAMES, cifar10, digits, fashion_mnist, load, mnist

__all__ = [
    "NAMES",
    "DataError",
    "Dataset",
    "augment",
    "cifar10",
    "digits",
    "fashion_mnist",
    "halve",
    "load",
    "mnist",
    "pad",
    "standard",
]
