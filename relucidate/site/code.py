"""What else belongs to a claim: where it stands in the code, and its proofs in a proof assistant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from proofs_check import kernel
from relucidate.sources.places import of_claim
from relucidate.sources.statements import statement
from theory import catalog
from theory.bibliography import PAPERS
from theory.claim import claims


@dataclass(frozen=True)
class KernelProof:
    """A part of a claim in the language of Rocq.

    Parameters
    ----------
    part
        Its name.
    statement
        What is to be proved, translated from the claim as it is now.
    script
        The stored proof of it.
    """

    part: str
    statement: str
    script: str


def places(claim_id: str, folder: Path) -> list[tuple[str, str, str]]:
    """Return what stands where: kind, name and ``path:line``; nothing for a claim that no source states.

    Parameters
    ----------
    claim_id
        Id of the claim.
    folder
        Paths below it are given from there.
    """
    found = statement(claim_id)
    listed = of_claim(found) if found is not None else []
    return [(one.what, one.name, one.place.text(folder)) for one in listed]


def kernel_proofs(papers: Iterable[str]) -> dict[str, list[KernelProof]]:
    """Return the stored proofs that fit their statements, by the claim's id.

    Parameters
    ----------
    papers
        Keys; those of authors have none.
    """
    found: dict[str, list[KernelProof]] = {}
    for paper in papers:
        if paper not in PAPERS or PAPERS[paper].modules:
            continue
        catalog.load(paper)
        for claim in claims(paper):
            for part in claim.parts:
                script = kernel.script(claim, part)
                if script is not None:
                    proof = KernelProof(part.replace("_", " "), kernel.statement(claim, part), script)
                    found.setdefault(claim.id, []).append(proof)
    return found
