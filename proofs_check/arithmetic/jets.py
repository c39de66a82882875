"""Truncated Taylor series (jets) over balls: differentiation by arithmetic.

A jet is ``c_0 + c_1 e + ... + c_n e^n`` in an infinitesimal ``e`` with ``e^(n+1) = 0``. Its coefficients are
balls, or jets in other infinitesimals, so that mixed and nested derivatives need nothing else. Evaluating an
expression at ``x = x_0 + e`` gives its Taylor coefficients, enclosed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from flint import arb

from proofs_check.arithmetic.polynomials import Polynomial

_TAGS = count(1)


def fresh_tag() -> int:
    """Tag of a new infinitesimal; later tags stand outside earlier ones."""
    return next(_TAGS)


class Jet:
    """A truncated series in the infinitesimal named by ``tag``; see the module."""

    __slots__ = ("coefficients", "tag")

    def __init__(self, tag: int, coefficients: tuple[Any, ...]) -> None:
        self.tag = tag
        self.coefficients = coefficients

    @property
    def order(self) -> int:
        """The highest power that is kept."""
        return len(self.coefficients) - 1

    def _with(self, coefficients: Iterator[Any] | list[Any]) -> Jet:
        return Jet(self.tag, tuple(coefficients))

    def _inside(self, other: Any) -> bool:
        """Whether another value is a constant for this infinitesimal."""
        return not isinstance(other, Jet) or other.tag < self.tag

    def __add__(self, other: Any) -> Any:
        """Sum with a jet or a constant."""
        if isinstance(other, Polynomial):
            return NotImplemented
        if self._inside(other):
            return self._with([self.coefficients[0] + other, *self.coefficients[1:]])
        if other.tag > self.tag:
            return other + self
        return self._with(a + b for a, b in zip(self.coefficients, other.coefficients, strict=True))

    __radd__ = __add__

    def __neg__(self) -> Jet:
        """Negative."""
        return self._with(-c for c in self.coefficients)

    def __sub__(self, other: Any) -> Any:
        """Difference from a jet or a constant."""
        if isinstance(other, Polynomial):
            return NotImplemented
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        """Difference of a constant from a jet."""
        return -self + other

    def __mul__(self, other: Any) -> Any:
        """Product with a jet or a constant, cut off after the last power."""
        if isinstance(other, Polynomial):
            return NotImplemented
        if self._inside(other):
            return self._with(c * other for c in self.coefficients)
        if other.tag > self.tag:
            return other * self
        a, b = self.coefficients, other.coefficients
        return self._with(_convolved(a, b, n) for n in range(len(a)))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        """Quotient by a jet or a constant."""
        if isinstance(other, Polynomial):
            return NotImplemented
        if self._inside(other):
            return self._with(c / other for c in self.coefficients)
        return self * other.reciprocal()

    def __rtruediv__(self, other: Any) -> Any:
        """Quotient of a constant by a jet."""
        return self.reciprocal() * other

    def reciprocal(self) -> Jet:
        """One over the jet."""
        first = 1 / self.coefficients[0]
        found = [first]
        for n in range(1, len(self.coefficients)):
            known = sum((self.coefficients[k] * found[n - k] for k in range(1, n + 1)), arb(0))
            found.append(-first * known)
        return self._with(found)

    def __pow__(self, exponent: int) -> Any:
        """Whole power."""
        if exponent < 0:
            return (self ** (-exponent)).reciprocal()
        power: Any = arb(1)
        for _ in range(exponent):
            power = power * self
        if isinstance(power, Jet) and power.tag == self.tag:  # a power is narrower than a product
            return self._with([self.coefficients[0] ** exponent, *power.coefficients[1:]])
        return power

    def lifted(self, function: Callable[[Any], Any], slope: Callable[[Any], Any]) -> Jet:
        """Apply a function whose derivative is ``slope``: n f_n is the sum of k h_k f'(h)_(n-k)."""
        first = function(self.coefficients[0])
        if self.order == 0:
            return self._with([first])
        inner = slope(self._with(list(self.coefficients[:-1])))
        found = [first]
        for n in range(1, self.order + 1):
            terms = (self.coefficients[k] * k * inner.coefficients[n - k] for k in range(1, n + 1))
            found.append(sum(terms, arb(0)) / n)
        return self._with(found)


def _convolved(a: tuple[Any, ...], b: tuple[Any, ...], n: int) -> Any:
    total = a[0] * b[n]
    for k in range(1, n + 1):
        total = total + a[k] * b[n - k]
    return total


def constant(value: Any) -> Any:
    """Value with every infinitesimal at 0."""
    while isinstance(value, Jet):
        value = value.coefficients[0]
    return value


def coefficient(value: Any, tag: int, power: int) -> Any:
    """Coefficient of a power of the outermost infinitesimal; a constant has only its own."""
    if isinstance(value, Jet) and value.tag == tag:
        return value.coefficients[power]
    return value if power == 0 else arb(0)


def orders(values: Iterator[Any]) -> dict[int, int]:
    """Infinitesimals in some values, with the power up to which each is kept."""
    found: dict[int, int] = {}
    for value in values:
        level = value
        while isinstance(level, Jet):
            found[level.tag] = level.order
            level = level.coefficients[0]
    return found


def assembled(kept: dict[int, int], part: Callable[[dict[int, int]], Any]) -> Any:
    """Build the value whose coefficient at given powers of the infinitesimals is ``part(powers)``."""

    def built(tags: list[int], powers: dict[int, int]) -> Any:
        if not tags:
            return part(powers)
        *inner, outermost = tags
        return Jet(
            outermost,
            tuple(built(inner, {**powers, outermost: n}) for n in range(kept[outermost] + 1)),
        )

    return built(sorted(kept), {})


def picked(value: Any, powers: dict[int, int]) -> Any:
    """Coefficient of a value at given powers of its infinitesimals."""
    for tag in sorted(powers, reverse=True):
        value = coefficient(value, tag, powers[tag])
    return value


def mapped(value: Any, function: Callable[[Any], Any]) -> Any:
    """Apply a function to every coefficient."""
    if isinstance(value, Jet):
        return Jet(value.tag, tuple(mapped(c, function) for c in value.coefficients))
    return function(value)


def paired(first: Any, second: Any, function: Callable[[Any, Any], Any]) -> Any:
    """Apply a function to the coefficients of two values at the same powers."""
    kept = orders(iter((first, second)))
    return assembled(kept, lambda powers: function(picked(first, powers), picked(second, powers)))


def is_finite(value: Any) -> bool:
    """Whether every coefficient is a finite ball."""
    if isinstance(value, Jet):
        return all(is_finite(c) for c in value.coefficients)
    return bool(value.is_finite())
