"""Polynomials in bound variables whose coefficients are balls or jets."""

from __future__ import annotations

from typing import Any

from flint import arb

from proofs_check.arithmetic.values import Unsupported


class Polynomial:
    """Coefficients by the powers of the bound variables, for instance ``{(0,): a, (1,): b}`` for a + b t."""

    __slots__ = ("terms",)

    def __init__(self, terms: dict[tuple[int, ...], Any]) -> None:
        self.terms = terms

    @classmethod
    def variable(cls, index: int, arity: int) -> Polynomial:
        """The bound variable at a place among several."""
        return cls({tuple(int(place == index) for place in range(arity)): arb(1)})

    def _lifted(self, other: Any) -> Polynomial:
        if isinstance(other, Polynomial):
            return other
        return Polynomial({(0,) * len(next(iter(self.terms))): other})

    def __add__(self, other: Any) -> Polynomial:
        """Sum with a polynomial or a constant."""
        terms = dict(self.terms)
        for powers, value in self._lifted(other).terms.items():
            terms[powers] = terms[powers] + value if powers in terms else value
        return Polynomial(terms)

    __radd__ = __add__

    def __neg__(self) -> Polynomial:
        """Negative."""
        return Polynomial({powers: -value for powers, value in self.terms.items()})

    def __sub__(self, other: Any) -> Any:
        """Difference from a polynomial or a constant."""
        return self + (-self._lifted(other))

    def __rsub__(self, other: Any) -> Any:
        """Difference of a constant from a polynomial."""
        return -self + self._lifted(other)

    def __mul__(self, other: Any) -> Polynomial:
        """Product with a polynomial or a constant."""
        terms: dict[tuple[int, ...], Any] = {}
        for mine, value in self.terms.items():
            for theirs, factor in self._lifted(other).terms.items():
                powers = tuple(a + b for a, b in zip(mine, theirs, strict=True))
                product = value * factor
                terms[powers] = terms[powers] + product if powers in terms else product
        return Polynomial(terms)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        """Quotient by a constant."""
        if isinstance(other, Polynomial):
            raise Unsupported("a quotient by a bound variable is no polynomial")
        return self * (1 / other)

    def __rtruediv__(self, other: Any) -> Polynomial:
        """Refuse: a quotient by a bound variable is no polynomial."""
        raise Unsupported("a quotient by a bound variable is no polynomial")

    def __pow__(self, exponent: int) -> Any:
        """Whole power of at least 0."""
        if exponent < 0:
            raise Unsupported("a negative power of a bound variable is no polynomial")
        power: Any = self._lifted(arb(1))
        for _ in range(exponent):
            power = power * self
        return power

    def degree(self) -> int:
        """Highest total degree."""
        return max(sum(powers) for powers in self.terms)

    def at(self, power: int) -> Any:
        """Coefficient of a power of the only bound variable."""
        return self.terms.get((power,), arb(0))
