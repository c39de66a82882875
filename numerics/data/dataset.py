"""Images and labels in two parts, to train on and to test on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.arrays.objects import image_array, instance

__all__ = ["DataError", "Dataset", "standard"]

Images = npt.NDArray[Any]
Labels = npt.NDArray[np.int64]

CLASSES = 10
"""Every data set here has ten classes, labelled 0 to 9."""


class DataError(ValueError):
    """A file of a data set is missing, cut short, altered, or another one than its name says."""


@dataclass(frozen=True)
class Dataset:
    """Images with their classes.

    Attributes
    ----------
    name : str
        Of the data set.
    train_images, test_images : ndarray, shape (images, height, width, channels)
        uint8 as stored, or float32 as `standard` makes them.
    train_labels, test_labels : ndarray of int64, shape (images,)
        Classes, from 0 to 9.

    Raises
    ------
    ValueError
        If there are not as many labels as images, a part is empty, images of the two parts differ in shape,
        or a label is out of range.
    """

    name: str
    train_images: Images
    train_labels: Labels
    test_images: Images
    test_labels: Labels

    def __post_init__(self) -> None:
        instance(self.name, "name", str)
        for part in ("train", "test"):
            images = image_array(getattr(self, f"{part}_images"), f"{part}_images")
            if images.size == 0:
                raise ValueError(f"{part}_images must be of shape (images, height, width, channels), none 0, "
                                 f"got {images.shape}")  # fmt: skip
            labels = getattr(self, f"{part}_labels")
            if (
                not isinstance(labels, np.ndarray)
                or type(labels) is np.ma.MaskedArray
                or labels.dtype.kind not in "iu"
            ):
                raise TypeError(
                    f"{part}_labels must be a NumPy array of integers, got {arguments.shorten(labels)}"
                )
            if labels.shape != images.shape[:1]:
                raise ValueError(f"{part}_labels must be {len(images)}, one an image, got {labels.shape}")
            arguments.require(
                (labels >= 0) & (labels < CLASSES), f"{part}_labels", labels, f"from 0 to {CLASSES - 1}"
            )
        if self.train_images.shape[1:] != self.test_images.shape[1:]:
            shapes = self.train_images.shape[1:], self.test_images.shape[1:]
            raise ValueError(f"train_images and test_images must be of one size, got {shapes}")

    @property
    def image(self) -> tuple[int, int, int]:
        """Height, width and channels of an image."""
        height, width, channels = self.train_images.shape[1:]
        return height, width, channels

    def mapped(self, change: Callable[[Images], Images]) -> Dataset:
        """Return the data set with a function applied to all images of each part."""
        return replace(self, train_images=change(self.train_images), test_images=change(self.test_images))

    def first(self, train: int, test: int) -> Dataset:
        """Return the data set of the first images of each part, `train` and `test` of them at most."""
        train = arguments.count(train, "train", at_least=1)
        test = arguments.count(test, "test", at_least=1)
        return replace(
            self,
            train_images=self.train_images[:train],
            train_labels=self.train_labels[:train],
            test_images=self.test_images[:test],
            test_labels=self.test_labels[:test],
        )


def standard(dataset: Dataset) -> Dataset:
    """Subtract the mean of every pixel over the training images, and divide by 255.

    Parameters
    ----------
    dataset : Dataset
        With images as stored, uint8.

    Returns
    -------
    Dataset
        float32 images; those to train on have mean 0 pixel by pixel.

    Raises
    ------
    TypeError
        If images are not uint8.

    References
    ----------
    Jiang et al. 2017, arXiv 1708.01666, Section 3.
    """
    instance(dataset, "dataset", Dataset)
    if dataset.train_images.dtype != np.uint8 or dataset.test_images.dtype != np.uint8:
        raise TypeError(f"dataset must hold uint8 images as stored, got {dataset.train_images.dtype}")
    mean = dataset.train_images.mean(axis=0, dtype=np.float64).astype(np.float32)

    def change(images: Images) -> Images:
        scaled = images.astype(np.float32)
        scaled -= mean
        scaled /= np.float32(255)
        return scaled

    return dataset.mapped(change)
