"""A part of a claim as two theorems: it holds, and everything in it is defined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from sympy import Set, Symbol
from sympy.logic.boolalg import Boolean

from proofs_check.kernel.prelude import meaning
from proofs_check.kernel.translate import Translation
from theory.claim import Claim


@dataclass(frozen=True)
class Theorem:
    """Two statements of Rocq that say together what a part of a claim says.

    Parameters
    ----------
    holds
        The formula on its domain, under its assumptions.
    defined
        That every quotient, root, logarithm, derivative and integral in it exists there; ``"True"`` where
        there is none.
    """

    holds: str
    defined: str

    @property
    def text(self) -> str:
        """Both statements as Rocq reads them; the second one only where there is something to show."""
        defined = "" if self.defined == "True" else f"\nTheorem defined : {self.defined}."
        return f"Theorem holds : {self.holds}.{defined}"

    @cached_property
    def key(self) -> str:
        """What a stored script is valid for: both statements, and what their words mean."""
        return sha256("\n".join((self.holds, self.defined, meaning())).encode()).hexdigest()[:24]


def theorem(formula: Boolean, domain: Mapping[Symbol, Set], assuming: tuple[Boolean, ...] = ()) -> Theorem:
    """State a formula.

    Parameters
    ----------
    formula
        A relation between the symbols of ``domain``.
    domain
        A set for each symbol; those of symbols that do not occur are left out.
    assuming
        Relations that are premises, in this order: what makes a later one meaningful stands before it.

    Raises
    ------
    Untranslatable
        If Rocq has no statement for it.
    """
    used = formula.free_symbols.union(*[relation.free_symbols for relation in assuming])
    relevant = {symbol: values for symbol, values in domain.items() if symbol in used}
    translation = Translation(relevant)
    variables = " ".join(translation.names[symbol] for symbol in relevant)
    premises = [f"forall {variables} : R, "] if variables else []
    for symbol, values in relevant.items():
        premises += [f"{member} -> " for member in translation.membership(translation.names[symbol], values)]
    for relation in assuming:
        with translation.under(*premises):
            premise = translation.proposition(relation)
        premises.append(f"{premise} -> ")
    with translation.under(*premises):
        conclusion = translation.proposition(formula)
    return Theorem("".join(premises) + conclusion, " /\\ ".join(translation.obligations) or "True")


def theorem_of(claim: Claim, part: str) -> Theorem:
    """State a part of a claim, as it is at this moment.

    Raises
    ------
    Untranslatable
        If Rocq has no statement for it.
    ValueError
        If the claim has no such part.
    """
    return theorem(claim.part(part), claim.domain, claim.assuming)


def theorem_of_printed(claim: Claim, part: str) -> Theorem:
    """State what a paper prints in the place of a part; otherwise as `theorem_of`."""
    return theorem(claim.printed[part], claim.printed_domain, claim.printed_assuming)
