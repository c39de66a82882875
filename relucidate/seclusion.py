"""Pytest on the built-in proofs, apart from whatever stands in the reader's folder.

The command line may be started anywhere: in an empty folder, or in one with a ``pytest.ini``, plugins and
tests of the reader's own. The proofs neither see these nor leave anything behind.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

import proofs_check


def packages(papers: Sequence[str]) -> dict[str, Path]:
    """Packages ``proofs_check.<paper>`` that hold proofs, with their folders.

    Parameters
    ----------
    papers
        Keys of papers; those without proofs are passed over.
    """
    found = {}
    for paper in papers:
        spec = find_spec(f"proofs_check.{paper}")
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            if any(Path(folder).glob("proof_*.py")):
                found[f"proofs_check.{paper}"] = Path(folder)
    return found


def arguments(papers: Sequence[str]) -> list[str]:
    """What pytest is given to collect the proofs of these papers; to be used within `secluded`."""
    room = Path(proofs_check.__path__[0])
    return [
        f"-c{room / 'checker.ini'}",
        f"--rootdir={room.parent}",
        f"--confcutdir={room}",
        "--import-mode=importlib",
        "-pno:cacheprovider",
        "-p_hypothesis_pytestplugin",
        "-pproofs_check.plugin",
        # Folders, not names of packages: given names, pytest would load a conftest.py of the reader's.
        *map(str, packages(papers).values()),
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
