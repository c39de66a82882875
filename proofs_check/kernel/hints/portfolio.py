"""Candidates for the proof of a part, in the order of what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Derivative, Integral, Set, Subs
from sympy.logic.boolalg import Boolean

from proofs_check.kernel.hints import boxes, calculus
from proofs_check.kernel.hints.inequalities import from_products

_OPEN = "goals; parts"
_APART = "goals; branches; given; cases"
_FINISH = "first [lra | nra | algebra]"


@dataclass
class Hints:
    """What Python has to say about a statement.

    Parameters
    ----------
    formula, domain, assuming
        The statement; the domain's symbols are those that occur.
    """

    formula: Boolean
    domain: Mapping[Any, Set]
    assuming: tuple[Boolean, ...]

    def __post_init__(self) -> None:
        self.recording = calculus.Recording(self.domain)
        for relation in self.assuming:
            self.recording.proposition(relation)
        self.statement = self.recording.proposition(self.formula)
        self.has_calculus = bool(self.formula.has(Derivative, Integral, Subs))
        self.is_equation = "<" not in self.statement and "->" not in self.statement

    def _steps(self) -> str:
        found = calculus.steps(self.recording, self.statement, self.domain)
        mirrors = calculus.mirrors(self.recording)
        return "".join(f"{step}; " for step in [*found, *mirrors])

    def quick(self) -> list[str]:
        """Candidates that take a second or fail."""
        if self.has_calculus:
            steps = self._steps()
            return [
                f"{_OPEN}; {steps}derivatives; algebra",
                f"{_OPEN}; {steps}derivatives; {steps}algebra",
                f"{_APART}; {steps}derivatives; {_FINISH}",
            ]
        if self.is_equation:
            return [f"{_OPEN}; ring", f"{_OPEN}; field; nonzeros", f"{_OPEN}; {self._steps()}algebra"]
        return [f"{_OPEN}; lra", f"{_APART}; lra", f"{_APART}; nra", *self._numbers()]

    def _numbers(self) -> list[str]:
        if self.domain:
            return []
        return ["unfold phi; interval", "unfold phi; split; interval", "interval with (i_prec 120)"]

    def slow(self) -> list[str]:
        """Candidates that take longer."""
        steps = self._steps()
        found = []
        if not self.has_calculus:
            if (script := from_products(self.formula, self.domain, self.assuming)) is not None:
                found.append(script)
            found.append(f"{_APART}; {steps}{_FINISH}")
        found.append(f"{_APART}; {steps}derivatives; facts; parts; {_FINISH}")
        found.append(f"{_APART}; {steps}derivatives; facts; bounds_of_phi; parts; contra; {_FINISH}")
        found += self._boxes()
        return found

    def _boxes(self) -> list[str]:
        return [] if self.has_calculus else boxes.scripts(self.formula, self.domain)

    def defined(self) -> list[str]:
        """Candidates for the statement that everything is defined."""
        exists = calculus.existences(self.recording, self.domain)
        squares = (
            "solve [apply Rgt_not_eq; unfold Rgt; apply Rplus_lt_le_0_compat; "
            "[lra | repeat apply Rmult_le_pos; apply pow2_ge_0]]"
        )
        each = " | ".join([*(f"solve [{tactic}]" for tactic in exists), "defined", squares])
        return [
            f"{_OPEN}; defined",
            f"{_OPEN}; first [{each}]",
            f"{_OPEN}; in_range; first [{each}]",
            f"{_APART}; in_range; facts; parts; first [{each}]",
        ]
