"""The comparison with PEPit: its numbers, and the table in the examples' README."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import relucidate

HOME = Path(relucidate.__path__[0]).parent
EXAMPLES = HOME / "examples"
#: Curvatures, and the steps over which a rate is averaged, in the example.
LEAST, MOST, STEPS = 1.0, 25.0, 6


@pytest.fixture(scope="module")
def rows():
    pytest.importorskip("PEPit", reason="PEPit is not installed")
    if not EXAMPLES.is_dir():
        pytest.skip("the examples are in a checkout only")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "first_order.worst_cases"],
        cwd=EXAMPLES / "first_order",
        env={**os.environ, "PYTHONPATH": str(HOME), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stdout.strip().splitlines()


def _number(rows, claim):
    (row,) = [row for row in rows if row.startswith(f"| `{claim}` |")]
    return float(row.split(" | ")[-2])


def _worst(size, momentum, ahead):
    """Mean factor of the worst quadratic with curvatures on a grid, by running the method."""
    h = np.linspace(LEAST, MOST, 100_001)
    before = x = np.ones_like(h)
    for _ in range(STEPS):
        moved = x + momentum * (x - before)
        before, x = x, moved - size * h * (moved if ahead else x)
    return float((x**2).max() ** (1 / STEPS))


def test_the_table_is_that_of_the_readme(rows):
    text = (EXAMPLES / "README.md").read_text()
    assert "\n".join(rows) in text


def test_pepit_finds_the_worst_quadratics(rows):
    a, b = MOST**0.5, LEAST**0.5
    heavy = _worst(4 / (a + b) ** 2, ((a - b) / (a + b)) ** 2, ahead=False)
    nesterov = _worst(1 / MOST, (a - b) / (a + b), ahead=True)
    assert _number(rows, "heavy_ball") == pytest.approx(heavy, abs=1e-3)
    assert _number(rows, "nesterov") == pytest.approx(nesterov, abs=1e-3)


def test_pepit_agrees_with_the_claims_of_one_step(rows):
    assert _number(rows, "gradient_descent") == pytest.approx((24 / 26) ** 2, abs=1e-4)
    assert _number(rows, "descent") == pytest.approx(0, abs=1e-4)
    assert _number(rows, "sublinear") == pytest.approx(MOST / (4 * 4 + 2), abs=1e-4)
