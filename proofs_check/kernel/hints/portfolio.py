"""Candidates for the proof of a part, in the order of what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Derivative, Integral, Set, Subs, cos, log, sin
from sympy.logic.boolalg import Boolean

from proofs_check.kernel.hints import boxes, calculus, factors
from proofs_check.kernel.hints.inequalities import from_products
from proofs_check.kernel.hints.roots import scaled
from theory.gaussian import phi

_OPEN = "goals; parts"
_OBLIGATIONS = "obligations"
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
        self.has_angles = bool(self.formula.has(sin, cos))
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
                *(self._numbers() if not self.domain else []),
                *([f"{_OPEN}; {steps}derivatives; trig; algebra"] if self.has_angles else []),
                f"{_OPEN}; {steps}derivatives; algebra",
                f"{_OPEN}; {steps}derivatives; {steps}algebra",
                f"{_APART}; {steps}derivatives; {_FINISH}",
            ]
        special = self._angles_and_logarithms()
        if self.is_equation:
            return [
                f"{_OPEN}; ring",
                f"{_OPEN}; field; nonzeros",
                f"{_OPEN}; {self._steps()}algebra",
                *special,
            ]
        roots = "".join(f"{step}; " for step in scaled(self.recording, self.formula))
        return [
            *special,
            *factors.scripts(self.recording, self.formula),
            *([f"{_APART}; {roots}{_FINISH}"] if roots else []),
            f"{_OPEN}; lra",
            f"{_APART}; lra",
            f"{_APART}; nra",
            *self._numbers(),
        ]

    def _angles_and_logarithms(self) -> list[str]:
        found = []
        if self.has_angles:
            found.append(f"{_OPEN}; trig; algebra")
            symbols = [self.recording.names[s] for s in self.domain if s in self.formula.free_symbols]
            found += [f"{_OPEN}; halves {name}; algebra" for name in symbols]
        if self.formula.has(log):
            found.append(f"{_OPEN}; logs; algebra")
        roots = "".join(f"{step}; " for step in scaled(self.recording, self.formula))
        if roots:
            found.append(f"{_OPEN}; {roots}algebra")
        return found

    def _numbers(self) -> list[str]:
        if self.domain:
            return []
        integral = [
            f"unfold int, phi, Rdiv; integral with (i_prec {bits}, i_fuel {fuel}, i_degree {degree})"
            for bits, fuel, degree in ((50, 300, 8), (90, 2000, 14))
        ]
        return [
            "unfold phi; interval",
            "unfold phi; split; interval",
            "interval with (i_prec 120)",
            *integral,
        ]

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
        if self.formula.has(phi):
            found.append(f"{_APART}; facts; peaks; parts; contra; {_FINISH}")
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
            f"{_OBLIGATIONS}; defined",
            f"{_OBLIGATIONS}; in_range; first [{each}]",
            f"{_OPEN}; defined",
            f"{_OPEN}; first [{each}]",
            f"{_OPEN}; in_range; first [{each}]",
            f"{_APART}; in_range; facts; parts; first [{each}]",
        ]
