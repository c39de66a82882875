"""Cut a finite range where switches that are not linear in its variable change their signs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import flint
from flint import arb

from proofs_check.arithmetic.elementary import sign_of
from proofs_check.arithmetic.switches import Pair

#: Cells to look at before a range is left in one piece.
CELLS = 6_000

Signs = dict[Pair, int]


def partition(
    gaps: dict[Pair, Callable[[arb], object]], low: arb, high: arb
) -> list[tuple[arb, arb, Signs]] | None:
    """Cut a range into pieces on which the signs of some gaps are known, and tiny ones where they are not.

    Parameters
    ----------
    gaps
        For every switch the enclosure of left minus right over a cell.
    low, high
        Ends of the range, the first certainly the smaller.

    Returns
    -------
    list or None
        Start, end and the known signs of each piece; ``None`` where that takes too many cells.
    """
    tiny = arb(2) ** (16 - flint.ctx.prec) * (1 + abs(high) + abs(low))
    cells: list[tuple[arb, arb, Signs]] = []
    waiting = [(low, high)]
    looked_at = 0
    while waiting:
        start, end = waiting.pop()
        looked_at += 1
        if looked_at > CELLS:
            return None
        cell = start.union(end)
        signs = {pair: sign for pair, gap in gaps.items() if (sign := sign_of(gap(cell))) is not None}
        if len(signs) == len(gaps) or not end - start > tiny:
            cells.append((start, end, signs))
            continue
        middle = ((start + end) / 2).mid()
        waiting += [(middle, end), (start, middle)]
    pieces = []
    for signs, group in groupby(cells, key=lambda cell: cell[2]):
        first, *rest = group
        pieces.append((first[0], (rest[-1] if rest else first)[1], signs))
    return pieces
