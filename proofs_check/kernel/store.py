"""Scripts that were found, kept in the repository: a file a paper, an entry a part.

Those of an author's paper lie beside its modules.

An entry carries the key of the statement that it was found for. Where the claim or the prelude has changed
since, the key no longer fits; the script is stale then and counts for nothing until it is searched anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from theory.bibliography import PAPERS

#: Folder of the stored scripts.
FOLDER = Path(__file__).parent / "scripts"
#: A sentence of Rocq ends here; a script is a part of one sentence, so that it can declare nothing.
_END_OF_SENTENCE = re.compile(r"\.(\s|$)")


@dataclass(frozen=True)
class Script:
    """Tactics that prove the two statements of a part.

    Parameters
    ----------
    key
        Key of the theorem that they were found for.
    holds, defined
        One tactic expression each.

    Raises
    ------
    ValueError
        If a script would end its sentence.
    """

    key: str
    holds: str
    defined: str

    def __post_init__(self) -> None:
        for script in (self.holds, self.defined):
            if _END_OF_SENTENCE.search(script) or "(*" in script:
                raise ValueError(f"script={script!r}: must be one tactic without a full stop or comment")


def file_of(paper: str) -> Path:
    """File of a paper's scripts; there need not be one yet."""
    modules = PAPERS[paper].modules if paper in PAPERS else ()
    spec = find_spec(modules[0]) if modules else None
    if spec is None or spec.origin is None:
        return FOLDER / f"{paper}.json"
    return Path(spec.origin).parent / f"{paper}.kernel.json"


def load(papers: Iterable[str], folder: Path | None = None) -> dict[tuple[str, str], Script]:
    """Stored scripts of papers, by claim and part; a paper without a file has none.

    Raises
    ------
    ValueError
        If a file is not what `save` writes.
    """
    found = {}
    for paper in papers:
        file = file_of(paper) if folder is None else folder / f"{paper}.json"
        if not file.is_file():
            continue
        try:
            for claim, parts in json.loads(file.read_text(encoding="utf-8")).items():
                for part, entry in parts.items():
                    found[claim, part] = Script(entry["key"], entry["holds"], entry["defined"])
        except (AttributeError, KeyError, TypeError, json.JSONDecodeError) as broken:
            raise ValueError(f"{file}: is no file of scripts: {broken!r}") from broken
    return found


def save(scripts: dict[tuple[str, str], Script], folder: Path | None = None) -> None:
    """Write scripts, a file for each paper that occurs; what a file held before is replaced."""
    papers: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
    for (claim, part), script in sorted(scripts.items()):
        entry = {"key": script.key, "holds": script.holds, "defined": script.defined}
        papers.setdefault(claim.split(".", 1)[0], {}).setdefault(claim, {})[part] = entry
    for paper, entries in papers.items():
        file = file_of(paper) if folder is None else folder / f"{paper}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        partial.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        partial.replace(file)
