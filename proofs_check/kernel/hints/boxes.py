"""Scripts for compact boxes: interval arithmetic, with polynomials in the place of ``Phi``."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
from numpy.polynomial import chebyshev
from sympy import Interval, Rational, lambdify

from proofs_check.kernel.translate import Translation
from theory.gaussian import Phi

#: Points to a side at which the range of an argument is looked for.
GRID = 9
#: Degrees of the density's polynomial for ranges of these lengths.
DEGREES = ((1.0, 8), (2.5, 12), (4.5, 18), (9.0, 28))


def _range(expr: Any, domain: Mapping[Any, Any]) -> tuple[float, float]:
    symbols = list(domain)
    sides = [np.linspace(float(domain[s].start), float(domain[s].end), GRID) for s in symbols]
    values = [float(lambdify(symbols, expr, "math")(*point)) for point in product(*sides)]
    margin = 1e-3 * (1 + max(values) - min(values))
    return min(values) - margin, max(values) + margin


def _horner(coefficients: list[Rational], variable: str, translation: Translation) -> str:
    text = translation.term(coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        text = f"({translation.term(coefficient)} + {variable} * {text})"
    return text


def near(expr: Any, domain: Mapping[Any, Any], translation: Translation) -> str:
    """Step that puts a polynomial and a small remainder in the place of ``Phi`` of an expression."""
    low, high = _range(expr, domain)
    low, high = min(low, -1e-3), max(high, 1e-3)
    a, b = Rational(np.floor(low * 1000)) / 1000, Rational(np.ceil(high * 1000)) / 1000
    degree = next((d for length, d in DEGREES if high - low <= length), DEGREES[-1][1])
    a_, b_ = float(a), float(b)

    def density(x: Any) -> Any:
        return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)

    series = chebyshev.Chebyshev.interpolate(density, degree, domain=[a_, b_])
    plain = series.convert(kind=np.polynomial.Polynomial).coef
    slope = [Rational(round(float(c) * 10**14), 10**14) for c in plain]
    grid = np.linspace(a_, b_, 2000)
    error = np.max(np.abs(np.polynomial.polynomial.polyval(grid, [float(c) for c in slope]) - density(grid)))
    bound = Rational(int(np.ceil(error * 2e12)) + 2, 10**12)
    whole = [Rational(1, 2)] + [c / (i + 1) for i, c in enumerate(slope)]
    p = f"(fun y => {_horner(whole, 'y', translation)})"
    dp = f"(fun y => {_horner(slope, 'y', translation)})"
    ends = " ".join(translation.term(number) for number in (a, b, bound))
    return f"near_polynomial {p} {dp} {ends} {translation.term(expr)}"


def scripts(formula: Any, domain: Mapping[Any, Any]) -> list[str]:
    """Candidates for a statement on a compact box; none where the domain is none."""
    if not domain or len(domain) > 3:
        return []
    if not all(isinstance(v, Interval) and v.start.is_finite and v.end.is_finite for v in domain.values()):
        return []
    translation = Translation(tuple(domain))
    arguments = sorted({node.args[0] for node in formula.atoms(Phi)}, key=str)
    steps = "".join(f"{near(argument, domain, translation)}; " for argument in arguments)
    names = [translation.names[symbol] for symbol in domain]
    bisect = ", ".join(f"i_bisect {name}" for name in names)
    start = f"goals; parts; {steps}unfold phi, Rdiv in *; try split; "
    return [
        f"{start}interval with ({bisect}, i_prec 60, i_depth 25)",
        f"{start}interval with ({bisect}, i_autodiff {names[0]}, i_prec 60, i_depth 25)",
        f"{start}interval with ({bisect}, i_taylor {names[0]}, i_prec 60, i_depth 20)",
    ]
