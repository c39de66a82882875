"""The command line, on the small paper in processes of their own, and on its own in this one."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

import theory
from relucidate import __version__, checking, cli, jobs, sweeps
from relucidate.sources import code, statements
from theory.bibliography import PAPERS, Paper
from theory.claim import separate_registry

FAILING = """
    from proofs_check.proof import proof
    from theory import dying_relu as paper

    @proof(paper.means)
    def proof_that_fails():
        assert paper.x == 1, "a deliberate failure"
"""
MAIN_ID, OTHER_ID = "dying_relu.eq1", "dying_relu.eq2"


TOYS = """
from theory.claim import Claim

first = Claim("toy.eq27", title="Toy eq27", where="Section 1", says="A toy.")
second = Claim("toy.eq28", title="Toy eq28", where="Section 1", says="A toy.")
"""


@pytest.fixture
def invoke(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Result]]:
    """The command line in this process and an empty folder, where one paper has two claims."""
    (tmp_path / "rooms" / "theory").mkdir(parents=True)
    (tmp_path / "rooms" / "theory" / "toy.py").write_text(TOYS)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(theory, "__path__", [*theory.__path__, str(tmp_path / "rooms" / "theory")])
    saved = dict(PAPERS)  # whose order is that of lists
    PAPERS.clear()
    PAPERS["toy"] = Paper("toy", ("Ann Author",), "Toys", "Venue", 2020, "0000.00000")
    forget()
    with separate_registry():
        yield lambda *arguments: CliRunner().invoke(cli.main, arguments)
    PAPERS.clear()
    PAPERS.update(saved)
    sys.modules.pop("theory.toy", None)
    forget()


def forget() -> None:
    for cached in (code.module, code._path, statements._of_paper):
        cached.cache_clear()


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pytest would be told, were it run."""
    told: list[str] = []

    def run(given: list[str], _: object) -> tuple[int, str]:
        told.extend(given)
        return 0, ""

    house = checking.House(("toy",), Path(), Path(), (Path(),), own=False)
    monkeypatch.setattr(checking, "houses", lambda _: [house])
    monkeypatch.setattr(checking, "_run", run)
    return told


def outcomes(path: Path) -> dict[str, str]:
    ledger = json.loads(path.read_text())
    schema = json.loads((files("proofs_check.ledger") / "ledger.schema.json").read_text())
    jsonschema.validate(ledger, schema, cls=jsonschema.Draft202012Validator)
    return {row["id"]: row["outcome"] for row in ledger["claims"]}


def of(ran: subprocess.CompletedProcess[str]) -> str:
    """How many mutants there were, by the last line of progress."""
    return ran.stderr.rpartition("mutants 1/")[2].partition(":")[0]


def test_mutation_and_main_job_in_a_folder_with_other_tests_and_settings(paper):
    (paper.cwd / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (paper.cwd / "conftest.py").write_text("raise RuntimeError('not ours')")
    before = paper.left_behind()
    foreign = {"PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "no_such_plugin"}

    ran = paper.run("mutate", OTHER_ID, "--quick", "--json", "mutants.json", **foreign)
    assert ran.returncode == 0
    assert ran.stderr.splitlines() == [
        f"claims 1/1: {OTHER_ID}, 1 passed",
        f"mutants 1/{of(ran)}: {OTHER_ID}",
    ]
    [row] = json.loads((paper.cwd / "mutants.json").read_text())["claims"]
    assert row["mutants"]["killed"] == row["mutants"]["total"] > 0
    assert outcomes(paper.cwd / "mutants.json") == {OTHER_ID: "holds"}

    ran = paper.run(**foreign)
    assert ran.returncode == 0
    assert sorted(ran.stderr.splitlines()) == [
        f"claims 1/2: {MAIN_ID}, 3 passed",
        f"claims 2/2: {OTHER_ID}, 1 passed",
        "figures 1/1: dying_relu.fig1",
    ]
    assert "\x1b" not in ran.stdout
    assert "3 claims" in ran.stdout
    assert "report/index.html" in ran.stdout
    assert paper.left_behind() == before | {"build", "mutants.json"}
    build = paper.cwd / "build"
    assert {path.name for path in build.iterdir()} == {"ledger.json", "figures", "report", "mutants"}
    drawn = {f"dying_relu.fig1.{extension}" for extension in ("svg", "png", "json", "npz")}
    assert {path.name for path in (build / "figures").iterdir()} == drawn
    pages = {path.name for path in (build / "report").iterdir()}
    assert {"index.html", "errata.html", "claims", "papers", "figures", "static"} <= pages
    expected = {MAIN_ID: "corrected", OTHER_ID: "holds", "dying_relu.eq3": "definition"}
    assert outcomes(build / "ledger.json") == expected
    rows = json.loads((build / "ledger.json").read_text())["claims"]
    assert [found["mutants"] for found in rows] == [None, row["mutants"], None]
    page = (build / "report" / "claims" / f"{MAIN_ID}.html").read_text()
    assert 'src="../figures/dying_relu.fig1.svg"' in page

    same = paper.run("figures", "--check")
    assert same.returncode == 0
    assert same.stdout.strip() == "every figure shows what the code computes"
    place = paper.folder / "figures" / "dying_relu" / "__init__.py"
    code = place.read_text()
    place.write_text(code.replace("[0.0, 1.0]", "[0.0, 2.0]"))
    other = paper.run("figures", "--check")
    assert other.returncode == 1
    assert "dying_relu.fig1: 1 of 2 entries of x differ" in other.stdout
    assert paper.run("report").returncode == 0
    assert "Drawn by other code" in (build / "report" / "claims" / f"{MAIN_ID}.html").read_text()
    place.write_text(code)

    shown = paper.run("show", MAIN_ID).stdout
    assert "identity proves" in shown
    assert "printed in the paper: typo" in shown
    assert "mutants killed" in shown
    assert f"relucidate check {MAIN_ID}" in shown
    assert "proofs_check.dying_relu.proof_all::proof_by_expansion" in shown


def test_failing_proof_and_torn_file_exit_with_1_and_show_why(paper):
    paper.write("proofs_check/dying_relu/proof_wrong.py", FAILING)
    paper.write("proofs_check/dying_relu/proof_torn.py", "import no_such_module  # proofs_check")
    ran = paper.run("check", "--json", "deep/ledger.json")
    assert ran.returncode == 1
    assert "proof_wrong.py::proof_that_fails" in ran.stdout
    assert "a deliberate failure" in ran.stdout
    assert "No module named 'no_such_module'" in ran.stdout
    assert "proof_torn.py cannot be imported" in ran.stderr
    assert outcomes(paper.cwd / "deep" / "ledger.json")[OTHER_ID] == "failed"
    assert outcomes(paper.cwd / "deep" / "ledger.json")[MAIN_ID] == "undecided"  # a file is missing
    assert paper.left_behind() == {"deep", "build"}


def test_claim_without_proof_exits_with_2(invoke):
    result = invoke("check", "toy.eq28")
    assert result.exit_code == 2
    assert "toy.eq28: undecided: no proof" in result.stdout


def test_expression_selects_proofs_also_in_several_processes(paper):
    ran = paper.run("check", "-k", "z3", "-n", "2", "--json", "ledger.json")
    assert ran.returncode == 0
    assert outcomes(paper.cwd / "ledger.json") == {OTHER_ID: "holds"}


def test_figure_that_breaks_does_not_take_others_with_it(paper):
    broken = """
        from figures.registry import figure

        @figure("dying_relu.fig0", title="Torn", caption="Nothing.", shows=("dying_relu.eq1",))
        def torn():
            raise ArithmeticError("no numbers")
    """
    paper.write("figures/dying_relu/torn.py", broken)
    ran = paper.run("figures", "--out", "here")
    assert ran.returncode == 1
    assert "dying_relu.fig0 cannot be drawn: ArithmeticError: no numbers" in ran.stderr
    assert (paper.cwd / "here" / "figures" / "dying_relu.fig1.svg").is_file()
    assert "dying_relu.fig1" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such-command"], "No such command"),
        (["--no-such-option"], "No such option"),
        (["--thorough", "check"], "go behind it: --thorough"),
        (["-n", "2", "--out", "x", "check"], "go behind it: --out, -n"),
        (["check", "toy.eq28x"], "did you mean toy.eq28"),
        (["check", "tyo"], "did you mean toy"),
        (["check", "eq28"], "did you mean toy.eq28"),
        (["check", "-n", "0"], "x>=1"),
        (["check", "--json", "file/ledger.json"], "file is no folder"),
        (["check", "--json", "."], "is a folder"),
        (["mutate", "--paper", "nobody"], "no claim or paper 'nobody'"),
        (["figures", "nobody"], "nobody"),
        (["figures", "dying_relu.fgi2"], "did you mean dying_relu.fig2"),
        (["figures", "--out", "file"], "file is no folder"),
        (["show"], "Missing argument"),
        (["show", "toy"], "no claim or figure 'toy'"),
        (["where", "toy.eq2"], "did you mean toy.eq2"),
        (["list", "--outcome", "holds"], "no ledger"),
        (["list", "--strength", "certain"], "is not one of"),
        (["list", "nobody"], "nobody"),
    ],
)
def test_bad_usage_exits_with_3_and_writes_nothing(invoke, arguments, message):
    Path("file").write_text("")
    result = invoke(*arguments)
    assert result.exit_code == 3
    assert message in result.stderr
    assert [path.name for path in Path().iterdir()] == ["file"]


def test_malformed_expression_is_bad_usage(paper):
    ran = paper.run("check", "-k", "((")
    assert ran.returncode == 3
    assert "Error: Wrong expression" in ran.stderr


@pytest.mark.usefixtures("options")
def test_expression_that_matches_nothing_is_bad_usage(invoke):
    result = invoke("check", "-k", "nothing")
    assert result.exit_code == 3
    assert "no proof of the selected claims matches -k 'nothing'" in result.stderr


def test_thorough_and_workers_reach_pytest(invoke, options):
    invoke("check", "toy.eq28", "--thorough", "-n", "3", "-k", "proof")
    assert {"--thorough", "--numprocesses=3", "-k=proof", "--claims=toy.eq28"} <= set(options)


def test_workers_without_xdist_are_one_and_that_is_said(invoke, options, monkeypatch):
    monkeypatch.setattr(jobs, "find_spec", lambda _: None)
    result = invoke("check", "toy", "-n", "3")
    assert "pytest-xdist" in result.stderr
    assert not [option for option in options if "numprocesses" in option or "claims" in option]


def test_interruption(invoke, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "check", interrupted)
    result = invoke("check", "toy", "--json", "ledger.json")
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")
    assert not list(Path().iterdir())


def test_list_and_bibtex(invoke):
    rows = json.loads(invoke("list", "toy", "--json").stdout)
    assert [row["id"] for row in rows] == ["toy.eq27", "toy.eq28"]
    known = {"outcome", "strength", "headline", "conditional_on", "run"}
    assert {"id", "paper", "kind", "title", "where"} | known == set(rows[0])
    assert all(row["id"] in invoke("list").stdout for row in rows)
    assert invoke("show", "toy.eq27", "--bibtex").stdout.startswith("@misc{toy,")


def test_damaged_ledger_is_no_obstacle_to_show(invoke):
    Path("build").mkdir()
    Path("build/ledger.json").write_text("{}")
    result = invoke("show", "toy.eq28")
    assert result.exit_code == 0
    assert "no evidence of earlier runs: ledger" in result.stderr


def test_help_and_version_are_light(invoke):
    assert invoke("--version").stdout == f"main {__version__}\n"
    for command in ((), ("check",), ("mutate",), ("figures",), ("show",), ("list",), ("where",)):
        assert "Usage:" in invoke(*command, "--help").stdout
    heavy = {"sympy", "numpy", "pytest", "matplotlib", "hypothesis", "z3", "jinja2"}
    script = "import sys, relucidate.cli; print(*(name.partition('.')[0] for name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not heavy & set(loaded.split())


def test_sweeps_go_by_name(invoke: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    def toy(_: object, folder: Path, workers: int, *__: object) -> dict[str, bytes]:
        told.append((folder, workers))
        return {"toy.csv": b"1"}

    monkeypatch.setattr(sweeps.Sweep, "contents", toy)
    monkeypatch.setattr(sweeps, "SWEEPS", {"toy": sweeps.Sweep("toy", "toy", "A toy.", "no time")})
    ran = invoke("sweep", "toy", "-n", "2", "--out", "there")
    assert (ran.exit_code, told) == (0, [(Path("there/chunks/toy"), 2)])
    assert Path("there/toy.csv").read_bytes() == b"1"
    assert "toy.csv" in ran.output
    assert invoke("sweep", "tog").exit_code == 3
    assert "has no --profile" in invoke("sweep", "toy", "--profile", "quick").stderr
    assert invoke("sweep", "toy", "--data", "nowhere").exit_code == 3
