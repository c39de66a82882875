"""When an integral converges: at singular ends of its range, and at infinity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sympy import (
    Abs,
    Add,
    Expr,
    Max,
    Min,
    Mul,
    Piecewise,
    Poly,
    PolynomialError,
    Pow,
    S,
    Symbol,
    atan,
    cos,
    erf,
    erfc,
    exp,
    expand,
    fraction,
    log,
    oo,
    sign,
    sin,
    tanh,
    together,
)

from proofs_check.arithmetic import balls
from theory.gaussian import Phi, phi

if TYPE_CHECKING:
    from proofs_check.arithmetic.smt import Translation

Ranges = dict[Symbol, tuple[Any, ...]]

_BOUNDED = (Phi, erf, erfc, sin, cos, tanh, atan, sign)


@dataclass(frozen=True)
class Singular:
    """Factors that are infinite at an end of the range but integrable, and these ends."""

    factors: tuple[Expr, ...]
    ends: tuple[tuple[Symbol, Expr], ...]


def without_integrable_ends(t: Translation, function: Expr, ranges: Ranges) -> tuple[Expr, Singular | None]:
    """Split off factors like ``1/sqrt(x - a)`` and ``log(x - a)`` that vanish or blow up at an end ``a``.

    Their product with anything continuous on the closed range is integrable as long as the powers at one end
    add up to more than -1.
    """
    if len(ranges) != 1:
        return function, None
    ((name, ends),) = ranges.items()
    kept_terms, factors, met = [], [], set()
    for term in Add.make_args(function):
        powers: dict[Expr, Expr] = {}
        kept = []
        for factor in Mul.make_args(term):
            end, power = _integrable_end(factor, name, ends)
            if end is None or powers.get(end, S.Zero) + power <= -1:
                kept.append(factor)
                continue
            powers[end] = powers.get(end, S.Zero) + power
            factors.append(factor)
            met.add((name, end))
            slope = factor.args[0].diff(name)
            if not slope.is_number:
                t.oblige(t.term(slope) != 0)
        kept_terms.append(Mul(*kept))
    if not factors:
        return function, None
    return Add(*kept_terms), Singular(tuple(factors), tuple(met))


def _integrable_end(factor: Expr, name: Symbol, ends: tuple[Expr, ...]) -> tuple[Expr | None, Expr]:
    if isinstance(factor, log):
        power = S.Zero
    elif factor.is_Pow and factor.exp.is_Rational and -1 < factor.exp < 0:
        power = factor.exp
    else:
        return None, S.Zero
    inside = factor.args[0]
    if not inside.is_polynomial(name) or Poly(inside, name).degree() != 1:
        return None, S.Zero
    for end in ends:
        if not end.is_infinite and expand(inside.xreplace({name: end})) == 0:
            return end, power
    return None, S.Zero


def oblige_at_infinity(t: Translation, node: Expr, function: Expr, ranges: Ranges) -> None:
    """Note under which conditions an integrand falls fast enough where its range is infinite.

    Every term must be the exponential of a polynomial without mixed terms, the density ``phi`` included,
    times factors that grow like powers at most; or a rational function that falls like a square.

    Raises
    ------
    Unsupported
        If a term is of another kind.
    """
    improper = [name for name, ends in ranges.items() if any(end.is_infinite for end in ends)]
    if not improper:
        return
    for term in Add.make_args(expand(function, deep=False)):
        _term(t, node, term, improper, ranges)


def _term(t: Translation, node: Expr, term: Expr, improper: list[Symbol], ranges: Ranges) -> None:
    exponent, rest = S.Zero, []
    factors = Mul.make_args(term)
    for index, factor in enumerate(factors):
        base, power = factor.as_base_exp()
        if isinstance(factor, exp):
            exponent += factor.args[0]
        elif isinstance(base, phi) and power.is_positive and power.is_number:
            exponent -= power * base.args[0] ** 2 / 2
        elif isinstance(factor, Piecewise) and not _tame(factor, improper):
            others = Mul(*factors[:index], *factors[index + 1 :])
            for value, _ in factor.args:
                _term(t, node, Mul(others, value), improper, ranges)
            return
        elif not _tame(factor, improper):
            raise _unknown(node)
        else:
            rest.append(factor)
    if Mul(*factors) == 0:
        return
    for name in improper:
        _falls(t, node, (name, exponent, Mul(*rest)), ranges)


def _falls(t: Translation, node: Expr, what: tuple[Symbol, Expr, Expr], ranges: Ranges) -> None:
    name, exponent, rest = what
    try:
        polynomial = Poly(exponent, name)
    except PolynomialError as error:
        raise _unknown(node) from error
    degree, leading = polynomial.degree(), polynomial.LC()
    others = set(ranges) - {name}
    if any(coefficient.free_symbols & others for coefficient in polynomial.coeffs()[:-1]) or (
        degree > 0 and leading.free_symbols & others
    ):
        raise _unknown(node)
    if any(name in getattr(end, "free_symbols", ()) for other in others for end in ranges[other]) and (
        exponent.free_symbols & others
    ):
        raise _unknown(node)
    if degree <= 0:
        _falls_like_a_square(t, node, rest, name)
        return
    for end in ranges[name]:
        if end.is_infinite:
            upward = end == oo or degree % 2 == 0
            t.oblige(t.term(leading) < 0 if upward else t.term(leading) > 0)


def _falls_like_a_square(t: Translation, node: Expr, rest: Expr, name: Symbol) -> None:
    above, below = fraction(together(rest))
    if not (above.is_polynomial(name) and below.is_polynomial(name)):
        raise _unknown(node)
    above, below = Poly(above, name), Poly(below, name)
    if below.degree() - above.degree() < 2:
        raise _unknown(node)
    t.oblige(t.term(below.LC()) != 0)


def _tame(node: Expr, names: list[Symbol], *, algebraic: bool = False) -> bool:
    """Whether a factor grows like a power at most; if algebraic, its reciprocal does as well."""
    if not node.has(*names):
        return True
    if isinstance(node, _BOUNDED):
        return not algebraic and _tame(node.args[0], names)
    if isinstance(node, Pow):
        inner = algebraic or not (node.exp.is_number and node.exp.is_nonnegative)
        return bool(node.exp.is_Rational and _tame(node.base, names, algebraic=inner))
    if isinstance(node, log):
        return not algebraic and _tame(node.args[0], names, algebraic=True)
    if isinstance(node, Piecewise):
        return all(_tame(value, names, algebraic=algebraic) for value, _ in node.args)
    if node.is_Symbol:
        return True
    return isinstance(node, Add | Mul | Abs | Max | Min) and all(
        _tame(arg, names, algebraic=algebraic) for arg in node.args
    )


def _unknown(node: Expr) -> balls.Unsupported:
    return balls.Unsupported(
        f"cannot tell whether {node} converges; a Gaussian weight is best written with the density phi of "
        "theory.gaussian (theory.claim.expectation), whose tails are known"
    )
