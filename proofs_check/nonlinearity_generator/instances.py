"""Rational vectors and batches for this paper's proofs."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

small = st.fractions(-3, 3, max_denominator=6)
positives = st.fractions(Fraction(1, 8), 2, max_denominator=8)


def vectors(least: int = 1, most: int = 6) -> st.SearchStrategy[list[Fraction]]:
    """Rational vectors."""
    return st.lists(small, min_size=least, max_size=most)


@st.composite
def batches(draw: st.DrawFn, samples: int = 4) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """Gradients and inputs of a batch."""
    count, m, n = (draw(st.integers(1, most)) for most in (samples, 4, 4))

    def rows(width: int) -> list[list[Fraction]]:
        return draw(st.lists(st.lists(small, min_size=width, max_size=width), min_size=count, max_size=count))

    return rows(m), rows(n)
