"""Engines on computed values: ``exactly``, ``agrees`` and ``has_order``."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq, fmpz
from scipy.stats import linregress

from proofs_check.ledger.evidence import Rejected, Strength, record_values

#: Fewest step sizes for a fitted exponent.
LEAST_STEPS = 4
#: They must span at least this factor.
LEAST_SPAN = 4.0
#: A wider tolerance would not tell one order from the next, however many steps.
LARGEST_TOL = 0.25
#: A tolerance beyond this share of the values compared is an inequality, not an agreement.
LARGEST_SHARE = 0.1
#: Absolute tolerances up to here are rounding whatever the values, which may be 0.
ROUNDING = 1e-6


class NotExactError(TypeError):
    """A value is not exact."""


def reason(because: str, what: str) -> None:
    """Check that a reason is given.

    Raises
    ------
    ValueError
        If it is empty.
    """
    if not because.strip():
        raise ValueError(f"because={because!r}: {what} needs a reason")


def exactly(left: Any, right: Any) -> None:
    """Two computations give equal numbers in exact arithmetic.

    Truth values do not show what was compared: they are worth no more than samples, and never count for a
    part of a formula. Use `bounded` for inequalities and `coincides` for events.

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
    try:
        flat_left, flat_right = exact_entries(left, "left"), exact_entries(right, "right")
    except NotExactError as inexact:
        raise Rejected(str(inexact)) from inexact
    if not flat_left:
        raise Rejected("nothing was compared: both sides are empty")
    for index, (a, b) in enumerate(zip(flat_left, flat_right, strict=True)):
        if a != b:
            raise Rejected(f"entry {index} differs: {a} against {b}")
    truths = _has_truth(left) or _has_truth(right)
    record_values(
        "exactly",
        Strength.SAMPLED if truths else Strength.EXACT,
        "equal truth values" if truths else "equal in exact rationals",
        instance=hash((shapes[0], tuple(flat_left))),
        size=len(set(zip(flat_left, flat_right, strict=True))),
        counts=not truths,
    )


def exact_entries(value: Any, side: str) -> list[Fraction]:
    """Entries of a number, an array or nested sequences, as fractions.

    Raises
    ------
    NotExactError
        If one is no exact rational.
    """
    return list(_flatten(value, side))


def _has_truth(value: Any) -> bool:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return any(_has_truth(item) for item in value)
    return isinstance(value, bool | np.bool_)


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
        raise NotExactError(f"{side} holds {value!r} of type {type(value).__name__}, which is not exact")


def agrees(
    expected: Any,
    measured: Any,
    *,
    rtol: float = 0.0,
    atol: float = 0.0,
    because: str,
    share: bool = False,
) -> None:
    """Two computations agree in floating point.

    Parameters
    ----------
    expected, measured
        Numbers or arrays of one shape.
    rtol
        Tolerance relative to the expected values, at most a tenth.
    atol
        Absolute tolerance, at most a tenth of the largest value compared: beyond that it would be an
        inequality, which `bounded` judges. Up to 1e-6 it passes as rounding whatever the values.
    because
        Where an error of this size comes from.
    share
        Whether the values are shares of a whole, in [0, 1], so that ``atol`` is measured against 1.

    Raises
    ------
    Rejected
        If shapes differ, a value is not finite or no share, or a difference exceeds
        ``atol + rtol*|expected|``.
    ValueError
        If no tolerance, a negative or too large one, or no reason is given.
    """
    reason(because, "a tolerance")
    if not (0 <= rtol <= LARGEST_SHARE and atol >= 0 and 0 < rtol + atol < math.inf):
        raise ValueError(
            f"rtol={rtol!r}, atol={atol!r}: must be nonnegative, rtol at most {LARGEST_SHARE:g}, not both 0; "
            "use exactly for 0"
        )
    a, b = arrays(expected, measured)
    if a.shape != b.shape:
        raise Rejected(f"expected has shape {a.shape}, measured has shape {b.shape}")
    if a.size == 0:
        raise Rejected("nothing was compared: both sides are empty")
    if share and not ((a >= 0) & (a <= 1) & (b >= 0) & (b <= 1)).all():
        raise Rejected("a value is no share: it lies outside [0, 1]")
    largest = 1.0 if share else max(float(np.abs(a).max()), float(np.abs(b).max()))
    widest = max(ROUNDING, LARGEST_SHARE * largest)
    if atol > widest:
        raise ValueError(
            f"atol={atol!r}: more than {widest:g}, a tenth of the values compared; "
            "for an inequality use bounded"
        )
    excess = np.abs(a - b) - (atol + rtol * np.abs(a))
    if (excess > 0).any():
        worst = np.unravel_index(int(np.argmax(excess)), excess.shape)
        raise Rejected(
            f"expected {a[worst]!r}, measured {b[worst]!r} (rtol={rtol:g}, atol={atol:g}: {because})"
        )
    tolerance = " + ".join(f"{name} {value:g}" for name, value in (("rtol", rtol), ("atol", atol)) if value)
    record_values(
        "agrees",
        Strength.SAMPLED,
        f"{tolerance}: {because}",
        instance=hash((a.tobytes(), b.tobytes())),
        size=different(a, b),
    )


def different(a: Any, b: Any) -> int:
    """Return how many different pairs of entries two arrays of one shape hold."""
    return len(set(zip(a.ravel().tolist(), b.ravel().tolist(), strict=True)))


def arrays(left: Any, right: Any) -> tuple[Any, Any]:
    """Two sides as arrays of finite real floats.

    Raises
    ------
    Rejected
        If a value is complex or not finite.
    """
    if np.iscomplexobj(left) or np.iscomplexobj(right):
        raise Rejected("a value is complex: compare real and imaginary parts")
    a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise Rejected("a value is not finite")
    return a, b


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
        How far the fitted exponent may lie from it; at most 1/4.
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
    record_values(
        "has_order",
        Strength.SAMPLED,
        f"order {order:g} within {tol:g}: {because}; fitted {fitted}",
        instance=hash((h.tobytes(), e.tobytes())),
        size=h.size,
    )
