"""Scripts for an inequality whose sides differ by a product: each factor has a sign by itself."""

from __future__ import annotations

from typing import Any

from sympy import Add, GreaterThan, LessThan, Mul, StrictGreaterThan, StrictLessThan, factor_terms, together
from sympy import factor as factored

from proofs_check.kernel.hints.calculus import Recording

_APART = "goals; branches; given"


def scripts(recording: Recording, formula: Any) -> list[str]:
    """Candidates for the conclusion of a statement, where it is one inequality.

    Parameters
    ----------
    recording
        Names of the symbols.
    formula
        The statement.
    """
    while type(formula).__name__ == "Implies":
        formula = formula.args[1]
    if not isinstance(formula, LessThan | StrictLessThan | GreaterThan | StrictGreaterThan):
        return []
    strict = isinstance(formula, StrictLessThan | StrictGreaterThan)
    small, large = formula.args if isinstance(formula, LessThan | StrictLessThan) else formula.args[::-1]
    found = []
    for rewrite in (factored, factor_terms, lambda x: factored(together(x))):
        try:
            product = rewrite(large - small)
            if isinstance(product, Add | Mul):
                found.append(recording.written(product, recording.names))
        except Exception:  # no polynomial, or nothing that can be written down
            continue
    return [f"{_APART}; {'strictly' if strict else 'weakly'}_by {text}" for text in dict.fromkeys(found)]
