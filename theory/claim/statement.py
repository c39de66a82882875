"""A claim: one statement of a paper as data.

A claim says what a paper asserts (a SymPy relation, or several named ones), over which domain, what the
paper prints where that differs, and says it once more in plain words. It carries no verdict: the ledger
derives that from the evidence of its proofs.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias, get_args

from sympy import Expr, Set, Symbol
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean, BooleanAtom, Implies

from theory.claim.numbers import exact_number, value_of
from theory.claim.registry import register
from theory.claim.symbols import check_symbol

Kind = Literal["claim", "definition", "beyond", "experiment"]
Erratum = Literal["typo", "missing assumption", "loose constant", "false", "gap"]
Formula: TypeAlias = "Boolean | Mapping[str, Boolean]"

#: Name of the only part of a claim whose formula is a single relation.
WHOLE = ""

#: How many calls tell two places apart.
_CALLS = 8

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


class _Once(type):
    """Makes of a claim that is stated again, unchanged and at the same place, the claim that there is."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Build a claim and register it."""
        claim = super().__call__(*args, **kwargs)
        return register(claim)


class Claim(metaclass=_Once):
    """One numbered statement, or one assertion, of a paper.

    Parameters
    ----------
    id
        ``paper.name``; never changes once released. Registering an id twice is an error, unless it is one
        statement at the same place, as when its module is reloaded: then it is the same claim.
    title
        A few words; never changes once released.
    where
        Where the paper states it: equations, section.
    says
        One or two plain sentences for a student. For a claim about an algorithm, which has no formula, the
        exact statement.
    formula
        A SymPy relation or Boolean, or a mapping from part names to them. ``None`` for definitions and for
        claims about algorithms.
    domain
        A SymPy set for every symbol of the formula.
    assuming
        Relations between the symbols under which the formula is claimed.
    printed
        What the paper prints, where that differs: a relation or a mapping of parts.
    erratum
        What is wrong with the printed form; given exactly when ``printed`` is.
    printed_domain
        The domain that the paper claims, for the symbols where it differs from ``domain``.
    printed_assuming
        The relations that the paper assumes; by default ``assuming``.
    kind
        ``"claim"``, ``"definition"`` (listed, not verified), ``"beyond"`` (not in the paper) or
        ``"experiment"``.
    conjecture
        Why the statement is open: its evidence is shown, its outcome stays ``open``.

    Raises
    ------
    ValueError
        If the id is malformed or taken, a symbol has no domain, a relation has decided itself while being
        built, or ``printed`` and ``erratum`` are not given together.
    TypeError
        If a formula is not a SymPy Boolean or a domain not a SymPy set.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's name in the ledger
        *,
        title: str,
        where: str,
        says: str,
        formula: Formula | None = None,
        domain: Mapping[Symbol, Set] | None = None,
        assuming: tuple[Boolean, ...] = (),
        printed: Formula | None = None,
        erratum: Erratum | None = None,
        printed_domain: Mapping[Symbol, Set] | None = None,
        printed_assuming: tuple[Boolean, ...] | None = None,
        kind: Kind = "claim",
        conjecture: str | None = None,
    ) -> None:
        if not _ID.fullmatch(id):
            raise ValueError(f"id={id!r}: must be paper.name in lower case, digits and underscores")
        for name, text in (("title", title), ("where", where), ("says", says)):
            if not text.strip():
                raise ValueError(f"{name}={text!r} of {id}: must not be empty")
        if kind not in get_args(Kind):
            raise ValueError(f"kind={kind!r} of {id}: must be one of {', '.join(get_args(Kind))}")
        if (printed is None) != (erratum is None):
            raise ValueError(f"{id}: printed and erratum go together, got erratum={erratum!r}")
        if erratum is not None and erratum not in get_args(Erratum):
            raise ValueError(f"erratum={erratum!r} of {id}: must be one of {', '.join(get_args(Erratum))}")
        self.id = id
        self.title = title
        self.where = where
        self.says = " ".join(says.split())
        self.kind: Kind = kind
        self.erratum: Erratum | None = erratum
        self.conjecture = conjecture
        self.domain: dict[Symbol, Set] = dict(domain or {})
        self.assuming = tuple(assuming)
        self.parts: dict[str, Boolean] = _parts(id, "formula", formula)
        self.printed: dict[str, Boolean] = _parts(id, "printed", printed)
        self.printed_domain: dict[Symbol, Set] = {**self.domain, **(printed_domain or {})}
        self.printed_assuming = self.assuming if printed_assuming is None else tuple(printed_assuming)
        self.place = _place()
        self._check_domains()

    def _check_domains(self) -> None:
        for name, domain in (("domain", self.domain), ("printed_domain", self.printed_domain)):
            for symbol, values in domain.items():
                if not isinstance(symbol, Symbol) or not isinstance(values, Set):
                    raise TypeError(f"{name}[{symbol!r}]={values!r} of {self.id}: must map a Symbol to a Set")
                check_symbol(symbol, values, f"{name}[{symbol}] of {self.id}")
            names = [str(symbol) for symbol in domain]
            if len(set(names)) < len(names):
                raise ValueError(f"{name} of {self.id}: two symbols bear one name among {', '.join(names)}")
        for what, relations, domain in (
            ("formula", (*self.parts.values(), *self.assuming), self.domain),
            ("printed", (*self.printed.values(), *self.printed_assuming), self.printed_domain),
        ):
            for relation in relations:
                missing = sorted(str(s) for s in relation.free_symbols if s not in domain)
                if missing:
                    raise ValueError(f"{what} of {self.id}: no domain for {', '.join(missing)}")

    @property
    def paper(self) -> str:
        """Key of the paper."""
        return self.id.split(".", 1)[0]

    @property
    def formula(self) -> Boolean:
        """The formula of a claim with a single part.

        Raises
        ------
        ValueError
            If the claim has no formula or several parts.
        """
        return self.part(WHOLE)

    def part(self, name: str) -> Boolean:
        """Formula of one part.

        Raises
        ------
        ValueError
            If there is no such part; the message lists those that exist.
        """
        if name not in self.parts:
            known = ", ".join(repr(part) for part in self.parts) or "none: the claim has no formula"
            raise ValueError(f"part={name!r} of {self.id}: must be one of {known}")
        return self.parts[name]

    def lhs_at(self, point: Mapping[Any, Any], part: str = WHOLE) -> Any:
        """Left side of a part at a point; otherwise as `rhs_at`."""
        return value_of(self._sides(part)[0], self._substitution(point))

    def rhs_at(self, point: Mapping[Any, Any], part: str = WHOLE) -> Any:
        """Right side of a part at a point, as a float or nested list of floats.

        Of an implication these are the sides of its conclusion.

        Parameters
        ----------
        point
            Values of the symbols, by symbol or by name; floats are taken at their exact binary value.
        part
            Name of the part.

        Raises
        ------
        ValueError
            If the part is no relation, nor an implication of one, or a symbol has no value.
        """
        return value_of(self._sides(part)[1], self._substitution(point))

    def _sides(self, part: str) -> tuple[Any, Any]:
        relation = self.part(part)
        if isinstance(relation, Implies):
            relation = relation.args[1]
        if not isinstance(relation, Relational):
            raise ValueError(f"part={part!r} of {self.id}: is no relation, so it has no sides")
        return relation.lhs, relation.rhs

    def _substitution(self, point: Mapping[Any, Any]) -> dict[Symbol, Expr]:
        named = {str(symbol): symbol for symbol in self.printed_domain}
        values = {}
        for key, value in point.items():
            symbol = named.get(str(key))
            if symbol is None:
                raise ValueError(f"point[{key!r}] of {self.id}: must be one of {', '.join(named)}")
            values[symbol] = exact_number(value)
        return values

    @contextmanager
    def replacing(self, part: str, formula: Boolean) -> Iterator[Claim]:
        """Put another formula in the place of a part for a while, as mutation does."""
        original = self.part(part)
        self.parts[part] = formula
        try:
            yield self
        finally:
            self.parts[part] = original

    def __repr__(self) -> str:
        return f"<Claim {self.id}: {self.title}>"


def _place() -> tuple[str, ...]:
    """Where a claim is stated: the file, or module, and the calls by which its code has come here."""
    calls: list[str] = []
    frame = sys._getframe().f_back
    while frame is not None and len(calls) < _CALLS:
        if frame.f_globals.get("__name__") != __name__:
            file = frame.f_globals.get("__file__")
            where = os.path.realpath(file) if file else str(frame.f_globals.get("__name__"))
            if frame.f_code.co_name == "<module>":
                return (*calls, where)
            calls.append(f"{where}:{frame.f_lineno}")
        frame = frame.f_back
    return tuple(calls)


def _parts(id_: str, field: str, formula: Formula | None) -> dict[str, Boolean]:
    if formula is None:
        return {}
    parts = dict(formula) if isinstance(formula, Mapping) else {WHOLE: formula}
    for name, relation in parts.items():
        if isinstance(relation, bool | BooleanAtom):
            raise ValueError(
                f"{field}[{name!r}] of {id_}: has decided itself to be {relation}; "
                "build it with evaluate=False"
            )
        if not isinstance(relation, Boolean) or isinstance(relation, Symbol):
            raise TypeError(f"{field}[{name!r}] of {id_}: must be a SymPy relation, got {relation!r}")
    return parts
