"""What the checker, the site and the command line cost, beside the bare tools that they rest on."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial

import sympy
import z3
from measuring import Case

from numerics import processors
from proofs_check.engines import for_all, identity
from proofs_check.ledger.evidence import Recorder, recording
from theory.claim import Claim, Reals, equation, separate_registry

PAPER = "gunn"
"""Whose claims stand for all: few, of every kind."""


def command(*arguments: str) -> None:
    """Run the command line."""
    subprocess.run(
        [sys.executable, "-m", "relucidate", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def engines(_profile: str) -> Iterator[Case]:
    """A proof by an engine, which asks a second judge as well, beside the bare call to the first."""
    x, y = sympy.symbols("x y", real=True)
    with separate_registry():
        plane = {x: Reals, y: Reals}
        texts = {"title": "Bench", "where": "Eq. 1", "says": "What it says."}
        square = Claim(
            "bench.square", formula=equation((x + y) ** 3, sympy.expand((x + y) ** 3)), domain=plane, **texts
        )
        means = Claim("bench.means", formula=x**2 + y**2 >= 2 * x * y, domain=plane, **texts)

        def judged(claim: Claim, engine: object) -> None:
            with recording(Recorder(claim, ("",), "proof")):
                engine(claim)  # type: ignore[operator]

        yield Case(
            "proof checking",
            "the identity of a cube, by SymPy and by balls",
            partial(judged, square, identity),
            {"SymPy, simplify": lambda: sympy.simplify((x + y) ** 3 - sympy.expand((x + y) ** 3))},
        )
        yield Case(
            "proof checking",
            "a quadratic inequality, by Z3 and by cvc5",
            partial(judged, means, for_all),
            {"Z3, check": by_z3},
        )


def by_z3() -> None:
    """Find the negation of the inequality unsatisfiable."""
    a, b = z3.Reals("a b")
    solver = z3.Solver()
    solver.add(z3.Not(a * a + b * b >= 2 * a * b))
    assert solver.check() == z3.unsat


def whole_papers(profile: str) -> Iterator[Case]:
    """A paper's claims, from the start of the command to its end: in one process, and in all there are."""
    claims = [f"{PAPER}.eq1"] if profile == "tiny" else [PAPER]
    with tempfile.TemporaryDirectory() as folder:
        check = partial(command, "check", *claims, "--out", folder)
        yield Case("proof checking", f"relucidate check {claims[0]}, one process", check, rounds=2)
        workers = processors.available()
        yield Case(
            "proof checking",
            f"the same, {workers} processes beside one",
            partial(check, "-n", str(workers)),
            {"one process": check},
            rounds=2,
        )
        mutate = partial(command, "mutate", "--quick", "--fresh", f"{PAPER}.eq1", "--out", folder)
        yield Case(
            "mutation",
            f"relucidate mutate --quick {PAPER}.eq1, beside its proofs alone",
            mutate,
            {"relucidate check": partial(command, "check", f"{PAPER}.eq1", "--out", folder)},
            rounds=1 if profile == "tiny" else 2,
        )
        yield Case(
            "site",
            f"relucidate report, with the evidence of {claims[0]}",
            partial(command, "report", "--out", folder),
            rounds=2,
        )


def starting(_profile: str) -> Iterator[Case]:
    """How long one waits for the first word."""

    def python(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)

    yield Case(
        "starting",
        "import relucidate, with every engine",
        partial(python, "-c", "from relucidate import identity"),
        {"import sympy, z3, hypothesis": partial(python, "-c", "import sympy, z3, hypothesis")},
    )
    yield Case(
        "starting",
        "relucidate --help",
        partial(python, "-m", "relucidate", "--help"),
        {"python -c 'import click'": partial(python, "-c", "import click")},
    )


SUBJECTS = (engines, whole_papers, starting)
