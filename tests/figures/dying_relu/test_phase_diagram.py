"""Certified phase diagrams: the numbers behind the figure, against runs of their own."""

import numpy as np

from figures.dying_relu import phase_diagram
from numerics.dying_relu.phase.diagram import LABELS
from numerics.dying_relu.relu_unit import outcome, train


def test_shares_cells_and_ends_fit_together(monkeypatch):
    monkeypatch.setattr(phase_diagram, "PANELS", ((1.0, 0.0), (1.0, 0.9)))
    data = phase_diagram.phases.compute()
    for i, (gamma, beta) in enumerate(data["panels"]):
        (w, b, half), label = data[f"cells_{i}"], data[f"label_{i}"]
        shares = [np.sum(half[label == code] ** 2) for code in range(len(LABELS))]
        np.testing.assert_allclose(data[f"shares_{i}"], shares, atol=1e-4)
        chosen = np.flatnonzero(label < 3)[::9]
        end = train(w[chosen, None], b[chosen], gamma=gamma, eta=0.1, beta=beta, steps=20_000, tolerance=1e-9)
        ends = outcome(end.w, end.b, gamma)
        np.testing.assert_array_equal(ends == "optimum", label[chosen] == 0)
