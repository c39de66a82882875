"""Theorems for all sizes, written by hand in mathcomp, each tied to a claim.

Rocq checks the proofs. That a theorem says what its claim says is for a person to compare: ``says`` puts the
statement of Rocq in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.kernel import rocq
from proofs_check.kernel.check import Result, allowed, assumptions

#: Folder of the files, a folder a paper.
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class ForAllSizes:
    """A theorem.

    Parameters
    ----------
    claim
        Id of the claim that it supports.
    file
        The file without its suffix; it lies in the folder of the claim's paper.
    name
        Name of the theorem in the file.
    shows
        Part or proof that the claim's assertion names, about all sizes of which it is.
    says
        What the statement says, in words: a person has compared them.
    """

    claim: str
    file: str
    name: str
    shows: str
    says: str

    @property
    def path(self) -> Path:
        """The file."""
        return FOLDER / self.claim.split(".", 1)[0] / f"{self.file}.v"


def _manifest() -> tuple[ForAllSizes, ...]:
    entries = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    return tuple(ForAllSizes(claim, **each) for claim, listed in entries.items() for each in listed)


#: All of them.
THEOREMS = _manifest()


def checked(claims: Iterable[str] | None = None, *, workers: int = 2) -> dict[ForAllSizes, Result]:
    """Check theorems of claims, by default of all.

    Returns
    -------
    dict
        A result for each; accepted ones name their axioms, of which there are none without real numbers.
    """
    ids = None if claims is None else set(claims)
    chosen = [theorem for theorem in THEOREMS if ids is None or theorem.claim in ids]
    names: dict[Path, list[str]] = {}
    for theorem in chosen:
        if theorem.name not in names.setdefault(theorem.path, []):
            names[theorem.path].append(theorem.name)
    with ThreadPoolExecutor(workers) as pool:
        found = dict(zip(names, pool.map(_file, names.items()), strict=True))
    return {theorem: found[theorem.path][theorem.name] for theorem in chosen}


def _file(entry: tuple[Path, list[str]]) -> dict[str, Result]:
    path, names = entry
    with TemporaryDirectory() as folder:
        file = Path(folder) / path.name
        marks = "".join(f'Print Assumptions {name}.\nGoal True. idtac "{_MARK}". Abort.\n' for name in names)
        file.write_text(path.read_text(encoding="utf-8") + marks, encoding="utf-8")
        try:
            printed = rocq.run(file).split(_MARK)
        except rocq.Failed as refusal:
            return dict.fromkeys(names, Result(False, why=str(refusal)[-500:]))
    results = {}
    for name, each in zip(names, printed, strict=False):
        axioms = assumptions(each)
        forbidden = sorted(axiom for axiom in axioms if not allowed(axiom))
        why = f"rests on {', '.join(forbidden)}" if forbidden else ""
        results[name] = Result(not forbidden, frozenset(axioms), why)
    return results


_MARK = "-- end of assumptions --"
