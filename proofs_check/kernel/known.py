"""What Rocq has said of stored proofs before, kept beside the compiled prelude.

A result counts for the very statement, script, prelude and list of axioms that it was found for, whose digest
is its name; where any of them has changed, nothing is known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from proofs_check.kernel.check import AXIOMS, MACHINE, Result
from proofs_check.kernel.prelude import fingerprint
from proofs_check.kernel.store import Script
from proofs_check.kernel.theorem import Theorem
from proofs_check.kernel.theorems import ForAllSizes

#: Name of the file in the folder for builds.
NAME = "results.json"


@dataclass
class Known:
    """Results by digest.

    Parameters
    ----------
    rocq
        Version that found them; empty where there are none.
    results
        What became of each proof.
    """

    rocq: str = ""
    results: dict[str, Result] = field(default_factory=dict)

    def of_part(self, theorem: Theorem, script: Script) -> Result | None:
        """What is known of a part's script."""
        return self.results.get(digest_of_part(theorem, script))

    def of_theorem(self, theorem: ForAllSizes) -> Result | None:
        """What is known of a theorem for all sizes."""
        return self.results.get(digest_of_theorem(theorem))


def digest_of_part(theorem: Theorem, script: Script) -> str:
    """Name of a result on a part."""
    return _digest(theorem.key, script.key, script.holds, script.defined)


def digest_of_theorem(theorem: ForAllSizes) -> str:
    """Name of a result on a theorem for all sizes."""
    return _digest(theorem.name, theorem.path.read_text(encoding="utf-8"))


def _digest(*texts: str) -> str:
    return sha256("\n".join((*texts, fingerprint(), *sorted(AXIOMS), *MACHINE)).encode()).hexdigest()[:24]


def read(folder: Path) -> Known:
    """Results kept in a folder; none where there is no file, or none that `write` has written."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        results = {
            name: Result(bool(one["accepted"]), frozenset(one["axioms"]), str(one["why"]))
            for name, one in data["results"].items()
        }
        return Known(str(data["rocq"]), results)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Known()


def add(folder: Path, rocq: str, results: dict[str, Result]) -> Known:
    """Put results into those of a folder, which are dropped if another version of Rocq found them.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    before = read(folder)
    kept = before.results if before.rocq == rocq else {}
    known = Known(rocq, kept | results)
    data: dict[str, Any] = {
        "rocq": rocq,
        "results": {
            name: {"accepted": one.accepted, "axioms": sorted(one.axioms), "why": one.why}
            for name, one in sorted(known.results.items())
        },
    }
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{NAME}.partial"
    partial.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    partial.replace(folder / NAME)
    return known
