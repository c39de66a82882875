"""Relations and expectations that stay as they were written.

``Eq(Integral(...), value)`` asks SymPy whether the two sides are equal, which can take it half a minute, and
simplifies what it can. These constructors ask nothing.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Eq, Expr, Ge, Gt, Integral, Le, Lt, MatrixBase, Ne, Set, Symbol, sympify
from sympy import S as _S
from sympy.core.relational import Relational

from theory.gaussian import normal_expectation

_RELATIONS = {"=": Eq, "==": Eq, "!=": Ne, "<": Lt, "<=": Le, ">": Gt, ">=": Ge}


def equation(left: Any, right: Any) -> Relational:
    """Equation of two sides, neither of which is evaluated.

    Parameters
    ----------
    left, right
        Expressions, numbers, or matrices of one shape.

    Raises
    ------
    TypeError
        If a side is no expression.

    Examples
    --------
    >>> from sympy import Integral, Symbol
    >>> t = Symbol("t", real=True)
    >>> equation(Integral(t, (t, 0, 1)), 1)
    Eq(Integral(t, (t, 0, 1)), 1)
    """
    return relation(left, "=", right)


def relation(left: Any, comparison: str, right: Any) -> Relational:
    """Relation of two sides, neither of which is evaluated.

    Parameters
    ----------
    left, right
        Expressions, numbers, or for ``=`` and ``!=`` matrices of one shape.
    comparison
        One of ``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=``.

    Raises
    ------
    ValueError
        If the comparison is none of these.
    TypeError
        If a side is no expression.

    Examples
    --------
    >>> from sympy import Symbol
    >>> x = Symbol("x", positive=True)
    >>> relation(x, ">", -1)
    x > -1
    """
    if comparison not in _RELATIONS:
        raise ValueError(f"comparison={comparison!r}: must be one of {', '.join(_RELATIONS)}")
    sides = [side.as_immutable() if isinstance(side, MatrixBase) else sympify(side) for side in (left, right)]
    for name, side in zip(("left", "right"), sides, strict=True):
        if not isinstance(side, Expr | MatrixBase):
            raise TypeError(f"{name}={side!r}: must be an expression or a matrix")
    made: Relational = _RELATIONS[comparison](*sides, evaluate=False)
    return made


def expectation(of: Any, *variables: Symbol, given: Set | None = None) -> Integral:
    """Expectation over independent standard normal variables, unevaluated, against the density ``phi``.

    Parameters
    ----------
    of
        Expression in the variables.
    *variables
        The standard normal variables, real symbols.
    given
        An interval: the expectation is of ``of`` times the indicator that the first variable lies in it.

    Raises
    ------
    ValueError
        If there is no variable, or one that is not a real symbol without sign; or the set is no interval.

    Examples
    --------
    >>> from sympy import Symbol
    >>> z = Symbol("z", real=True)
    >>> expectation(z**2, z)
    Integral(z**2*phi(z), (z, -oo, oo))
    """
    if not variables:
        raise ValueError("variables=(): give at least one standard normal variable")
    for z in variables:
        if not isinstance(z, Symbol) or not z.is_real or z.is_nonnegative or z.is_nonpositive or z.is_integer:
            raise ValueError(f"variables: {z!r} must be a Symbol(..., real=True) without further assumptions")
    inside = _S.Reals if given is None else given
    if not inside.is_Interval:
        raise ValueError(f"given={given!r}: must be an interval")
    body: Basic = sympify(of)
    whole = normal_expectation(body, *variables)
    *others, (first, _, _) = whole.limits
    return Integral(whole.function, *others, (first, inside.start, inside.end))
