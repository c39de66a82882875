"""Cells of starts with a certified fate."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import enclosure, training
from proofs_check.engines import agrees
from proofs_check.ledger.evidence import Rejected, Strength, record
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.cells import certified_cells
from theory.dying_relu.critical_points import hessian
from theory.dying_relu.regions import switches_sign
from theory.dying_relu.target_plane import plane

HALF = Fraction(1, 80)
CELLS = {
    "optimum": ((40, -20), (40, 60), (-40, 60), (41, -71), (-1, 71)),
    "dead": ((-40, 20), (-40, 0), (-71, 33), (-3, -40)),
}
"""Centres in units of 1/80."""


@pytest.mark.parametrize(("label", "centre"), [(label, at) for label, found in CELLS.items() for at in found])
@proof(certified_cells)
def proof_by_enclosing_every_start(label, centre):
    relies_on(plane, hessian if label == "optimum" else switches_sign)
    w, b = (Fraction(i, 80) for i in centre)
    shown = enclosure.fate_of_cell(w, b, HALF)
    if shown.label != label:
        raise Rejected(f"the cell about ({w}, {b}) is shown to be {shown.label}, claimed {label}")
    record(
        "certifies",
        Strength.CERTIFIED,
        detail=f"enclosures in balls of {shown.pieces} pieces of a cell reach it",
    )


@proof(certified_cells)
@given(st.floats(-2, 2).filter(lambda w: abs(w) > 0.05), st.floats(-2, 2), st.floats(0.1, 2))
def proof_that_the_balls_hold_gradient_and_curvature(w, b, scale):
    def slope(w, b):
        by_w, by_b = relu_unit.population_gradient([w], b, scale)
        return np.array([float(by_w[0]), float(by_b)])

    enclosed = enclosure.gradient_over(arb(w), arb(b), arb(scale))
    agrees(slope(w, b), [float(x) for x in enclosed], atol=1e-13, because="rounding of numbers up to 4")
    h = 1e-5 * abs(w)
    by_w, by_b = (
        (slope(w + i * h, b + j * h) - slope(w - i * h, b - j * h)) / (2 * h) for i, j in ((1, 0), (0, 1))
    )
    curvature = [float(x) for x in enclosure.hessian_over(arb(w), arb(b), arb(scale))]
    differences = (
        "differences over h = 1e-5 |w|: rounding 1e-16/h, curving up to h^2 times third derivatives, 1/w^2"
    )
    agrees(curvature[:2], by_w, atol=1e-6, because=differences)
    agrees(curvature[1:], by_b, atol=1e-6, because=differences)


@proof(certified_cells)
def proof_by_running_the_corners():
    corners = np.array([(i, j) for i in (-1, 1) for j in (-1, 1)]) / 80
    for label, found in CELLS.items():
        starts = (np.array(found)[:, None] / 80 + corners).reshape(-1, 2)
        end = training.train(starts[:, :1], starts[:, 1], gamma=1.0, eta=0.1, steps=2000)
        labels = training.outcome(end.w, end.b, 1.0)
        agrees(np.ones(labels.size), labels == label, atol=1e-9, because="labels agree or do not")


@saboteur(certified_cells)
def dropped_indicator(patch):
    patch.setattr(enclosure, "gradient_over", lambda w, b, gamma: (w - gamma, b + 0))
    patch.setattr(enclosure, "hessian_over", lambda w, b, gamma: (arb(1), arb(0), arb(1)))  # noqa: ARG005


@saboteur(certified_cells)
def masked_loss(patch):
    right = enclosure.gradient_over

    def wrong(w, b, gamma):
        by_w, by_b = right(w, b, gamma)
        c = b / abs(w)
        boundary = (gamma * c) ** 2 * (-c * c / 2).exp() / (8 * arb.pi()).sqrt() / abs(w)
        return by_w - (arb(1) if w > 0 else arb(-1)) * c * boundary, by_b + boundary

    patch.setattr(enclosure, "gradient_over", wrong)


@saboteur(certified_cells)
def sign_of_the_weight_dropped(patch):
    right = enclosure.gradient_over

    def wrong(w, b, gamma):
        by_w, _ = right(w, b, gamma)
        c = b / abs(w)
        return by_w, b * (1 + (c / arb(2).sqrt()).erf()) / 2 + (w - gamma) * (-c * c / 2).exp() / (
            2 * arb.pi()
        ).sqrt()

    patch.setattr(enclosure, "gradient_over", wrong)
