"""What a claim says: assertions, each with what shows it, and remarks, which nothing shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

#: Where a sentence comes from: the text at hand prints it, says it in words, or lost it (it is inferred).
Source = Literal["printed", "prose", "reconstructed"]

#: Name of the only part of a claim whose formula is a single relation.
WHOLE = ""
#: How an assertion names that part.
FORMULA = "formula"


def check_source(source: str, what: str) -> None:
    """Check that a source is one.

    Raises
    ------
    ValueError
        If it is none of the three.
    """
    if source not in get_args(Source):
        raise ValueError(f"{what}={source!r}: must be one of {', '.join(get_args(Source))}")


@dataclass(frozen=True)
class Remark:
    """A sentence that nothing shows; it is printed as a remark and never graded.

    Parameters
    ----------
    text
        One or two plain sentences, mathematics in TeX between dollar signs.

    Raises
    ------
    ValueError
        If the text is empty or a dollar sign has no partner.
    """

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _one_line(self.text))


@dataclass(frozen=True)
class Assertion:
    """A sentence of a claim with what shows it; the ledger grades it.

    Parameters
    ----------
    text
        One or two plain sentences, mathematics in TeX between dollar signs, no more general than what shows
        them.
    shown_by
        Parts of the formula, ``"formula"`` where there is only one, or names of proofs. All of them are
        needed: the assertion is as strong as the weakest.
    source
        Where the paper states it: ``"printed"``, ``"prose"`` or ``"reconstructed"``; ours without.

    Raises
    ------
    ValueError
        If the text is empty, a dollar sign has no partner, nothing is named or the source is unknown.
    TypeError
        If ``shown_by`` is a bare string, whose letters would be taken for names.
    """

    text: str
    shown_by: Sequence[str]
    source: Source | None = None

    def __post_init__(self) -> None:
        if isinstance(self.shown_by, str):
            raise TypeError(f"shown_by={self.shown_by!r}: must be a list of names")
        object.__setattr__(self, "text", _one_line(self.text))
        object.__setattr__(self, "shown_by", tuple(dict.fromkeys(self.shown_by)))
        if not self.shown_by:
            raise ValueError(f"shown_by=[] of {self.text!r}: what nothing shows is a Remark")
        if self.source is not None:
            check_source(self.source, f"source of {self.text!r}")


Saying: TypeAlias = "Assertion | Remark"


def sayings(says: str | Iterable[Saying], parts: Iterable[str], claim: str) -> tuple[Saying, ...]:
    """What a claim says, checked against its parts.

    A plain string is a remark: nothing is named that would show it.

    Parameters
    ----------
    says
        As given to `Claim`.
    parts
        Names of the claim's parts.
    claim
        Its id, for messages.

    Raises
    ------
    ValueError
        If nothing is said, or an assertion names what is neither a part nor a proof.
    TypeError
        If something is neither assertion nor remark.
    """
    known = list(parts)
    if isinstance(says, str):
        if not says.strip():
            raise ValueError(f"says={says!r} of {claim}: must not be empty")
        return (Remark(says),)
    said = tuple(says)
    if not said:
        raise ValueError(f"says=[] of {claim}: must not be empty")
    for saying in said:
        if not isinstance(saying, Assertion | Remark):
            raise TypeError(f"says of {claim}: must hold an Assertion or a Remark, got {saying!r}")
    return tuple(
        _resolved(saying, known, claim) if isinstance(saying, Assertion) else saying for saying in said
    )


def sources(given: Source | Mapping[str, Source], printed: Iterable[str], claim: str) -> dict[str, Source]:
    """Where each part of a printed form comes from.

    Raises
    ------
    ValueError
        If a source is unknown, or a mapping does not name exactly the parts of the printed form.
    """
    parts = list(printed)
    found = dict.fromkeys(parts, given) if isinstance(given, str) else dict(given)
    if set(found) != set(parts):
        raise ValueError(f"printed_source of {claim}: must name the parts {parts}, got {list(found)}")
    for source in found.values() if parts else (given,):
        check_source(str(source), f"printed_source of {claim}")
    return found


def _resolved(assertion: Assertion, parts: list[str], claim: str) -> Assertion:
    names = [WHOLE if name == FORMULA and parts == [WHOLE] else name for name in assertion.shown_by]
    for name in names:
        if name not in parts and not name.startswith("proof_"):
            known = ", ".join(repr(part or FORMULA) for part in parts) or "none: the claim has no formula"
            raise ValueError(
                f"shown_by of {claim}: {name!r} must be a part ({known}) or the name of a proof, proof_..."
            )
    return Assertion(assertion.text, names, assertion.source)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise ValueError(f"text={text!r}: must not be empty")
    if len(re.findall(r"(?<!\\)\$", line)) % 2:
        raise ValueError(f"text={line!r}: a dollar sign has no partner")
    return line
