"""Engines on computed values: ``exactly``, ``agrees`` and ``has_order``."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq, fmpz
from scipy.stats import linregress

from proofs_check.ledger.evidence import Rejected, Strength, record

#: Fewest step sizes for a fitted exponent.
LEAST_STEPS = 4
#: They must span at least this factor.
LEAST_SPAN = 4.0
#: A wider tolerance would not tell one order from the next.
LARGEST_TOL = 0.5


def exactly(left: Any, right: Any) -> None:
    """Two computations give equal numbers in exact arithmetic.

    Parameters
    ----------
    left, right
        Integers, ``Fraction``, ``fmpq``, SymPy rationals, or nested sequences and object arrays of them.

    Raises
    ------
    Rejected
        If they differ, or a float occurs anywhere.
    """
    shapes = _shape(left), _shape(right)
    if shapes[0] != shapes[1]:
        raise Rejected(f"left has shape {shapes[0]}, right has shape {shapes[1]}")
    flat_left, flat_right = list(_flatten(left, "left")), list(_flatten(right, "right"))
    if not flat_left:
        raise Rejected("nothing was compared: both sides are empty")
    for index, (a, b) in enumerate(zip(flat_left, flat_right, strict=True)):
        if a != b:
            raise Rejected(f"entry {index} differs: {a} against {b}")
    record("exactly", Strength.EXACT, detail="equal in exact rationals")


def _shape(value: Any) -> Any:
    """Shape of an array; of nested sequences, the shapes of their items."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        return ()
    inner = [_shape(item) for item in value]
    return (len(inner), *inner[0]) if all(s == inner[0] for s in inner[1:]) and inner else tuple(inner)


def _flatten(value: Any, side: str) -> Iterable[Fraction]:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        for item in value:
            yield from _flatten(item, side)
    elif isinstance(value, bool | np.bool_ | int | np.integer | Fraction):
        yield Fraction(int(value)) if not isinstance(value, Fraction) else value
    elif isinstance(value, fmpq | fmpz):
        number = fmpq(value)
        yield Fraction(int(number.p), int(number.q))
    elif getattr(value, "is_Rational", False):
        yield Fraction(int(value.p), int(value.q))
    else:
        raise Rejected(f"{side} holds {value!r} of type {type(value).__name__}, which is not exact")


def agrees(expected: Any, measured: Any, *, rtol: float = 0.0, atol: float = 0.0, because: str) -> None:
    """Two computations agree in floating point.

    Parameters
    ----------
    expected, measured
        Numbers or arrays of one shape.
    rtol
        Tolerance relative to the expected values, below 1.
    atol
        Absolute tolerance.
    because
        Where an error of this size comes from.

    Raises
    ------
    Rejected
        If shapes differ, a value is not finite, or a difference exceeds ``atol + rtol*|expected|``.
    ValueError
        If no tolerance, a negative one, or no reason is given.
    """
    if not because.strip():
        raise ValueError(f"because={because!r}: a tolerance needs a reason")
    if not (0 <= rtol < 1 and atol >= 0 and 0 < rtol + atol < math.inf):
        raise ValueError(
            f"rtol={rtol!r}, atol={atol!r}: must be nonnegative, rtol below 1, not both 0; use exactly for 0"
        )
    if np.iscomplexobj(expected) or np.iscomplexobj(measured):
        raise Rejected("a value is complex: compare real and imaginary parts")
    a, b = np.asarray(expected, dtype=float), np.asarray(measured, dtype=float)
    if a.shape != b.shape:
        raise Rejected(f"expected has shape {a.shape}, measured has shape {b.shape}")
    if a.size == 0:
        raise Rejected("nothing was compared: both sides are empty")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise Rejected("a value is not finite")
    excess = np.abs(a - b) - (atol + rtol * np.abs(a))
    if (excess > 0).any():
        worst = np.unravel_index(int(np.argmax(excess)), excess.shape)
        raise Rejected(
            f"expected {a[worst]!r}, measured {b[worst]!r} (rtol={rtol:g}, atol={atol:g}: {because})"
        )
    tolerance = " + ".join(f"{name} {value:g}" for name, value in (("rtol", rtol), ("atol", atol)) if value)
    record("agrees", Strength.SAMPLED, detail=f"{tolerance}: {because}")


def has_order(steps: Any, errors: Any, *, order: float, tol: float, because: str) -> None:
    """Errors fall (or grow) like a power of a step size.

    Parameters
    ----------
    steps
        At least four positive step sizes spanning at least a factor of four.
    errors
        The positive error at each. Exponent and factor of the fit are recorded with their standard errors.
    order
        The exponent claimed.
    tol
        How far the fitted exponent may lie from it; at most 1/2.
    because
        Where the remaining deviation comes from.

    Raises
    ------
    Rejected
        If the fitted exponent is off by more than ``tol`` or an error is not positive and finite.
    ValueError
        If the steps do not suffice for a fit, or no reason is given.
    """
    if not because.strip() or not 0 < tol <= LARGEST_TOL:
        raise ValueError(
            f"tol={tol!r}, because={because!r}: a tolerance in (0, {LARGEST_TOL:g}] with a reason is needed"
        )
    h, e = np.asarray(steps, dtype=float), np.asarray(errors, dtype=float)
    enough = h.ndim == 1 and np.unique(h).size >= LEAST_STEPS and ((h > 0) & (h < math.inf)).all()
    if not enough or h.max() < LEAST_SPAN * h.min():
        raise ValueError(
            f"steps={steps!r}: at least {LEAST_STEPS} different positive steps spanning a factor "
            f"{LEAST_SPAN:g} are needed"
        )
    if e.shape != h.shape or not (np.isfinite(e).all() and (e > 0).all()):
        raise Rejected(f"errors={errors!r}: must be one positive finite number a step")
    fit = linregress(np.log(h), np.log(e))
    if not abs(fit.slope - order) <= tol:
        raise Rejected(f"the fitted order is {fit.slope:.4g}, claimed {order:g} to {tol:g}")
    factor = math.exp(fit.intercept)
    fitted = f"order {fit.slope:.4g} +- {fit.stderr:.1g}"
    fitted += f", factor {factor:.4g} +- {factor * fit.intercept_stderr:.1g}"
    record(
        "has_order",
        Strength.SAMPLED,
        detail=f"order {order:g} within {tol:g}: {because}; fitted {fitted}",
    )
