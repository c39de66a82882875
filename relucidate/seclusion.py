"""Pytest on the proofs of papers, apart from whatever stands in the reader's folder.

The command line may be started anywhere: in an empty folder, or in one with a ``pytest.ini``, plugins and
tests of the reader's own. The proofs neither see these nor leave anything behind.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

import proofs_check
from theory.bibliography import PAPERS


@dataclass(frozen=True)
class House:
    """Papers whose proofs pytest collects in one run.

    Attributes
    ----------
    papers
        Their keys.
    root
        The folder to which the names of proofs are relative.
    inside
        No ``conftest.py`` above this folder is read.
    targets
        Folders and files that hold the proofs.
    own
        Whether the paper is an author's: then its warnings are not errors.
    """

    papers: tuple[str, ...]
    root: Path
    inside: Path
    targets: tuple[Path, ...]
    own: bool


def houses(papers: Sequence[str]) -> list[House]:
    """Where the proofs of some papers are: those of the companion in one house, each other one in its own.

    Parameters
    ----------
    papers
        Keys of papers; those without proofs are passed over.
    """
    found = []
    targets = {key: tuple(_targets(key)) for key in papers}
    ours = tuple(key for key, own in targets.items() if own and not _is_own(key))
    if ours:
        room = Path(proofs_check.__path__[0])
        found.append(
            House(ours, room.parent, room, tuple(x for key in ours for x in targets[key]), own=False)
        )
    for key, own in targets.items():
        if own and _is_own(key):
            first = own[0] if own[0].is_dir() else own[0].parent
            root = first.parent if (first / "__init__.py").is_file() else first
            found.append(House((key,), root, first, own, own=True))
    return found


def _is_own(paper: str) -> bool:
    return paper in PAPERS and bool(PAPERS[paper].modules)


def _targets(paper: str) -> Iterator[Path]:
    """Folders and files with the proofs of a paper."""
    roots = PAPERS[paper].roots("proofs_check") if paper in PAPERS else (f"proofs_check.{paper}",)
    for name in roots:
        spec = find_spec(name)
        folders = (spec.submodule_search_locations or ()) if spec is not None else ()
        yield from (Path(folder) for folder in folders if any(Path(folder).rglob("proof_*.py")))
        if spec is not None and spec.origin is not None and Path(spec.origin).name.startswith("proof_"):
            yield Path(spec.origin)


def arguments(house: House) -> list[str]:
    """What pytest is given to collect the proofs of a house; to be used within `secluded`."""
    return [
        f"-c{Path(proofs_check.__path__[0]) / 'checker.ini'}",
        *(["-Wdefault"] if house.own else []),
        f"--rootdir={house.root}",
        f"--confcutdir={house.inside}",
        "--import-mode=importlib",
        "-pno:cacheprovider",
        "-p_hypothesis_pytestplugin",
        "-pproofs_check.plugin",
        # Folders, not names of packages: given names, pytest would load a conftest.py of the reader's.
        *map(str, house.targets),
    ]


@contextmanager
def secluded() -> Iterator[None]:
    """Hide the reader's pytest settings and plugins, and give Hypothesis a folder that goes away.

    Processes that are started meanwhile are secluded too.
    """
    saved = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="relucidate-") as folder:
        os.environ.pop("PYTEST_ADDOPTS", None)
        os.environ.pop("PYTEST_PLUGINS", None)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)
            os.environ.clear()
            os.environ.update(saved)
