"""Descent from many starts with their parameters kept at chosen updates.

Starts are taken a bounded number at a time, so that what is held beyond the record itself is one such batch.

Used by `numerics.dying_relu.relu_unit.training`, which checks arguments; nothing here does.
"""

from typing import NamedTuple

import array_api_compat as compat

from numerics.arrays.arguments import Array
from numerics.dying_relu.relu_unit.front import CAPACITY, EVERY, Mover


class Recorded(NamedTuple):
    """What `Ends` says, and where the starts were after chosen updates, on the first axis."""

    w: Array
    b: Array
    steps: Array
    settled: Array
    path_w: Array
    path_b: Array


def run(
    mover: Mover,
    w: Array,
    b: Array,
    steps: int,
    tolerance: float,
    at: tuple[int, ...],
    *,
    constants: tuple[Array, ...] = (),
) -> Recorded:
    """Do what `front.run` does, with the same looks at the size of an update, and record.

    Parameters
    ----------
    mover, w, b, steps, tolerance, constants
        As for `front.run`.
    at : tuple of int
        Increasing numbers of updates, from 0 to `steps`. A start that has settled stays where it is.
    """
    xp, device = compat.array_namespace(w, b), compat.device(b)
    count = b.shape[0]
    path_w = xp.empty((len(at), *w.shape), dtype=w.dtype, device=device)
    path_b = xp.empty((len(at), count), dtype=b.dtype, device=device)
    ended: list[tuple[Array, ...]] = []
    looks = set(range(steps % EVERY or EVERY, steps + 1, EVERY))
    for first in range(0, max(count, 1), CAPACITY):
        batch = slice(first, min(count, first + CAPACITY))
        state = [w[batch, ...] + 0, b[batch] + 0]
        state += [0 * x for x in state] + [constant[batch] + 0 for constant in constants]
        settled = xp.zeros(state[1].shape[0], dtype=xp.bool, device=device)
        made = xp.zeros(state[1].shape[0], dtype=xp.int64, device=device)
        age = 0
        for stop in sorted(looks | set(at)):
            if stop > age and not xp.all(settled):
                before = [x + 0 for x in state]
                sizes = mover.advance(state, stop - age)
                for i, (old, new) in enumerate(zip(before, state, strict=True)):
                    mask = xp.reshape(settled, (-1,) + (1,) * (new.ndim - 1))
                    state[i] = xp.where(mask, old, new)
                made = xp.where(settled, made, made + (stop - age))
                if stop in looks:
                    settled = settled | (sizes < tolerance**2)
            age = stop
            if stop in at:
                path_w[at.index(stop), batch, ...] = state[0]
                path_b[at.index(stop), batch] = state[1]
        ended.append((state[0], state[1], made, settled))
    end_w, end_b, counts, small = (xp.concat(column) for column in zip(*ended, strict=True))
    return Recorded(end_w, end_b, counts, small, path_w, path_b)
