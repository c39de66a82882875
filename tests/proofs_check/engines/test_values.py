from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq, fmpz
from sympy import Float, Matrix, Rational, sqrt

from proofs_check.engines import agrees, exactly, has_order
from proofs_check.ledger.evidence import Rejected, Strength


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, Fraction(2, 2)),
        (fmpq(1, 3), Rational(1, 3)),
        (fmpz(4), np.int64(4)),
        (True, 1),
        ([[1, 2], [3, 4]], np.array([[1, 2], [3, 4]])),
        ([[fmpq(1, 2)]], Matrix([[Rational(1, 2)]])),
        (np.array([Fraction(1, 2), 3], dtype=object), (Rational(1, 2), 3)),
        ([[1], [2, 3]], [(1,), (2, 3)]),
    ],
)
def test_equal_exact_values(left, right):
    exactly(left, right)


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        (1, 2, "differs"),
        ([1, 2], [2, 1], "entry 0"),
        ([1, 2], [1, 2, 3], "shape"),
        ([[1, 2, 3]], [[1], [2], [3]], "shape"),
        ([1, 2, 3, 4], [[1, 2], [3, 4]], "shape"),
        (1, [1], "shape"),
        ([], [], "empty"),
        ([[]], [[]], "empty"),
        (1.0, 1, "not exact"),
        (1, np.float64(1), "not exact"),
        ([1, 0.5], [1, 0.5], "not exact"),
        (np.ones(2), np.ones(2), "not exact"),
        (Float(1), 1, "not exact"),
        (sqrt(2), sqrt(2), "not exact"),
        (1 + 0j, 1, "not exact"),
        ("1", "1", "not exact"),
        (None, None, "not exact"),
        ({1}, {1}, "not exact"),
        (float("nan"), float("nan"), "not exact"),
    ],
)
def test_what_is_not_exactly_equal_is_rejected(left, right, message):
    with pytest.raises(Rejected, match=message):
        exactly(left, right)


def test_agreement_within_a_tolerance():
    agrees([1.0, 2.0], [1.0 + 1e-9, 2.0], rtol=1e-8, because="rounding")
    agrees(0.0, 1e-13, atol=1e-12, because="cancellation")
    agrees(np.array([[1, 2]]), [[1, 2]], rtol=1e-12, because="rounding")


@pytest.mark.parametrize(
    ("expected", "measured", "message"),
    [
        (1.0, 1.1, "expected"),
        ([1.0, 2.0], [1.0, 2.1], "2.0"),
        (0.0, 1e-300, "expected"),
        ([1.0], [[1.0]], "shape"),
        ([1.0, 1.0], 1.0, "shape"),
        ([], [], "empty"),
        (np.nan, np.nan, "finite"),
        (np.inf, np.inf, "finite"),
        (np.array([1 + 1j]), np.array([1 + 2j]), "complex"),
        (1 + 1j, 1.0, "complex"),
    ],
)
def test_disagreement_is_rejected(expected, measured, message):
    with pytest.raises(Rejected, match=message):
        agrees(expected, measured, rtol=1e-6, because="rounding")


@pytest.mark.parametrize(
    "tolerance",
    [
        {},
        {"rtol": -1e-3},
        {"rtol": 1.0},
        {"rtol": np.nan},
        {"atol": np.inf},
        {"atol": -1.0, "rtol": 2.0},
        {"rtol": 1e-3, "because": " "},
    ],
    ids=str,
)
def test_a_tolerance_has_a_size_and_a_reason(tolerance):
    with pytest.raises(ValueError, match=r"because|rtol"):
        agrees(1.0, 1.0, **({"because": "rounding"} | tolerance))


STEPS = np.array([0.1, 0.05, 0.025, 0.0125])


def test_a_fitted_order():
    has_order(STEPS, 3 * STEPS**2 * (1 + STEPS), order=2, tol=0.1, because="the next term")
    has_order(STEPS, 1 / STEPS, order=-1, tol=0.1, because="rounding")
    with pytest.raises(Rejected, match="fitted order"):
        has_order(STEPS, STEPS**2, order=1, tol=0.1, because="the next term")


@pytest.mark.parametrize("errors", [STEPS * 0, -STEPS, STEPS[:3], STEPS * np.nan, STEPS * np.inf])
def test_errors_without_a_logarithm_are_rejected(errors):
    with pytest.raises(Rejected, match="positive finite"):
        has_order(STEPS, errors, order=1, tol=0.1, because="rounding")


@pytest.mark.parametrize(
    ("steps", "tol", "because"),
    [
        (STEPS[:3], 0.1, "rounding"),
        ([1, 1, 1, 4], 0.1, "rounding"),
        ([1, 1.1, 1.2, 1.3], 0.1, "rounding"),
        ([-1, 1, 2, 4], 0.1, "rounding"),
        ([1, 2, 4, np.inf], 0.1, "rounding"),
        ([1, 2, 4, np.nan], 0.1, "rounding"),
        ([STEPS], 0.1, "rounding"),
        (STEPS, 0.0, "rounding"),
        (STEPS, 1.0, "rounding"),
        (STEPS, np.nan, "rounding"),
        (STEPS, 0.1, ""),
    ],
)
def test_a_fit_needs_enough_steps_and_a_tolerance(steps, tol, because):
    with pytest.raises(ValueError, match=r"steps|tol"):
        has_order(steps, np.ones(4), order=1, tol=tol, because=because)


def test_strengths(make_claim, prove):
    claim = make_claim()

    def body():
        exactly(1, 1)
        exactly(2, 2)
        agrees(1.0, 1.0, rtol=1e-9, because="rounding")
        has_order(STEPS, STEPS, order=1, tol=0.1, because="rounding")

    exact, sampled, order = prove(claim, body).evidence
    assert (exact.strength, exact.instances, exact.parts) == (Strength.EXACT, 2, ("",))
    assert sampled.strength is order.strength is Strength.SAMPLED
    assert "rounding" in sampled.detail


def test_the_fit_is_recorded_with_its_errors(make_claim, prove):
    def body():
        has_order(STEPS, 3 * STEPS**2, order=2, tol=0.1, because="rounding")

    (fit,) = prove(make_claim(), body).evidence
    assert "fitted order 2 +-" in fit.detail
    assert "factor 3 +-" in fit.detail
