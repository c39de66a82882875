"""The pytest plugin in processes of its own, as a user meets it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from theory.claim import separate_registry

TOY = """
from hypothesis import given, strategies as st
from sympy import Eq, Gt, Lt, symbols
import pytest
from proofs_check.engines import agrees, exactly, for_all, identity, refutes
from proofs_check.ledger.evidence import Undecided
from proofs_check.proof import proof, refutation, relies_on
from theory.claim import Claim, Reals, positive

x, y = symbols("x y", real=True)
texts = {"where": "Section 1", "says": "What it says."}
plane = {x: Reals, y: Reals}
expansion = Eq((x + y) ** 2, x**2 + 2 * x * y + y**2)
square = Claim("toy.square", title="A square", formula=expansion, domain=plane, **texts)
growth = Claim(
    "toy.growth",
    title="Growth",
    formula=Gt(x**2, x),
    domain={x: positive},
    assuming=(Gt(x, 1),),
    printed=Gt(x**2, x),
    printed_assuming=(),
    erratum="missing assumption",
    **texts,
)
wrong = Claim("toy.wrong", title="Wrong", formula=Eq((x + y) ** 2, x**2 + y**2), domain=plane, **texts)
hard = Claim("toy.hard", title="Hard", **texts)
later = Claim("toy.later", title="Later", **texts)
sampled = Claim("toy.sampled", title="Sampled", **texts)
bare = Claim("toy.bare", title="Without proof", **texts)


@proof(square)
def proof_by_expansion():
    identity(square)


@proof(growth)
def proof_by_algebra():
    relies_on(square)
    for_all(growth)


@refutation(growth)
def proof_that_one_half_shrinks():
    refutes(growth, {x: 1})


@proof(sampled)
@given(st.integers(), st.integers())
def proof_on_integers(a, b):
    exactly((a + b) ** 2, a * a + 2 * a * b + b * b)


@proof(sampled)
@pytest.mark.parametrize("a", [1.0, 2.0])
def proof_in_floats(a):
    agrees(a, a, rtol=1e-9, because="rounding")
"""

RED = """

@proof(wrong)
def proof_of_the_wrong():
    identity(wrong)


@proof(hard)
def proof_of_the_hard():
    raise Undecided("too hard")


@proof(later)
@pytest.mark.skip(reason="not yet")
def proof_of_the_later():
    exactly(1, 1)
"""


def run(folder, *options, env=None):
    """Run pytest in a folder, warnings as errors, without a cache."""
    command = [sys.executable, "-m", "pytest", "-W", "error", "-p", "no:cacheprovider", *options]
    settings = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV", "HYPOTHESIS"))
    }
    settings |= {"PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "120"} | (env or {})
    (folder / "pytest.ini").touch()
    return subprocess.run(
        command, cwd=folder, env=settings, capture_output=True, text=True, timeout=100, check=False
    )


class _Noted:
    """What a run within this process says."""

    def __init__(self):
        self.text = ""

    def pytest_collectreport(self, report):
        self.text += report.longreprtext

    def pytest_runtest_logreport(self, report):
        self.text += report.longreprtext


def run_here(folder, *options):
    """Run pytest in a folder within this process, with a registry of its own."""
    noted, before = _Noted(), set(sys.modules)
    quiet = ["-W", "error", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist", "-q"]
    (folder / "pytest.ini").touch()
    with pytest.MonkeyPatch.context() as patch, separate_registry():
        patch.chdir(folder)
        patch.setattr(sys, "path", list(sys.path))
        patch.setattr(sys, "dont_write_bytecode", True)
        code = pytest.main([*quiet, *options], plugins=[noted])
    for name in set(sys.modules) - before:
        if name.startswith(("proof_", "test_")):
            del sys.modules[name]
    return int(code), noted.text


def ledger_of(folder, name="ledger.json"):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def without_seconds(data):
    if isinstance(data, dict):
        return {key: without_seconds(value) for key, value in data.items() if key != "seconds"}
    return [without_seconds(item) for item in data] if isinstance(data, list) else data


def outcomes(ledger):
    return {row["id"].removeprefix("toy."): row["outcome"] for row in ledger["claims"]}


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """Folder of a toy paper, run once in order, and what pytest said."""
    folder = tmp_path_factory.mktemp("toy")
    (folder / "proof_toy.py").write_text(TOY + RED, encoding="utf-8")
    done = run(folder, "-p", "no:randomly", "--ledger=ledger.json", "--junitxml=junit.xml", "-q")
    return folder, done


def test_every_outcome_reaches_the_ledger(toy):
    folder, done = toy
    assert done.returncode == 1, done.stdout
    assert outcomes(ledger_of(folder)) == {
        "square": "holds",
        "growth": "corrected",
        "sampled": "holds",
        "wrong": "failed",
        "hard": "undecided",
        "later": "undecided",
        "bare": "undecided",
    }
    rows = {row["id"]: row for row in ledger_of(folder)["claims"]}
    assert rows["toy.growth"]["relies_on"] == ["toy.square"]
    first, second = rows["toy.growth"]["assumptions"]
    assert (first["assumption"], first["necessary"]) == ("x > 0", False)
    assert (second["assumption"], second["necessary"]) == ("x > 1", True)
    assert "Rejected" in rows["toy.wrong"]["reason"]
    assert "not yet" in rows["toy.later"]["reason"]
    assert rows["toy.bare"]["reason"] == "no proof"
    assert rows["toy.sampled"]["strength"] == "exact"
    hits = {run["proof"]: run["hits"] for run in rows["toy.sampled"]["proofs"]}
    assert hits["proof_toy.py::proof_on_integers"] >= 40


def test_the_terminal_shows_the_ledger(toy):
    _, done = toy
    assert "toy.hard: undecided: proof_of_the_hard: Undecided: too hard" in done.stdout
    assert "7 claims: 3 undecided, 2 holds, 1 corrected, 1 failed" in done.stdout
    assert "2 failed, 6 passed, 1 skipped" in done.stdout


def test_junit_knows_the_proofs(toy):
    folder, _ = toy
    cases = {case.get("name"): case for case in ElementTree.parse(folder / "junit.xml").iter("testcase")}
    assert len(cases) == 9
    assert cases["proof_of_the_wrong"].find("failure") is not None
    assert [p.get("value") for p in cases["proof_by_expansion"].iter("property")] == ["toy.square"]


def test_the_ledger_does_not_depend_on_the_order_or_the_process(toy):
    pytest.importorskip("xdist")
    pytest.importorskip("pytest_randomly")
    folder, _ = toy
    done = run(folder, "-n", "2", "--randomly-seed=7", "--ledger=other.json", "-q")
    assert done.returncode == 1, done.stdout + done.stderr
    assert without_seconds(ledger_of(folder, "other.json")) == without_seconds(ledger_of(folder))


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (("-k", "expansion"), {"square"}),
        (("proof_toy.py::proof_by_expansion",), {"square"}),
        (("--claims=toy.square, toy.growth",), {"square", "growth"}),
    ],
    ids=["k", "node", "claims"],
)
def test_a_selection_lists_only_what_was_selected(tmp_path, options, listed):
    (tmp_path / "proof_toy.py").write_text(TOY, encoding="utf-8")
    assert run_here(tmp_path, *options, "--ledger=ledger.json", "--no-challenge") == (0, "")
    named = set(outcomes(ledger_of(tmp_path)))
    without_any_proof = {"bare", "wrong", "hard", "later"} if "--claims" not in options[0] else set()
    assert named - without_any_proof == listed


def test_only_proofs_of_ours_are_collected(tmp_path):
    (tmp_path / "proof_reading.py").write_text(
        "def proof_of_the_pudding():\n    raise SystemExit\nraise SystemExit\n"
    )
    (tmp_path / "proof_bare.py").write_text(
        "from proofs_check.engines import exactly\n\n\ndef proof_undecorated():\n    exactly(1, 1)\n"
    )
    (tmp_path / "helpers.py").write_text(
        "import proofs_check\n\n\ndef proof_elsewhere():\n    raise SystemExit\n"
    )
    code, text = run_here(tmp_path)
    assert code == 2
    assert "proof_undecorated is named like a proof; decorate it" in text
    assert "pudding" not in text


def test_teardown_errors_expected_failures_and_swallowed_rejections_are_red(tmp_path):
    (tmp_path / "proof_tricks.py").write_text(
        TOY.split("@proof(square)", maxsplit=1)[0]
        + """
@pytest.fixture
def fragile():
    yield
    raise RuntimeError("torn down")


@proof(square)
def proof_with_a_teardown(fragile):
    identity(square)


@proof(hard)
@pytest.mark.xfail(strict=True)
def proof_that_passes_unexpectedly():
    exactly(1, 1)


@proof(later)
@pytest.mark.xfail
def proof_that_fails_as_expected():
    exactly(1, 2)


@proof(wrong)
def proof_that_looks_away():
    exactly(1, 1)
    try:
        identity(wrong)
    except AssertionError:
        pass


@proof(bare)
def proof_of_nothing():
    pass
""",
        encoding="utf-8",
    )
    code, text = run_here(tmp_path, "--ledger=ledger.json")
    assert code == 1
    assert "torn down" in text
    assert "swallowed a rejection" in text
    found = outcomes(ledger_of(tmp_path))
    assert found == {
        "square": "failed",
        "hard": "failed",
        "later": "undecided",
        "wrong": "failed",
        "bare": "failed",
        "growth": "undecided",
        "sampled": "undecided",
    }


def test_runs_without_proofs_load_nothing_heavy(tmp_path):
    (tmp_path / "test_light.py").write_text(
        """
import sys


def test_light(pytestconfig):
    assert pytestconfig.pluginmanager.hasplugin("relucidate")
    heavy = {"sympy", "numpy", "z3", "flint", "hypothesis", "scipy", "rich", "theory"}
    assert not heavy & set(sys.modules)
"""
    )
    start = time.perf_counter()
    done = run(tmp_path, "-q", "-p", "no:randomly")
    assert done.returncode == 0, done.stdout
    assert "claims" not in done.stdout
    assert time.perf_counter() - start < 30


def test_thorough_runs_try_more_examples_of_proofs_only(tmp_path):
    (tmp_path / "proof_many.py").write_text(
        TOY.split("@proof(square)", maxsplit=1)[0]
        + """
@proof(sampled)
@given(st.integers())
def proof_on_integers(a):
    exactly(a, a)
"""
    )
    (tmp_path / "test_own.py").write_text(
        """
from hypothesis import given, settings, strategies as st

seen = []


@given(st.integers())
def test_own(number):
    seen.append(number)


def test_settings():
    assert settings.default.max_examples <= 100
    assert len(seen) <= 110
"""
    )
    assert run_here(tmp_path, "--thorough", "--ledger=ledger.json") == (1, "")  # claims without proof
    (row,) = [row for row in ledger_of(tmp_path)["claims"] if row["id"] == "toy.sampled"]
    assert row["proofs"][0]["examples"] >= 1000


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Folder into which the wheel is installed, as anyone would who has the dependencies."""
    pytest.importorskip("hatchling", reason="the wheel is built with hatchling")
    root = Path(__file__).parents[2]
    if not (root / "pyproject.toml").is_file():
        pytest.skip("the sources are not at hand")
    wheels, target = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-cache-dir", "-q"]
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    command = [sys.executable, "-c", build, str(wheels)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=100)
    (wheel,) = wheels.glob("*.whl")
    command = [
        *pip,
        "install",
        "--no-deps",
        "--no-index",
        "--no-compile",
        "--target",
        str(target),
        str(wheel),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return target


def test_an_outsider_checks_a_paper_of_their_own(installed, tmp_path):
    (tmp_path / "proof_toy.py").write_text(
        f"""
import theory, proofs_check
assert theory.__file__.startswith({str(installed)!r}), theory.__file__
assert proofs_check.__file__.startswith({str(installed)!r}), proofs_check.__file__
"""
        + TOY.split("@proof(sampled)", maxsplit=1)[0]
        + RED.split("@proof(hard)", maxsplit=1)[0],
        encoding="utf-8",
    )
    done = run(tmp_path, "--ledger=ledger.json", "-p", "no:randomly", env={"PYTHONPATH": str(installed)})
    assert done.returncode == 1, done.stdout + done.stderr
    rows = {row["id"]: row for row in ledger_of(tmp_path)["claims"]}
    assert rows["toy.square"]["outcome"] == "holds"
    assert rows["toy.square"]["strength"] == "proved"
    assert rows["toy.growth"]["outcome"] == "corrected"
    assert rows["toy.growth"]["printed"]["erratum"] == "missing assumption"
    assert rows["toy.wrong"]["outcome"] == "failed"
    assert "[at x = " in rows["toy.wrong"]["reason"]
    assert "toy.wrong: failed" in done.stdout
