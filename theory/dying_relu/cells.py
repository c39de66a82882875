"""Whole cells of starts with a certified fate."""

from __future__ import annotations

from theory.claim import Claim

certified_cells = Claim(
    "dying_relu.beyond.cells",
    title="Cells of starts with a certified fate",
    where="Beyond Section 5 and Fig. 4",
    kind="beyond",
    says="""For gamma = 1 and plain descent with eta = .1 on the linear target every start of the square cells
    of half-side 1/80 about (1/2, -1/4), (1/2, 3/4), (-1/2, 3/4), (41/80, -71/80) and (-1/80, 71/80),
    which reaches over to w = 0, ends at the optimum; those about (-1/2, 1/4), (-1/2, 0),
    (-71/80, 33/80) and (-3/80, -1/2) hold no start that does. Enclosures of the whole cell, turned along its
    longer side at every update and cut into four where they grow, enter the disc of radius gamma/5
    about the optimum, a trap, or the set w < 0, b < -eta gamma G/(1 - eta/2), which is never left.""",
)
