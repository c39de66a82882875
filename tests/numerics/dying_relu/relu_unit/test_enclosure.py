import doctest
from fractions import Fraction

import numpy as np
import pytest
from flint import arb

from numerics.dying_relu.relu_unit import enclosure
from numerics.dying_relu.relu_unit.enclosure import fate_of_cell, hessian_over
from numerics.dying_relu.relu_unit.training import outcome, train


@pytest.mark.parametrize("gamma", [1, Fraction(1, 4)])
def test_simulated_starts_of_certified_cells_end_where_certified(gamma):
    rng = np.random.default_rng(1)
    seen = set()
    for _ in range(25):
        w, b = rng.uniform(-1, 1, 2)
        shown = fate_of_cell(w, b, 0.02, gamma=gamma, splits=1, steps=400)
        seen.add(shown.label)
        if shown.label != "undecided":
            spread = rng.uniform(-0.02, 0.02, (2, 40))
            end = train((w + spread[0])[:, None], b + spread[1], gamma=float(gamma), eta=0.1, steps=4000)
            assert (outcome(end.w, end.b, float(gamma)) == shown.label).all()
    assert seen >= {"optimum", "dead"}


def test_curvature_across_zero_holds_that_of_its_points():
    wide = hessian_over(arb(0, 0.1), arb(0.6, 0.1), arb(0.5))
    for w in (-0.1, -0.03, -1e-6, 1e-6, 0.05, 0.1):
        for b in (0.5, 0.6, 0.7):
            at = hessian_over(arb(w), arb(b), arb(0.5))
            assert all(big.contains(small) for big, small in zip(wide, at, strict=True))
    assert hessian_over(arb(0, 0.1), arb(0, 0.1), arb(1)) is None


def test_undecided_cells_are_said_to_be_so():
    assert fate_of_cell(0, 0, Fraction(1, 80)).label == "undecided"
    assert fate_of_cell(Fraction(1, 2), 0, Fraction(1, 80), steps=1, splits=0).label == "undecided"
    straddling = fate_of_cell(
        Fraction(-1, 2), Fraction(35, 100), Fraction(1, 10), splits=1
    )  # on the separatrix
    assert straddling.label == "undecided"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"w": "1"}, "w"),
        ({"b": float("nan")}, "b"),
        ({"half": 0}, "half"),
        ({"gamma": -1}, "gamma"),
        ({"eta": 1.5}, "eta"),
        ({"eta": True}, "eta"),
        ({"steps": 0}, "steps"),
        ({"splits": -1}, "splits"),
    ],
)
def test_bad_arguments_are_named(changed, message):
    with pytest.raises((TypeError, ValueError), match=rf"\b{message}"):
        fate_of_cell(**({"w": 0.5, "b": 0.5, "half": 0.01} | changed))


def test_examples_in_docstrings():
    assert doctest.testmod(enclosure).failed == 0


def test_fractions_of_numpy_integers_are_numbers_like_others():
    one, two, eighty = (np.int64(n) for n in (1, 2, 80))
    exact = enclosure.fate_of_cell(Fraction(1, 2), Fraction(-1, 4), Fraction(1, 80))
    assert enclosure.fate_of_cell(Fraction(one, two), Fraction(-one, 2 * two), Fraction(one, eighty)) == exact
