"""Whole cells of starts with a certified fate."""

from __future__ import annotations

from theory.claim import Assertion, Claim, Remark

certified_cells = Claim(
    "dying_relu.beyond.cells",
    title="Cells of starts with a certified fate",
    where="Beyond Section 5 and Fig. 4",
    kind="beyond",
    says=[
        Assertion(
            r"For $\gamma=1$ and plain descent with $\eta=0.1$ on the linear target every "
            r"start of the square cells of half-side $1/80$ about $(\frac12,-\frac14)$, "
            r"$(\frac12,\frac34)$, $(-\frac12,\frac34)$, $(\frac{41}{80},-\frac{71}{80})$ "
            r"and $(-\frac1{80},\frac{71}{80})$ ends at the optimum.",
            shown_by=["proof_by_enclosing_every_start"],
        ),
        Assertion(
            r"The cells about $(-\frac12,\frac14)$, $(-\frac12,0)$, "
            r"$(-\frac{71}{80},\frac{33}{80})$ and $(-\frac3{80},-\frac12)$ hold no start "
            "that does.",
            shown_by=["proof_by_enclosing_every_start"],
        ),
        Assertion(
            "The balls hold the gradient and its derivative, and runs from the corners of "
            "the cells end where the enclosures say.",
            shown_by=["proof_that_the_balls_hold_gradient_and_curvature", "proof_by_running_the_corners"],
        ),
        Remark(
            "Enclosures of the whole cell, turned along its longer side at every update "
            r"and cut into four where they grow, enter the disc of radius $\gamma/5$ about "
            r"the optimum, a trap, or the set $w<0$, $b<-\eta\gamma G/(1-\eta/2)$, which "
            "is never left."
        ),
    ],
)
