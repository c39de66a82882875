"""A small paper that stands in for the built-in ones, so that the command line has little to do."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

import relucidate

THEORY = """
    from sympy import Eq, symbols
    from theory.claim import Claim, Reals, positive

    x, y = symbols("x y", real=True)
    square = Claim(
        "dying_relu.eq1",
        title="Square of a sum <b>&",
        where="Eq. 1",
        says="The square of a sum has a mixed term.",
        formula=Eq((x + y) ** 2, x**2 + 2 * x * y + y**2),
        domain={x: Reals, y: Reals},
        printed=Eq((x + y) ** 2, x**2 + y**2),
        erratum="typo",
    )
    means = Claim(
        "dying_relu.eq2",
        title="Two means",
        where="Eq. 2",
        says="The sum of squares is at least twice the product.",
        formula=x**2 + y**2 >= 2 * x * y,
        domain={x: positive, y: positive},
    )
    norm = Claim("dying_relu.eq3", title="Norm", where="Eq. 3", says="A definition.", kind="definition")
"""
PROOFS = """
    from hypothesis import given
    from hypothesis import strategies as st
    from proofs_check.engines import exactly, for_all, identity, refutes
    from proofs_check.proof import proof, refutation
    from theory import dying_relu as paper

    @proof(paper.square)
    def proof_by_expansion():
        \"\"\"Multiply it out.\"\"\"
        identity(paper.square)

    @proof(paper.square)
    @given(st.integers(), st.integers())
    def proof_on_integers(x, y):
        exactly((x + y) ** 2, x**2 + 2 * x * y + y**2)

    @refutation(paper.square)
    def proof_that_the_mixed_term_matters():
        refutes(paper.square, {paper.x: 1, paper.y: 1})

    @proof(paper.means)
    def proof_by_z3():
        for_all(paper.means)
"""
FIGURE = """
    from matplotlib.figure import Figure
    from figures.registry import figure

    @figure("dying_relu.fig1", title="Line", caption="It rises.", shows=["dying_relu.eq1", "dying_relu.eq2"])
    def line():
        return {"x": [0.0, 1.0]}

    @line.drawing
    def draw(data):
        picture = Figure(figsize=(2, 1))
        picture.subplots().plot(data["x"])
        return picture
"""
#: Runs at the start of every process: the rooms show the small paper and no other.
STARTUP = """
    import importlib.util, os, sys

    class SmallPaper:
        rooms = {"theory.dying_relu", "proofs_check.dying_relu", "figures.dying_relu"}
        hidden = ("gunn", "invariances", "nonlinearity_generator", "shortcut")

        @classmethod
        def find_spec(cls, name, path=None, target=None):
            here = os.path.dirname(__file__)
            if name in cls.rooms:
                file = os.path.join(here, *name.split("."), "__init__.py")
                return importlib.util.spec_from_file_location(
                    name, file, submodule_search_locations=[os.path.dirname(file)]
                )
            return None

    sys.meta_path.insert(0, SmallPaper)
    import theory.bibliography as bibliography

    for key in SmallPaper.hidden:
        bibliography.PAPERS.pop(key, None)
    import figures.registry as registry

    registry.MACHINERY |= set(SmallPaper.hidden)
"""


class SmallPaper:
    """Files of the small paper, and the command line run on it in a process of its own.

    Parameters
    ----------
    folder
        Where the paper's files go.
    cwd
        The reader's folder.
    """

    def __init__(self, folder: Path, cwd: Path) -> None:
        self.folder = folder
        self.cwd = cwd
        self.write("sitecustomize.py", STARTUP)
        self.write("theory/dying_relu/__init__.py", THEORY)
        self.write("proofs_check/dying_relu/__init__.py", "")
        self.write("proofs_check/dying_relu/proof_all.py", PROOFS)
        self.write("figures/dying_relu/__init__.py", FIGURE)

    def write(self, name: str, text: str) -> None:
        """Write a file, replacing what it held."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))

    def run(
        self, *arguments: str, module: str = "relucidate", **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run ``python -m relucidate``, or another module, in the reader's folder."""
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", module, *arguments],
            cwd=self.cwd,
            # The package under test is the one that this process has, wherever it is.
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join((str(self.folder), str(Path(relucidate.__path__[0]).parent))),
                "PYTHONDONTWRITEBYTECODE": "1",
                **env,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def left_behind(self) -> set[str]:
        """Everything in the reader's folder."""
        return {path.name for path in self.cwd.iterdir()}


@pytest.fixture
def paper(tmp_path: Path) -> SmallPaper:
    """The small paper, all in order, and an empty folder to start from."""
    (tmp_path / "cwd").mkdir()
    return SmallPaper(tmp_path / "paper", tmp_path / "cwd")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line, or another module, on an author's paper, in a folder and a process of its own."""

    def started(
        *arguments: str, cwd: Path = tmp_path, module: str = "relucidate", timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        home = str(Path(relucidate.__path__[0]).parent)
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": home, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONSAFEPATH": "1"},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return started


@pytest.fixture
def make_row() -> Callable[..., dict[str, object]]:
    """A row of a ledger; keyword arguments replace its particulars."""

    def make(**particulars: object) -> dict[str, object]:
        formula = {
            "part": "",
            "caption": "",
            "text": "x = 1",
            "latex": "x = 1",
            "mathml": "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>",
        }
        evidence = {
            "engine": "identity",
            "strength": "proved",
            "parts": [""],
            "bearing": "proves",
            "detail": "reduces to 0",
            "witness": {},
            "instances": 1,
            "claim": "toy.eq1",
            "scope": "all",
            "scope_note": "",
            "proof": "proof_toy.py::proof_by_thought",
            "seconds": 0.1,
        }
        assertion = {
            "text": "One is $1$.",
            "shown_by": [""],
            "source": "printed",
            "strength": "proved",
            "scope": "all",
            "by_hand": [],
            "headline": "proved, all",
        }
        run = {
            "proof": "proof_toy.py::proof_by_thought",
            "role": "proof",
            "outcome": "passed",
            "reason": "",
            "examples": 0,
            "hits": 0,
            "seconds": 0.1,
        }
        return {
            "id": "toy.eq1",
            "paper": "toy",
            "title": "A toy",
            "where": "Eq. 1",
            "says": "One is one. A remark.",
            "assertions": [assertion],
            "remarks": ["A remark."],
            "kind": "claim",
            "conjecture": None,
            "scaled": None,
            "formula": [formula],
            "domain": ["x real"],
            "printed": None,
            "outcome": "holds",
            "strength": "proved",
            "scope": "all",
            "by_hand": [],
            "headline": "proved, all",
            "partial": False,
            "reason": "",
            "relies_on": [],
            "conditional_on": [],
            "not_run": [],
            "assumptions": [],
            "evidence": [evidence],
            "proofs": [run],
            "mutants": None,
            "seconds": 0.1,
        } | particulars

    return make
