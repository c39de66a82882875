"""Branch and bound over a window of starts."""

import numpy as np
import pytest

from numerics.dying_relu.phase import diagram
from numerics.dying_relu.relu_unit import enclosure

QUICK = {"gamma": 1.0, "cells": 8, "rounds": 1, "steps": 300}


def test_cells_tile_the_window_and_more_cuts_decide_more():
    shares = []
    for rounds in (0, 1, 2):
        shown = diagram.phase_diagram(**(QUICK | {"rounds": rounds}))
        assert np.sum(4 * shown.half**2) == pytest.approx(4)
        assert sum(shown.share(label) for label in diagram.LABELS) == pytest.approx(1)
        shares.append(shown.share("undecided"))
    assert shares[0] > shares[1] > shares[2]


def test_labels_are_those_of_ball_arithmetic():
    centres = [(0.5, -0.25), (-0.5, 0.75), (-0.5, 0.0), (-3 / 80, -0.5)]
    w, b = np.array(centres).T
    label, _ = diagram.certify(w, b, np.full(4, 1 / 80), gamma=1.0, eta=0.1, beta=0.0, steps=400)
    found = [enclosure.fate_of_cell(*centre, 1 / 80).label for centre in centres]
    assert [diagram.LABELS[code] for code in label] == found == ["optimum", "optimum", "dead", "dead"]


def test_momentum_is_certified_too():
    w, b = np.array([0.15, -0.9, 0.05]), np.array([0.05, -0.9, -0.9])
    label, _ = diagram.certify(w, b, np.full(3, 0.005), gamma=0.1, eta=0.1, beta=0.9, steps=1500)
    assert [diagram.LABELS[code] for code in label] == ["optimum", "dead", "asleep"]


def test_it_goes_on_where_it_was_stopped_with_any_number_of_workers(tmp_path):
    one = diagram.phase_diagram(**QUICK)
    told = []
    for _ in range(2):
        two = diagram.phase_diagram(**QUICK, folder=tmp_path, progress=told.append)
        for left, right in zip(one, two, strict=True):
            np.testing.assert_array_equal(left, right)
    assert told[-1].resumed == told[-1].total


@pytest.mark.parametrize(
    ("changed", "name"),
    [({"eta": 1.5}, "eta"), ({"gamma": 0.0}, "gamma"), ({"beta": 1.0}, "beta"), ({"steps": 30_000}, "steps"),
     ({"cells": 0}, "cells"), ({"extent": -1.0}, "extent")],
)  # fmt: skip
def test_bad_arguments_are_named(changed, name):
    with pytest.raises(ValueError, match=name):
        diagram.phase_diagram(**(QUICK | changed))
