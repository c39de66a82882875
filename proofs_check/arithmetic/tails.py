"""Bounds on what an integrand does far out, t >= R > 0: they cut infinite ranges with a rigorous remainder.

A tail is majorised by ``size * t^power * exp(linear t - quadratic t^2)``. Where the expression is a
polynomial in t its coefficients are kept as well, since an exponential needs their signs.
"""

from __future__ import annotations

from typing import Any

from flint import arb, fmpq

from proofs_check.arithmetic.jets import Jet
from proofs_check.arithmetic.polynomials import Polynomial
from proofs_check.arithmetic.values import Unsupported, real_part

Exponents = tuple[Any, Any, Any]


def _up(ball: Any) -> arb:
    return arb(abs(ball).upper())


class Tail:
    """Behaviour of an expression for t >= start; see the module.

    Parameters
    ----------
    start
        The ball from where on the bounds hold, at least 1.
    size, power, linear, quadratic
        Balls of the majorant.
    polynomial
        Coefficients in t, lowest first, where the expression is a polynomial.
    floor
        A lower bound on the expression, where one is known; it is then real.
    """

    __slots__ = ("floor", "linear", "polynomial", "power", "quadratic", "size", "start")

    def __init__(
        self,
        start: arb,
        size: arb,
        exponents: Exponents | None = None,
        polynomial: list[Any] | None = None,
        floor: arb | None = None,
    ) -> None:
        self.start = start
        self.size = size
        rates: Exponents = exponents or (arb(0), arb(0), arb(0))
        self.power, self.linear, self.quadratic = rates
        self.polynomial = polynomial
        self.floor = floor

    @property
    def exponents(self) -> Exponents:
        """Power of t, and the linear and quadratic rates of the exponential."""
        return self.power, self.linear, self.quadratic

    @classmethod
    def of_polynomial(cls, start: arb, coefficients: list[Any]) -> Tail:
        """Tail of a polynomial with ball coefficients, lowest first."""
        coefficients = [arb(c) if isinstance(c, int) else c for c in coefficients]
        degree = len(coefficients) - 1
        size = sum((_up(c) * start ** (i - degree) for i, c in enumerate(coefficients)), arb(0))
        floor = None
        if all(isinstance(c, arb) for c in coefficients):
            if degree == 0:
                floor = coefficients[0]
            elif all(c >= 0 for c in coefficients):
                floor = sum((c * start**i for i, c in enumerate(coefficients)), arb(0))
        return cls(start, size, (arb(degree), arb(0), arb(0)), coefficients, floor)

    @classmethod
    def variable(cls, start: arb, direction: int) -> Tail:
        """The variable itself, towards plus or minus infinity (then it is -t)."""
        return cls.of_polynomial(start, [arb(0), arb(direction)])

    def _lifted(self, other: Any) -> Tail:
        return other if isinstance(other, Tail) else Tail.of_polynomial(self.start, [other])

    def _at(self, exponents: Exponents) -> Any:
        """Size once the majorant has been given larger exponents."""
        power, linear, quadratic = exponents
        slack = (self.linear - linear) * self.start - (self.quadratic - quadratic) * self.start**2
        return self.size * self.start ** (self.power - power) * slack.exp()

    def is_finite(self) -> bool:
        """Whether the majorant is finite at the start."""
        return all(ball.is_finite() for ball in (self.size, *self.exponents))

    def __add__(self, other: Any) -> Any:
        """Sum with a tail or a constant."""
        if isinstance(other, Jet | Polynomial):
            return NotImplemented
        other = self._lifted(other)
        if self.polynomial is not None and other.polynomial is not None:
            length = max(len(self.polynomial), len(other.polynomial))
            mine = self.polynomial + [arb(0)] * (length - len(self.polynomial))
            theirs = other.polynomial + [arb(0)] * (length - len(other.polynomial))
            return Tail.of_polynomial(self.start, [a + b for a, b in zip(mine, theirs, strict=True)])
        if self.size.is_zero() or other.size.is_zero():  # nothing must not slow down the decay of the rest
            return other if self.size.is_zero() else self
        largest = (
            self.power.max(other.power),
            self.linear.max(other.linear),
            self.quadratic.min(other.quadratic),
        )
        floor = None if self.floor is None or other.floor is None else self.floor + other.floor
        return Tail(self.start, self._at(largest) + other._at(largest), largest, None, floor)

    __radd__ = __add__

    def __neg__(self) -> Any:
        """Negative."""
        return self * arb(-1)

    def __sub__(self, other: Any) -> Any:
        """Difference from a tail or a constant."""
        if isinstance(other, Jet | Polynomial):
            return NotImplemented
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        """Difference of a constant from a tail."""
        return -self + other

    def __mul__(self, other: Any) -> Any:
        """Product with a tail or a constant."""
        if isinstance(other, Jet | Polynomial):
            return NotImplemented
        other = self._lifted(other)
        if self.polynomial is not None and other.polynomial is not None:
            product: list[Any] = [arb(0)] * (len(self.polynomial) + len(other.polynomial) - 1)
            for i, a in enumerate(self.polynomial):
                for j, b in enumerate(other.polynomial):
                    product[i + j] = product[i + j] + a * b
            return Tail.of_polynomial(self.start, product)
        exponents = tuple(a + b for a, b in zip(self.exponents, other.exponents, strict=True))
        floor = None
        if self.floor is not None and other.floor is not None and self.floor >= 0 and other.floor >= 0:
            floor = self.floor * other.floor
        return Tail(self.start, self.size * other.size, exponents, None, floor)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        """Quotient by a tail or a constant."""
        if isinstance(other, Jet | Polynomial):
            return NotImplemented
        return self * self._lifted(other).reciprocal()

    def __rtruediv__(self, other: Any) -> Any:
        """Quotient of a constant by a tail."""
        return self.reciprocal() * other

    def __pow__(self, exponent: int) -> Any:
        """Whole power."""
        if exponent < 0:
            return (self**-exponent).reciprocal()
        if exponent == 0:
            return Tail.of_polynomial(self.start, [arb(1)])
        power = self
        for _ in range(exponent - 1):
            power = power * self
        if exponent % 2 == 0 and power.floor is None and self.is_real():
            return Tail(self.start, power.size, power.exponents, power.polynomial, arb(0))
        return power

    def is_real(self) -> bool:
        """Whether the values are known to be real: complex parameters come from an integral around."""
        if self.polynomial is not None:
            return all(isinstance(c, arb) or c.imag.is_zero() for c in self.polynomial)
        return self.floor is not None

    def sign(self) -> int | None:
        """Sign of the real part all over the tail, where it is known."""
        if self.polynomial is not None:
            *rest, leading = [real_part(c) for c in self.polynomial]
            degree = len(rest)
            below = sum((_up(c) * self.start ** (i - degree) for i, c in enumerate(rest)), arb(0))
            return 1 if leading > below else -1 if leading < -below else None
        return 1 if self.floor is not None and self.floor > 0 else None

    def reciprocal(self) -> Tail:
        """One over the tail, which must stay away from 0."""
        zero = arb(0)
        if self.polynomial is not None:
            *rest, leading = self.polynomial
            degree = len(rest)
            below = sum((_up(c) * self.start ** (i - degree) for i, c in enumerate(rest)), zero)
            least = arb(abs(leading).lower()) - below
            if not least > 0:
                return Tail(self.start, arb("nan"))
            positive = zero if self.sign() == 1 and self.is_real() else None
            if degree == 0:
                return Tail.of_polynomial(self.start, [1 / leading])
            return Tail(self.start, 1 / least, (arb(-degree), zero, zero), None, positive)
        if self.floor is not None and self.floor > 0:
            return Tail(self.start, 1 / self.floor, floor=zero)
        return Tail(self.start, arb("nan"))

    def exp(self) -> Tail:
        """Exponential: of a polynomial, or of what stays bounded."""
        zero = arb(0)
        real = zero if self.is_real() else None
        if self.polynomial is None:
            return Tail(self.start, self.bound().exp(), floor=real)
        reals = [arb(real_part(c).upper()) for c in self.polynomial]
        while len(reals) > 3:
            top = reals.pop()
            if not top <= 0:
                raise Unsupported("an exponential that outgrows every Gaussian weight")
            reals[2] = reals[2] + top * self.start ** (len(reals) - 2)
        reals += [zero] * (3 - len(reals))
        return Tail(self.start, reals[0].exp(), (zero, reals[1], -reals[2]), None, real)

    def bound(self) -> Any:
        """Bound on the absolute value, where the majorant does not grow."""
        if self.power <= 0 and self.linear <= 0 and self.quadratic >= 0:
            return self._at((arb(0), arb(0), arb(0)))
        return arb("nan")

    def bounded(self, size: Any, floor: Any = None) -> Tail:
        """Tail of a function of this one that is bounded on the real line."""
        if not self.is_real() and not (self.floor is not None):
            raise Unsupported("a bound on a function of a complex parameter")
        return Tail(self.start, arb(size), floor=None if floor is None else arb(floor))

    def root(self) -> Tail:
        """Square root of what is not negative."""
        if self.floor is None or not self.floor >= 0:
            return Tail(self.start, arb("nan"))
        half = arb(fmpq(1, 2))
        exponents = tuple(e * half for e in self.exponents)
        return Tail(self.start, self.size.sqrt(), exponents, None, self.floor.sqrt())

    def log(self) -> Tail:
        """Logarithm of what is at least 1: between 0 and the value itself."""
        if self.floor is None or not self.floor >= 1:
            return Tail(self.start, arb("nan"))
        return Tail(self.start, self.size, self.exponents, None, arb(0))

    def __abs__(self) -> Tail:
        """Absolute value of a real tail."""
        if not self.is_real():
            raise Unsupported("the absolute value of a complex parameter")
        return Tail(self.start, self.size, self.exponents, None, arb(0))

    def either(self, other: Any) -> Any:
        """Majorant of both."""
        total = abs(self) + abs(self._lifted(other))
        return Tail(self.start, total.size, total.exponents)

    def remainder(self) -> Any:
        """Bound on the integral of the absolute value from the start to infinity, or an infinite ball.

        The logarithm of the majorant is concave for a power of at least 0, so that it lies below its tangent
        at the start.
        """
        power = self.power.max(arb(0))
        size = self._at((power, self.linear, self.quadratic))
        rate = 2 * self.quadratic * self.start - self.linear - power / self.start
        if self.size.is_zero():
            return arb(0)
        if self.quadratic >= 0 and rate > 0:
            logarithm = self.linear * self.start - self.quadratic * self.start**2
            return size * self.start**power * logarithm.exp() / rate
        if self.quadratic >= 0 and self.linear <= 0 and self.power < -1:
            return self.size * self.start ** (self.power + 1) / (-self.power - 1)
        return arb("inf")
