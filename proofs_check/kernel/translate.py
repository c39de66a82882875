"""SymPy relations over the reals as statements of Rocq. What a kernel proof is worth rests on this file too.

Connectives, comparisons and sets become those of Rocq, one by one; terms are `terms`' business.
"""

from __future__ import annotations

from typing import Any

from sympy import FiniteSet, Integers, Interval, MatrixBase, Naturals, Naturals0, Set, Union
from sympy import Reals as RealSet

from proofs_check.kernel.terms import Terms, Untranslatable

__all__ = ["Translation", "Untranslatable"]

_COMPARISONS = {
    "StrictLessThan": "({0} < {1})",
    "LessThan": "({0} <= {1})",
    "StrictGreaterThan": "({1} < {0})",
    "GreaterThan": "({1} <= {0})",
}


class Translation(Terms):
    """Terms and propositions over one domain."""

    def proposition(self, relation: Any) -> str:
        """Translate a Boolean.

        Raises
        ------
        Untranslatable
            If there is no proposition for it.
        """
        if relation in (True, False):
            return str(bool(relation))
        name = type(relation).__name__
        if name in ("And", "Or"):
            return (
                "(" + (" /\\ " if name == "And" else " \\/ ").join(map(self.proposition, relation.args)) + ")"
            )
        if name == "Not":
            return f"(~ {self.proposition(relation.args[0])})"
        if name == "Implies":
            premise = self.proposition(relation.args[0])
            with self.under(f"{premise} -> "):
                return f"({premise} -> {self.proposition(relation.args[1])})"
        if name == "Equivalent":
            first, *others = map(self.proposition, relation.args)
            return "(" + " /\\ ".join(f"({first} <-> {other})" for other in others) + ")"
        if name in ("Equality", "Unequality"):
            equal = " /\\ ".join(f"{self.term(a)} = {self.term(b)}" for a, b in _entries(relation))
            return f"({equal})" if name == "Equality" else f"(~ ({equal}))"
        if name not in _COMPARISONS:
            raise Untranslatable(f"no proposition for {name}")
        return _COMPARISONS[name].format(self.term(relation.lhs), self.term(relation.rhs))

    def membership(self, name: str, values: Set) -> list[str]:
        """Propositions that say together that a variable lies in a set."""
        if values == RealSet:
            return []
        if isinstance(values, Interval):
            ends = []
            if not values.start.is_infinite:
                ends.append(f"({self.term(values.start)} {'<' if values.left_open else '<='} {name})")
            if not values.end.is_infinite:
                ends.append(f"({name} {'<' if values.right_open else '<='} {self.term(values.end)})")
            return ends
        if isinstance(values, FiniteSet):
            return ["(" + " \\/ ".join(f"{name} = {self.term(value)}" for value in values.args) + ")"]
        if isinstance(values, Union):
            parts = [" /\\ ".join(self.membership(name, part)) or "True" for part in values.args]
            return ["(" + " \\/ ".join(f"({part})" for part in parts) + ")"]
        if values in (Integers, Naturals, Naturals0):
            least = {Naturals: [f"(1 <= {name})"], Naturals0: [f"(0 <= {name})"]}.get(values, [])
            return [f"(exists n : Z, {name} = IZR n)", *least]
        raise Untranslatable(f"no proposition for membership of {values}")


def _entries(relation: Any) -> list[tuple[Any, Any]]:
    left, right = relation.lhs, relation.rhs
    if not isinstance(left, MatrixBase) and not isinstance(right, MatrixBase):
        return [(left, right)]
    if not (isinstance(left, MatrixBase) and isinstance(right, MatrixBase)) or left.shape != right.shape:
        raise Untranslatable("two sides of different shape")
    return list(zip(list(left), list(right), strict=True))
