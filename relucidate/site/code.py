"""What the code says of claims and figures: where they stand, proofs in a proof assistant, what is stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figures.provenance import source_hash
from proofs_check import kernel
from relucidate.sources import plates
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


def is_stale(figure: Mapping[str, Any]) -> bool:
    """Whether the code that gives a figure's numbers has changed since it was drawn.

    Parameters
    ----------
    figure
        Row of the ledger; nothing is said of a figure that no source registers.
    """
    source = plates.figure(figure["id"])
    drawn = figure.get("source_hash")
    return source is not None and drawn is not None and drawn != source_hash(source.module.name)
