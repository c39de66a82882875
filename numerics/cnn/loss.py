"""Softmax cross-entropy."""

from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.cnn.layer import check_batch


def softmax_cross_entropy(logits: Array, labels: Any) -> tuple[float, Array]:
    """Mean of -log softmax(logits)[label] over a batch, and its gradient.

    Parameters
    ----------
    logits : array, shape (n, classes)
    labels : array of int, shape (n,)
        From 0 to classes - 1.

    Returns
    -------
    loss : float
        Infinite or NaN where the logits are.
    gradient : array, shape (n, classes)
        By the logits.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, or a label is not one of the classes.

    Examples
    --------
    >>> import numpy as np
    >>> loss, gradient = softmax_cross_entropy(np.zeros((1, 2)), np.asarray([0]))
    >>> round(loss, 6), gradient.tolist()
    (0.693147, [[-0.5, 0.5]])
    """
    check_batch(logits, "logits", (None, None))
    check_batch(labels, "labels", (logits.shape[0],))
    xp = compat.array_namespace(logits)
    n, classes = logits.shape
    arguments.require(n > 0, "logits", logits, "an array of one or more rows")
    if not compat.array_namespace(labels).isdtype(labels.dtype, "integral"):
        raise TypeError(f"labels must be integers, got {arguments.shorten(labels)}")
    arguments.require((labels >= 0) & (labels < classes), "labels", labels, f"from 0 to {classes - 1}")
    classes_row = xp.arange(classes, dtype=labels.dtype, device=compat.device(logits))
    chosen = xp.astype(labels[:, None] == classes_row[None, :], logits.dtype)
    shifted = logits - xp.max(logits, axis=1, keepdims=True)
    powers = xp.exp(shifted)
    totals = xp.sum(powers, axis=1, keepdims=True)
    losses = xp.log(totals) - xp.sum(shifted * chosen, axis=1, keepdims=True)
    return float(xp.sum(losses)) / n, (powers / totals - chosen) / n
