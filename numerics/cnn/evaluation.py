"""How many images a network classifies rightly."""

from __future__ import annotations

from typing import Any

import array_api_compat as compat
import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.cnn.layer import Layer

__all__ = ["accuracy", "like", "on_host", "pair", "right"]

Array = npt.NDArray[Any]


def accuracy(model: Layer, images: Array, labels: Array, *, batch: int = 128) -> float:
    """Share of images that a network classifies rightly, in evaluation mode.

    Parameters
    ----------
    model : Layer
    images, labels : ndarray
        As in `train`.
    batch : int
        Images at a time.

    Returns
    -------
    float
        An image for which an output is not finite counts as classified wrongly.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    pair(images, labels)
    batch = arguments.count(batch, "batch", at_least=1)
    hits = 0
    for start in range(0, len(images), batch):
        part = slice(start, start + batch)
        logits = on_host(model.forward(like(model, images[part]), training=False))
        hits += right(logits, labels[part])
    return hits / len(images)


def on_host(array: Any) -> Array:
    """Return an array of any library as one of NumPy, of the same dtype."""
    on_device = compat.is_torch_array(array) or compat.is_cupy_array(array)
    return np.asarray(compat.to_device(array, "cpu") if on_device else array)


def like(model: Layer, array: Array) -> Any:
    """Bring an array to the library and device of a model's parameters."""
    value = model.parameters[0].value
    if isinstance(value, np.ndarray):
        return array
    return compat.array_namespace(value).asarray(array, device=compat.device(value))


def right(logits: Array, labels: Array) -> int:
    """Count the images classified rightly; one for which an output is not finite is not."""
    good = np.asarray(np.isfinite(logits).all(axis=1))
    return int(np.count_nonzero(good & (np.where(good[:, None], logits, 0).argmax(axis=1) == labels)))


def pair(images: Any, labels: Any, what: str = "") -> tuple[Array, Array]:
    """Return images and labels that belong together; raise TypeError or ValueError if they do not."""
    for name, value in ((f"{what}images", images), (f"{what}labels", labels)):
        if not isinstance(value, np.ndarray):
            raise TypeError(f"{name} must be a NumPy array, got {arguments.shorten(value)}")
    arguments.require(images.ndim == 4 and len(images) > 0, f"{what}images", images, "of shape (n, h, w, c)")
    fits = labels.shape == images.shape[:1] and labels.dtype.kind in "iu"
    arguments.require(fits, f"{what}labels", labels, f"{len(images)} integers, one an image")
    return images, labels
