"""Standard normal density and distribution function as SymPy functions.

SymPy's own route through ``exp`` and ``erf`` loses the shape that papers use (phi, Phi and polynomials in
them), and a mutation such as "swap Phi and phi" needs them as nodes of the tree. Both functions rewrite to
``exp`` and ``erf`` on demand, so that every SymPy algorithm still applies.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Function, Integral, Rational, S, Symbol, erf, erfc, exp, oo, pi, sqrt


class phi(Function):  # type: ignore[misc]  # noqa: N801 - the field's own name
    """Density of the standard normal distribution, phi(z) = exp(-z^2/2)/sqrt(2 pi).

    >>> from sympy import Symbol
    >>> z = Symbol("z", real=True)
    >>> phi(z).diff(z)
    -z*phi(z)
    >>> phi(-z)
    phi(z)
    """

    nargs = 1

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """Values at 0 and at infinity, and evenness."""
        if z.is_zero:
            return 1 / sqrt(2 * pi)
        if z in (oo, -oo):
            return S.Zero
        if z.could_extract_minus_sign():
            return cls(-z)
        return None

    def fdiff(self, argindex: int = 1) -> Expr:  # noqa: ARG002 - SymPy's signature
        """Derivative: -z phi(z)."""
        z = self.args[0]
        return -z * phi(z)

    def _eval_rewrite_as_exp(self, z: Expr, **_: Any) -> Expr:
        return exp(-(z**2) / 2) / sqrt(2 * pi)

    def _eval_evalf(self, prec: int) -> Expr:
        return self.rewrite(exp)._eval_evalf(prec)

    def _eval_is_positive(self) -> bool | None:
        return True if self.args[0].is_real else None

    def _eval_is_real(self) -> bool | None:
        return True if self.args[0].is_extended_real else None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        body = rf"\varphi\left({printer.doprint(self.args[0])}\right)"
        return f"{body}^{{{exp}}}" if exp else body


class Phi(Function):  # type: ignore[misc]
    """Distribution function of the standard normal distribution, Phi(c) = P(Z <= c).

    >>> from sympy import Symbol
    >>> c = Symbol("c", real=True)
    >>> Phi(c).diff(c)
    phi(c)
    """

    nargs = 1

    @classmethod
    def eval(cls, c: Expr) -> Expr | None:
        """Values at 0 and at infinity."""
        if c.is_zero:
            return Rational(1, 2)
        if c is oo:
            return S.One
        if c is -oo:
            return S.Zero
        return None

    def fdiff(self, argindex: int = 1) -> Expr:  # noqa: ARG002 - SymPy's signature
        """Derivative: phi(c)."""
        return phi(self.args[0])

    def _eval_rewrite_as_erf(self, c: Expr, **_: Any) -> Expr:
        return (1 + erf(c / sqrt(2))) / 2

    def _eval_evalf(self, prec: int) -> Expr:
        # Through erfc: (1 + erf)/2 loses every digit on the left.
        return (erfc(-self.args[0] / sqrt(2)) / 2)._eval_evalf(prec)

    def _eval_is_positive(self) -> bool | None:
        return True if self.args[0].is_real else None

    def _eval_is_real(self) -> bool | None:
        return True if self.args[0].is_extended_real else None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        body = rf"\Phi\left({printer.doprint(self.args[0])}\right)"
        return f"{body}^{{{exp}}}" if exp else body


def normal_expectation(integrand: Expr, *variables: Symbol, above: Expr = -oo) -> Integral:
    """Unevaluated expectation of an expression in independent standard normal variables.

    Parameters
    ----------
    integrand
        Expression in ``variables``.
    *variables
        The standard normal variables, real symbols.
    above
        Lower limit of the first variable: the expectation is of ``integrand * 1{variables[0] > above}``.

    Returns
    -------
    sympy.Integral
        The iterated integral against the product of densities; nothing is evaluated.
    """
    density = S.One
    for z in variables:
        density *= phi(z)
    first, *others = variables
    return Integral(integrand * density, *[(z, -oo, oo) for z in others], (first, above, oo))
