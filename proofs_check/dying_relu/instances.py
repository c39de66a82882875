"""Hypothesis strategies for units, targets and rational vectors, shared by this paper's proofs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

#: What no engine takes: the step from vectors of any dimension to the plane of two of them.
INDEPENDENT = "A normal input has independent normal components along directions that are orthogonal."

small = st.fractions(-3, 3, max_denominator=12)
rates = st.fractions(Fraction(1, 12), 1, max_denominator=12)
momenta = st.fractions(0, Fraction(11, 12), max_denominator=12)
positives = st.fractions(Fraction(1, 8), 4, max_denominator=8)


@dataclass(frozen=True)
class Unit:
    """One ReLU unit with its target: weights (w_1, ..., w_L), bias b, target scale gamma."""

    w: tuple[float, ...]
    b: float
    gamma: float


@st.composite
def units(draw: st.DrawFn, dimension: int) -> Unit:
    """Units whose weights are not too close to 0, on both sides of the target."""
    weight = st.floats(0.1, 3) | st.floats(-3, -0.1)
    w = tuple(draw(st.lists(weight, min_size=dimension, max_size=dimension)))
    return Unit(w, draw(st.floats(-4, 4)), draw(st.floats(0.01, 2)))


@st.composite
def rational_vectors(draw: st.DrawFn, least: int = 2, most: int = 5) -> list[Fraction]:
    """Rational vectors of rational length, by stereographic projection of rational points."""
    t = draw(st.lists(small, min_size=least - 1, max_size=most - 1))
    square = sum(x * x for x in t)
    r = draw(positives)
    return [r * 2 * x / (square + 1) for x in t] + [r * (square - 1) / (square + 1)]


@st.composite
def networks(
    draw: st.DrawFn, hidden: tuple[int, int] = (1, 3)
) -> tuple[list[list[list[Fraction]]], list[list[Fraction]]]:
    """Rational weights and biases of a dense network with 2 inputs, 1 output and 1 to 3 hidden layers."""
    depth = draw(st.integers(*hidden))
    widths = [2, *draw(st.lists(st.integers(1, 3), min_size=depth, max_size=depth)), 1]
    weights, biases = [], []
    for fan_in, fan_out in pairwise(widths):
        row = st.lists(small, min_size=fan_in, max_size=fan_in)
        weights.append(draw(st.lists(row, min_size=fan_out, max_size=fan_out)))
        biases.append(draw(st.lists(small, min_size=fan_out, max_size=fan_out)))
    return weights, biases
