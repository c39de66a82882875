"""Every cell of every notebook runs, and what a reader changes is judged."""

import importlib

import pytest
from sympy import symbols

from lessons.shared.judging import judge, smallest
from theory.bibliography import PAPERS
from theory.claim import Reals

x, y = symbols("x y", real=True)


@pytest.mark.parametrize("key", list(PAPERS))
def test_every_cell_runs(key):
    pytest.importorskip("marimo", reason="marimo is not installed")
    outputs, found = importlib.import_module(f"lessons.{key}.notebook").app.run()
    assert len(outputs) > 4
    answers = [value for value in found.values() if isinstance(value, str)]
    assert any(answer.startswith("True") for answer in answers)


def test_what_is_false_comes_with_a_witness():
    assert judge(x**2 >= x).startswith("False, for example at x = ")
    assert judge(x**2 >= x, assuming=[x >= 1]).startswith("True")


@pytest.mark.parametrize(
    ("statement", "assuming", "found"),
    [
        (x**2 >= x, [], {"x": "1/2"}),
        (x + y <= 1, [x >= 1], {"x": "1", "y": "1"}),
        (x**2 >= 0, [], None),
        (x < 100, [], None),  # false, but not at a small number
    ],
)
def test_the_smallest_counterexample_is_found(statement, assuming, found):
    assert smallest(statement, dict.fromkeys(statement.free_symbols, Reals), assuming) == found


def test_the_factor_of_the_bound_can_be_one_and_no_less():
    squares = x**2 + y**2
    assert judge(2 * x * y <= squares).startswith("True")
    assert judge(3 * x * y <= squares).startswith("False")
