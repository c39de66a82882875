"""What evidence is worth: its strength, and its scope."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, get_args

#: What stands in the place of a proof's name where a proof assistant's kernel is the evidence.
KERNEL_RUN = "relucidate kernel"
#: How engines name a scope.
ScopeName = Literal["all", "box", "instances"]


class Strength(IntEnum):
    """How much a piece of evidence is worth; a larger one is stronger."""

    NONE = 0
    RECORDED = 1
    STATISTICAL = 2
    SAMPLED = 3
    EXACT = 4
    CERTIFIED = 5
    PROVED = 6
    KERNEL = 7

    @property
    def label(self) -> str:
        """The ledger's word for it."""
        return self.name.lower()


class Scope(IntEnum):
    """How far a piece of evidence reaches; a larger one reaches farther."""

    NONE = 0
    INSTANCES = 1
    BOX = 2
    ALL = 3

    @property
    def label(self) -> str:
        """The ledger's word for it."""
        return self.name.lower()


def default_scope(strength: Strength) -> Scope:
    """Scope of a judgement that names none: what is proved or certified covers the domain, values do not."""
    return Scope.ALL if strength >= Strength.CERTIFIED else Scope.INSTANCES


def scope_of(name: Scope | ScopeName) -> Scope:
    """Scope of this name.

    Raises
    ------
    ValueError
        If there is none.
    """
    if isinstance(name, Scope):
        return name
    if name not in get_args(ScopeName):
        raise ValueError(f"scope={name!r}: must be one of {', '.join(get_args(ScopeName))}")
    return Scope[name.upper()]
