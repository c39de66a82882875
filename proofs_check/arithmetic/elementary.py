"""Elementary functions of balls, jets, and tails; what is undefined gives a ball that is not finite."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq

from proofs_check.arithmetic.jets import Jet, constant, mapped, paired
from proofs_check.arithmetic.polynomials import Polynomial
from proofs_check.arithmetic.tails import Tail
from proofs_check.arithmetic.values import Unsupported, analytic, real_part, side, touching, united

Function = Callable[[Any], Any]


def power(base: Any, exponent: int) -> Any:
    """Whole power."""
    found = base**exponent
    # flint takes some balls about 0 to the power of an integer through their logarithm.
    if isinstance(base, arb) and 0 < exponent <= 64 and base.is_finite() and not found.is_finite():
        return functools.reduce(operator.mul, [base] * exponent)
    return found


def _off_the_cut(z: Any, touches: bool = False) -> Any:
    """Argument of a root or a logarithm; inside an integral it must be right of the branch cut, or touch it.

    Elsewhere the value would not be real, or the quadrature would cross the cut unawares.
    """
    if isinstance(z, acb) and not z.real > 0:
        return z if touches and z.real.contains(0) else acb("nan")
    return z


def root(z: Any) -> Any:
    """Square root."""
    if isinstance(z, Jet):
        return z.lifted(root, lambda h: 1 / (2 * root(h)))
    if isinstance(z, Tail):
        return z.root()
    if isinstance(z, arb | acb):
        return _off_the_cut(z, touching.get()).sqrt()
    raise Unsupported("a root of a bound variable is no polynomial")


def _between_the_cuts(function: str, z: acb) -> Any:
    """Inverse functions of complex balls, away from their branch cuts."""
    inside = abs(z.imag) < 1 if function == "atan" else abs(z.real) < 1
    if inside or (function == "atan" and not z.real.contains(0)):
        return getattr(z, function)()
    return acb("nan")


def _primitive(name: str) -> Function:
    def function(z: Any) -> Any:
        if isinstance(z, acb) and name in ("atan", "asin", "acos"):
            return _between_the_cuts(name, z)
        return getattr(z, name)()

    return function


def _smooth(at: Function, slope: Function, tail: Function | None = None) -> Function:
    """Extend a function of balls to jets by its derivative, and to tails by its bounds."""

    def function(z: Any) -> Any:
        if isinstance(z, Jet):
            return z.lifted(function, slope)
        if isinstance(z, Tail):
            if tail is None:
                raise Unsupported("no bound on this function far out")
            return tail(z)
        if isinstance(z, Polynomial):
            raise Unsupported("a function of a bound variable is no polynomial")
        return at(z)

    return function


def _gauss(z: Any) -> Any:
    return exp(z * z * arb(fmpq(-1, 2))) / (arb.pi() * 2).sqrt()


def _later(name: str) -> Function:
    """A function of the table below, before it is there."""
    return lambda z: FUNCTIONS[name](z)  # noqa: PLW0108 - the table comes later


exp = _smooth(_primitive("exp"), _later("exp"), lambda z: z.exp())
log = _smooth(lambda z: _off_the_cut(z).log(), lambda z: 1 / z, lambda z: z.log())
sin = _smooth(_primitive("sin"), _later("cos"), lambda z: z.bounded(1))
cos = _smooth(_primitive("cos"), lambda z: -sin(z), lambda z: z.bounded(1))
tan = _smooth(_primitive("tan"), lambda z: 1 / cos(z) ** 2)
atan = _smooth(_primitive("atan"), lambda z: 1 / (1 + z * z), lambda z: z.bounded(2))
asin = _smooth(_primitive("asin"), lambda z: 1 / root(1 - z * z))
acos = _smooth(_primitive("acos"), lambda z: -1 / root(1 - z * z))
sinh = _smooth(lambda z: (z.exp() - (-z).exp()) / 2, _later("cosh"), lambda z: (exp(z) - exp(-z)) / 2)
cosh = _smooth(lambda z: (z.exp() + (-z).exp()) / 2, sinh, lambda z: (exp(z) + exp(-z)) / 2)
tanh = _smooth(_primitive("tanh"), lambda z: 1 / cosh(z) ** 2, lambda z: z.bounded(1))
erf = _smooth(_primitive("erf"), lambda z: 2 * exp(-z * z) / arb.pi().sqrt(), lambda z: z.bounded(1))
erfc = _smooth(_primitive("erfc"), lambda z: -2 * exp(-z * z) / arb.pi().sqrt(), lambda z: z.bounded(2, 0))
erfi = _smooth(_primitive("erfi"), lambda z: 2 * exp(z * z) / arb.pi().sqrt())
density: Function = _smooth(_gauss, lambda z: -z * density(z), _gauss)
#: The normal distribution function, without cancellation on the left.
distribution = _smooth(lambda z: (-z / arb(2).sqrt()).erfc() / 2, density, lambda z: z.bounded(1, 0))


def sign_of(z: Any) -> int | None:
    """Sign of a value in a neighbourhood of its infinitesimals: 1, -1, or ``None`` where it is not known.

    Seen from one side, the first coefficient that is not 0 decides.
    """
    if isinstance(z, Polynomial):
        raise Unsupported("the sign of a bound variable is not known")
    if isinstance(z, Tail):
        return z.sign()
    if isinstance(z, Jet):
        first = sign_of(z.coefficients[0])
        if first is not None or side.get() == 0 or isinstance(z.coefficients[0], Jet):
            return first
        for n, c in enumerate(z.coefficients):
            found = sign_of(c)
            if found is not None:
                return int(found * side.get() ** n)
            if not (isinstance(c, arb | acb) and c.is_zero()):
                return None
        return None
    ball = real_part(z)
    return 1 if ball > 0 else -1 if ball < 0 else None


def _vanishes(z: Any) -> bool:
    """Whether every coefficient is 0: seen from one side, both branches of a kink then expand alike."""
    return side.get() != 0 and isinstance(z, Jet) and all(c == 0 for c in z.coefficients)


def unknown(value: Any) -> Any:
    """Stands for a value that is not known, in the shape of another."""
    if isinstance(constant(value), Tail):
        raise Unsupported("which branch holds far out is not known")
    return mapped(value, lambda c: acb("nan") if isinstance(c, acb) else arb("nan"))


def either(first: Any, second: Any) -> Any:
    """Enclosure of two branches where it is not known which holds.

    Inside an integral the union of two functions is analytic nowhere.
    """

    def both(a: Any, b: Any) -> Any:
        if isinstance(a, Tail) or isinstance(b, Tail):
            return a.either(b) if isinstance(a, Tail) else b.either(a)
        return united(a, b)

    if analytic.get():
        return paired(first, second, lambda a, b: acb("nan"))  # noqa: ARG005 - whatever they are
    return paired(first, second, both)


def absolute(z: Any) -> Any:
    """Absolute value of a real expression."""
    if isinstance(z, arb):
        return abs(z)
    if isinstance(z, Polynomial):
        raise Unsupported("an absolute value of a bound variable is no polynomial")
    found = sign_of(z)
    if found is not None:
        return z if found > 0 else -z
    if isinstance(z, Tail):
        return abs(z)
    if isinstance(z, Jet):
        return z if _vanishes(z) else unknown(z)
    return either(z, -z)


def sign(z: Any) -> Any:
    """Sign of a real expression."""
    if isinstance(z, arb):
        return z.sgn() if not z.is_nan() else z
    if isinstance(z, Polynomial):
        raise Unsupported("the sign of a bound variable is no polynomial")
    found = sign_of(z)
    if found is not None:
        return z * 0 + found
    if isinstance(z, Tail):
        return z.bounded(1)
    return unknown(z) if isinstance(z, Jet) or not z.is_finite() else either(acb(1), acb(-1))


def larger(first: Any, second: Any, order: int | None) -> Any:
    """The larger of two values, given the sign of their difference where it is known."""
    if isinstance(first, arb) and isinstance(second, arb) and order is None:
        return first.max(second) if first.is_finite() and second.is_finite() else arb("nan")
    if isinstance(first, Polynomial) or isinstance(second, Polynomial):
        if order is None:
            raise Unsupported("a maximum of a bound variable is no polynomial")
        return first if order > 0 else second
    difference = first - second
    order = sign_of(difference) if order is None else order
    if order is not None:
        chosen, other = (first, second) if order > 0 else (second, first)
        # Both have to be defined.
        return chosen if not isinstance(other, arb | acb) or other.is_finite() else unknown(chosen)
    if isinstance(difference, Jet):
        return first if _vanishes(difference) else unknown(difference)
    return either(first, second)


FUNCTIONS: dict[str, Function] = {
    "exp": exp,
    "log": log,
    "sin": sin,
    "cos": cos,
    "tan": tan,
    "atan": atan,
    "asin": asin,
    "acos": acos,
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "erf": erf,
    "erfc": erfc,
    "erfi": erfi,
    "phi": density,
    "Phi": distribution,
    "Abs": absolute,
    "sign": sign,
}
