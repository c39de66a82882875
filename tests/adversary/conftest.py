"""A paper of an outsider's own in a folder, and pytest run on it."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from theory.claim import separate_registry

CLAIMS = """
    from sympy import Ge, symbols
    from theory.claim import Claim, Reals

    x = symbols("x", real=True)

    def claim(name, bound=0):
        relation = Ge(x**2, bound, evaluate=False)
        texts = {"title": name, "where": "Section 1", "says": "What it says."}
        return Claim("own." + name, formula=relation, domain={x: Reals}, **texts)
"""
PROOFS = """
    import pytest
    from own_paper import *
    from proofs_check.engines import *
    from proofs_check.ledger.evidence import Undecided
    from proofs_check.proof import proof, relies_on
"""


@dataclass
class Done:
    """What came of a run: pytest's exit code, what it said, and the ledger if there is one."""

    code: int
    said: str
    ledger: dict | None

    def rows(self):
        """Rows of the ledger by the last piece of the claim's id."""
        return {row["id"].partition(".")[2]: row for row in (self.ledger or {"claims": []})["claims"]}

    def outcomes(self):
        """Outcome of each claim."""
        return {name: row["outcome"] for name, row in self.rows().items()}


class OwnPaper:
    """The folder of a paper.

    Parameters
    ----------
    folder
        Where it lies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def claims(self, *names: str, more: str = "") -> None:
        """State true claims of these names, and whatever else is given."""
        lines = "".join(f"{name} = claim({name!r})\n" for name in names)
        self.write("own_paper.py", dedent(CLAIMS) + lines + dedent(more))

    def proofs(self, text: str, name: str = "proof_own.py", before: str = "") -> None:
        """Write a file of proofs."""
        self.write(name, dedent(before) + dedent(PROOFS) + dedent(text))

    def write(self, name: str, text: str) -> None:
        """Write any file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")

    def check(self, *options: str) -> Done:
        """Run pytest within this process, with a registry of its own; much quicker than `start`."""
        before, said = set(sys.modules), io.StringIO()
        quiet = ["-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist", "-q"]
        ledger = self._forget()
        with pytest.MonkeyPatch.context() as patch, separate_registry():
            patch.chdir(self.folder)
            patch.setattr(sys, "path", list(sys.path))
            patch.setattr(sys, "dont_write_bytecode", True)
            with redirect_stdout(said), redirect_stderr(said):
                code = pytest.main([*quiet, "--no-challenge", f"--ledger={ledger}", *options])
        for name in set(sys.modules) - before:
            if name.startswith(("proof_", "own_", "test_own", "conftest", "papers")):
                del sys.modules[name]
        return Done(int(code), said.getvalue(), self._read())

    def start(self, *options: str, **env: str) -> Done:
        """Run pytest in a process of its own."""
        ledger = self._forget()
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV"))}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--ledger={ledger}", *options],
            cwd=self.folder,
            env=kept | {"PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "120"} | env,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        return Done(done.returncode, done.stdout + done.stderr, self._read())

    def _forget(self) -> Path:
        (self.folder / "pytest.ini").touch()
        ledger = self.folder / "ledger.json"
        ledger.unlink(missing_ok=True)
        return ledger

    def _read(self) -> dict | None:
        path = self.folder / "ledger.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


@pytest.fixture
def own(tmp_path):
    """An empty folder for a paper."""
    (tmp_path / "own").mkdir()
    return OwnPaper(tmp_path / "own")
