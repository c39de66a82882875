"""Changes of images before they are learnt: random shifts and flips, another size.

Source: Jiang et al. 2017, arXiv 1708.01666, Section 3, which augments as He et al. 2015, arXiv 1512.03385,
Section 4.2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.arrays.objects import flag, image_array

__all__ = ["augment", "halve", "pad"]

Images = npt.NDArray[Any]


def pad(images: Images, margin: int) -> Images:
    """Surround images by zeros.

    Parameters
    ----------
    images : ndarray, shape (n, height, width, channels)
        Any dtype.
    margin : int
        Pixels on each side, at least 0.

    Returns
    -------
    ndarray, shape (n, height + 2 margin, width + 2 margin, channels)

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> pad(np.ones((1, 1, 1, 1)), 1)[0, :, :, 0].tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    image_array(images, "images")
    margin = arguments.count(margin, "margin")
    return np.pad(images, ((0, 0), (margin, margin), (margin, margin), (0, 0)))


def halve(images: Images) -> Images:
    """Average images over squares of 2 x 2 pixels.

    Parameters
    ----------
    images : ndarray, shape (n, height, width, channels)
        Height and width even. uint8 comes back as uint8, rounded half to even.

    Returns
    -------
    ndarray, shape (n, height / 2, width / 2, channels)
        Of the dtype of `images`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> halve(np.arange(4.0).reshape(1, 2, 2, 1)).ravel().tolist()
    [1.5]
    """
    image_array(images, "images")
    count, height, width, channels = images.shape
    arguments.require(height % 2 == width % 2 == 0, "images", images, "of even height and width")
    squares = images.reshape(count, height // 2, 2, width // 2, 2, channels)
    if images.dtype != np.uint8:
        return np.asarray(squares.mean(axis=(2, 4)), dtype=images.dtype)
    return np.asarray(np.rint(squares.mean(axis=(2, 4), dtype=np.float32)), dtype=np.uint8)


def augment(images: Images, rng: np.random.Generator, *, margin: int = 4, flip: bool = True) -> Images:
    """Shift each image by up to `margin` pixels, filling in zeros, and mirror half of them left to right.

    Parameters
    ----------
    images : ndarray, shape (n, height, width, channels)
        A batch in which 0 is the background, as in mean-subtracted images.
    rng : numpy.random.Generator
        Draws two shifts and, if `flip`, a coin for each image.
    margin : int
        Largest shift, at least 0.
    flip : bool
        Whether to mirror: mirrored digits are no digits.

    Returns
    -------
    ndarray
        A new batch of the same shape and dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    wide = pad(images, margin)
    arguments.generator(rng, "rng")
    flag(flip, "flip")
    count, height, width, _ = images.shape
    shifts = rng.integers(0, 2 * margin + 1, size=(2, count))
    rows = shifts[0, :, None] + np.arange(height)
    columns = shifts[1, :, None] + np.arange(width)
    if flip:
        mirrored = rng.random(count) < 0.5
        columns[mirrored] = columns[mirrored, ::-1]
    moved: Images = wide[np.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]
    return moved
