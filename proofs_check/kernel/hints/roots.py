"""Steps that take a square out of a root: sqrt(t^2 a + t^2 b) is t sqrt(a + b) for t that is not negative."""

from __future__ import annotations

from typing import Any

from sympy import Integer, Mul, Pow, factor_list, sqrt

from proofs_check.kernel.hints.calculus import Recording


def scaled(recording: Recording, formula: Any) -> list[str]:
    """Steps for the roots of a statement whose radicand has a square factor in symbols.

    Parameters
    ----------
    recording
        Names of the symbols.
    formula
        The statement.
    """
    found: list[str] = []
    for root in sorted(formula.atoms(Pow), key=str):
        if not (root.exp.is_Rational and root.exp.q == 2) or root.base.is_number:
            continue
        try:
            content, factors = factor_list(root.base)
        except Exception:  # no polynomial
            continue
        out = Mul(*[base ** (power // 2) for base, power in factors])
        if out.is_number:
            continue
        rest = content * Mul(*[base ** (power % 2) for base, power in factors])
        try:
            terms = [recording.written(each, recording.names) for each in (root.base, out, rest)]
        except Exception:  # a bound variable has no name here
            continue
        found.append(f"scaled {terms[0]} {terms[1]} {terms[2]}")
        if rest == Integer(1) or sqrt(rest).is_Rational:
            found.append("rewrite ?sqrt_1 in *")
    return list(dict.fromkeys(found))
