"""A claim: one statement of a paper as data.

A claim says what a paper asserts (a SymPy relation, or several named ones), over which domain, what the
paper prints where that differs, and says it once more in plain words. It carries no verdict: the ledger
derives that from the evidence of its proofs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias, get_args

from sympy import Expr, Set, Symbol
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean, Implies

from theory.claim.assertion import WHOLE, Assertion, Saying, Source, sayings, sources
from theory.claim.numbers import exact_number, value_of
from theory.claim.reading import notice
from theory.claim.registry import Registering
from theory.claim.validation import check_domain, check_relations, check_used, named_parts

Kind = Literal["claim", "definition", "beyond", "experiment"]
Erratum = Literal["typo", "missing assumption", "loose constant", "false", "gap"]
Formula: TypeAlias = "Boolean | Mapping[str, Boolean]"

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


class Claim(metaclass=Registering):
    """One numbered statement, or one assertion, of a paper.

    Parameters
    ----------
    id
        ``paper.name``; never changes once released. An id that another claim has is an error; the same claim
        built again in the same module (a reload, a notebook cell run twice) is the claim that is there.
    title
        A few words; never changes once released.
    where
        Where the paper states it: equations, section.
    says
        Assertions, each with the parts or proofs that show it, and remarks. A plain string is a remark; a
        claim without assertions is graded by its parts alone.
    formula
        A SymPy relation or Boolean, or a mapping from part names to them. ``None`` for definitions and for
        claims about algorithms.
    domain
        A SymPy set for every symbol of the formula; for a matrix of symbolic size and for the label of an
        indexed symbol one of `theory.claim.arrays`.
    assuming
        Relations between the symbols under which the formula is claimed.
    printed
        What the paper prints, where that differs: a relation or a mapping of parts.
    erratum
        What is wrong with the printed form; given exactly when ``printed`` is.
    objection
        The same in one plain sentence: what the paper says, and why it fails.
    printed_source
        Whether the text at hand prints that form, says it in words, or lost it, so that it is reconstructed:
        a reconstruction that fails is no error of the paper. One for all parts, or one for each.
    printed_domain
        The domain that the paper claims, for the symbols where it differs from ``domain``.
    printed_assuming
        The relations that the paper assumes; by default ``assuming``.
    kind
        ``"claim"``, ``"definition"`` (listed, not verified), ``"beyond"`` (not in the paper) or
        ``"experiment"``.
    conjecture
        Why the statement is open: its evidence is shown, its outcome stays ``open``.
    captions
        A line for a part: which instance or step of which assertion it is.
    scaled
        What was scaled down, where an experiment is not redone at the paper's size.

    Raises
    ------
    ValueError
        If the id is malformed or taken, a symbol has no domain or occurs nowhere, an assumption of a symbol
        is not so on its domain, a relation has decided itself while being built or compares an expression
        with itself, ``printed`` and ``erratum`` are not given together, or an assertion or a caption names
        what is not there.
    TypeError
        If a formula is not a SymPy Boolean, a domain not a SymPy set, or what is said no assertion.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's name in the ledger
        *,
        title: str,
        where: str,
        says: str | Iterable[Saying],
        formula: Formula | None = None,
        domain: Mapping[Symbol, Set] | None = None,
        assuming: tuple[Boolean, ...] = (),
        printed: Formula | None = None,
        erratum: Erratum | None = None,
        objection: str | None = None,
        printed_source: Source | Mapping[str, Source] = "printed",
        printed_domain: Mapping[Symbol, Set] | None = None,
        printed_assuming: tuple[Boolean, ...] | None = None,
        kind: Kind = "claim",
        conjecture: str | None = None,
        captions: Mapping[str, str] | None = None,
        scaled: str | None = None,
    ) -> None:
        if not _ID.fullmatch(id):
            raise ValueError(f"id={id!r}: must be paper.name in lower case, digits and underscores")
        for name, text in (
            ("title", title),
            ("where", where),
            ("scaled", scaled),
            ("objection", objection),
        ):
            if text is not None and not text.strip():
                raise ValueError(f"{name}={text!r} of {id}: must not be empty")
        if kind not in get_args(Kind):
            raise ValueError(f"kind={kind!r} of {id}: must be one of {', '.join(get_args(Kind))}")
        if (printed is None) != (erratum is None):
            raise ValueError(f"{id}: printed and erratum go together, got erratum={erratum!r}")
        if objection is not None and printed is None:
            raise ValueError(f"objection={objection!r} of {id}: there is no printed form to object to")
        if erratum is not None and erratum not in get_args(Erratum):
            raise ValueError(f"erratum={erratum!r} of {id}: must be one of {', '.join(get_args(Erratum))}")
        if scaled is not None and kind != "experiment":
            raise ValueError(
                f"scaled={scaled!r} of {id}: only an experiment is scaled down, this is a {kind}"
            )
        self.id = id
        self.title = title
        self.where = where
        self.kind: Kind = kind
        self.scaled = scaled
        self.erratum: Erratum | None = erratum
        self.objection = objection
        self.conjecture = conjecture
        self.domain: dict[Symbol, Set] = dict(domain or {})
        self.assuming = tuple(assuming)
        self.parts: dict[str, Boolean] = named_parts(formula, WHOLE, f"formula of {id}")
        self.printed: dict[str, Boolean] = named_parts(printed, WHOLE, f"printed of {id}")
        self.printed_sources = sources(printed_source, self.printed, id)
        self.printed_domain: dict[Symbol, Set] = {**self.domain, **(printed_domain or {})}
        self.printed_assuming = self.assuming if printed_assuming is None else tuple(printed_assuming)
        self.sayings = sayings(says, self.parts, id)
        self.captions = dict(captions or {})
        for part in self.captions:
            if part not in self.parts:
                raise ValueError(f"captions[{part!r}] of {id}: must be one of {list(self.parts)}")
        self._check()

    def _check(self) -> None:
        check_domain(self.domain, f"domain of {self.id}")
        check_domain(self.printed_domain, f"printed_domain of {self.id}")
        formula = (*self.parts.values(), *self.assuming)
        printed = (*self.printed.values(), *self.printed_assuming)
        check_relations(formula, self.domain, f"formula of {self.id}")
        check_relations(printed, self.printed_domain, f"printed of {self.id}")
        if self.parts or self.printed:
            check_used(self.printed_domain, (*formula, *printed), f"domain of {self.id}")

    @property
    def says(self) -> str:
        """All that it says, assertions and remarks, as one text."""
        return " ".join(saying.text for saying in self.sayings)

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """What it asserts, remarks left out."""
        return tuple(saying for saying in self.sayings if isinstance(saying, Assertion))

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
        notice(self, name)
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
        Undecided
            If no enclosure vouches for the value, as where the side is undefined.
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
    def replacing(
        self, part: str, formula: Boolean, domain: Mapping[Any, Set] | None = None
    ) -> Iterator[Claim]:
        """Put another formula in the place of a part for a while, as mutation does, with more symbols."""
        original, known = self.part(part), self.domain
        self.parts[part], self.domain = formula, {**known, **(domain or {})}
        try:
            yield self
        finally:
            self.parts[part], self.domain = original, known

    def __repr__(self) -> str:
        return f"<Claim {self.id}: {self.title}>"
