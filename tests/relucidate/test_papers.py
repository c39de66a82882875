"""Papers of an author's own: found by path, module, folder and entry point, and never mixed up with ours."""

import json
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from textwrap import dedent

import pytest

from relucidate import papers
from theory.bibliography import PAPERS, Paper

CLAIMS = """
    from sympy import Eq, symbols
    from relucidate import Claim, Reals

    x, y = symbols("x y", real=True)
    square = Claim(
        "{key}.eq1",
        title="Square of a sum",
        where="Eq. 1",
        says="The square of a sum.",
        formula=Eq((x + y) ** 2, x**2 + 2 * x * y + y**2),
        domain={{x: Reals, y: Reals}},
        printed=Eq((x + y) ** 2, x**2 + y**2),
        erratum="false",
    )
    cube = Claim(
        "{key}.eq2",
        title="Difference of squares",
        where="Eq. 2",
        says="A difference of squares.",
        formula=Eq((x - y) * (x + y), x**2 - y**2),
        domain={{x: Reals, y: Reals}},
    )
"""
PROOFS = """
    from {module} import cube, square, x, y
    from relucidate import identity, proof, refutation, refutes

    @proof(square)
    def proof_by_expansion():
        identity(square)

    @refutation(square)
    def proof_that_the_cross_term_is_missing():
        refutes(square, {{x: 1, y: 1}})

    @proof(cube)
    def proof_of_the_difference():
        identity(cube)
"""
DESCRIPTION = """
    from relucidate import Paper

    paper = Paper(
        "{key}",
        ("Ann Author",),
        "On {key}",
        year=2024,
        link="https://example.org",
        order=("eq2", "eq1"),
    )
"""


def write(file: Path, text: str, **values: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text).format(**values))


def package(folder: Path, key: str) -> Path:
    """Write a package with a description, claims and proofs; all such packages have the same file names."""
    write(folder / key / "__init__.py", DESCRIPTION, key=key)
    write(folder / key / "claims.py", CLAIMS, key=key)
    write(folder / key / "proofs" / "__init__.py", "")
    write(folder / key / "proofs" / "proof_sums.py", PROOFS, module=f"{key}.claims")
    return folder / key


@pytest.fixture
def registered() -> Iterator[None]:
    """The register as it was, whatever a test adds to it."""
    saved, path = dict(PAPERS), list(sys.path)
    papers.installed.cache_clear()
    yield
    PAPERS.clear()
    PAPERS.update(saved)
    sys.path[:] = path
    papers.installed.cache_clear()


def test_a_package_by_path_module_and_folder(run, tmp_path):
    package(tmp_path, "first_paper")
    for name, cwd in (("first_paper/", tmp_path), (str(tmp_path / "first_paper"), tmp_path.parent)):
        found = run("list", name, "--json", cwd=cwd)
        assert [row["id"] for row in json.loads(found.stdout)] == ["first_paper.eq2", "first_paper.eq1"], name
    found = run("check", cwd=tmp_path / "first_paper")
    assert found.returncode == 0, found.stdout + found.stderr
    ledger = json.loads((tmp_path / "first_paper" / "build" / "ledger.json").read_text())
    assert {row["id"]: row["outcome"] for row in ledger["claims"]} == {
        "first_paper.eq2": "holds",
        "first_paper.eq1": "corrected",
    }


def test_show_where_and_bibtex(run, tmp_path):
    package(tmp_path, "first_paper")
    shown = run("show", "first_paper.eq1", "--paper", "first_paper/")
    assert "Author 2024, Eq. 1, https://example.org" in shown.stdout
    assert "pytest first_paper/proofs/proof_sums.py::proof_by_expansion" in shown.stdout
    places = run("where", "first_paper.eq1", "--paper", "first_paper/").stdout.splitlines()
    assert [line.rpartition(":")[0] for line in places] == [
        "first_paper/claims.py",
        *["first_paper/proofs/proof_sums.py"] * 2,
    ]
    assert (
        "url = {https://example.org}"
        in run("show", "first_paper.eq1", "--paper", "first_paper/", "--bibtex").stdout
    )
    assert (
        "@misc{first_paper,"
        in run("show", "first_paper.eq1", "--bibtex", cwd=tmp_path / "first_paper").stdout
    )


def test_loose_files(run, tmp_path):
    write(tmp_path / "my_paper.py", CLAIMS, key="my_paper")
    write(tmp_path / "proof_my_paper.py", PROOFS, module="my_paper")
    write(tmp_path / "unrelated.py", "raise RuntimeError\n")
    found = run("check", "eq1".join(("my_paper.", "")))
    assert found.returncode == 0, found.stdout + found.stderr
    assert "1 claim: 1 corrected" in found.stdout


def test_two_papers_with_files_of_one_name(run, tmp_path):
    package(tmp_path, "first_paper")
    package(tmp_path, "second_paper")
    found = run("check", "first_paper/", "second_paper/", "--json", "both.json")
    assert found.returncode == 0, found.stdout + found.stderr
    assert len(json.loads((tmp_path / "both.json").read_text())["claims"]) == 4
    for mode in ("importlib", "prepend", "append"):
        tested = run("-q", "-p", "no:randomly", f"--import-mode={mode}", module="pytest")
        assert tested.returncode == 0, mode + tested.stdout + tested.stderr
        assert "6 passed" in tested.stdout


def test_mutants_of_an_authors_claim(run, tmp_path):
    package(tmp_path, "first_paper")
    found = run("mutate", "first_paper/", "--quick")
    assert found.returncode == 0, found.stdout + found.stderr
    assert "4/4" in found.stdout


def test_a_folder_named_as_one_of_ours(run, tmp_path):
    package(tmp_path, "theory")
    for arguments in (("check",), ("check", "theory/"), ("list",)):
        found = run(*arguments)
        assert found.returncode == 3, found.stdout + found.stderr
        assert "bears the name of a package of relucidate" in found.stderr
    tested = run("-q", "-p", "no:randomly", module="pytest")
    assert tested.returncode != 0
    assert "bears the name of relucidate's package 'theory'" in tested.stdout


@pytest.mark.usefixtures("registered")
def test_entry_points(monkeypatch, tmp_path, capsys):
    package(tmp_path, "first_paper")
    package(tmp_path, "second_paper")
    sys.path.insert(0, str(tmp_path))
    points = [
        EntryPoint("first_paper", "first_paper:paper", papers.GROUP),
        EntryPoint("other", "second_paper:paper", papers.GROUP),
        EntryPoint("third", "nowhere:paper", papers.GROUP),
    ]
    monkeypatch.setattr(papers, "entry_points", lambda group: points if group == papers.GROUP else [])
    monkeypatch.chdir(tmp_path)
    assert papers.resolve(["first_paper.eq1"]) == ["first_paper.eq1"]
    assert PAPERS["first_paper"].modules == ("first_paper",)
    assert "second_paper" not in PAPERS
    said = capsys.readouterr().err
    assert "other is left out: its key is 'second_paper'" in said
    assert "third is left out: No module named 'nowhere'" in said
    for key in ("first_paper", "second_paper"):
        sys.modules.pop(key, None)


def test_a_project_with_an_entry_point(run, tmp_path):
    package(tmp_path / "project" / "src", "first_paper")
    write(
        tmp_path / "project" / "pyproject.toml",
        '[project.entry-points."relucidate.papers"]\nfirst_paper = "first_paper:paper"\n',
    )
    assert json.loads(run("list", "--json", cwd=tmp_path / "project").stdout)
    assert json.loads(run("list", "--json", "project/").stdout)


@pytest.mark.usefixtures("registered")
def test_what_is_no_paper(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert papers.here() == []
    with pytest.raises(papers.PaperError, match="no such folder"):
        papers.resolve(["nowhere/"])
    with pytest.raises(papers.PaperError, match="no claim stands there"):
        papers.at(tmp_path)
    assert papers.resolve(["unknown.eq1", "dying_relu"]) == ["unknown.eq1", "dying_relu"]
    package(tmp_path, "gunn")
    with pytest.raises(papers.PaperError, match="'gunn' of gunn is taken by the companion"):
        papers.at(tmp_path / "gunn")
    sys.modules.pop("gunn", None)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"key": "My-Paper", "title": "t"}, "key='My-Paper'"),
        ({"key": "my", "title": " "}, "title=' '"),
        ({"key": "my", "title": "t", "authors": "Ann"}, "authors='Ann'"),
    ],
)
def test_a_paper_says_what_is_wrong(wrong, message):
    with pytest.raises((TypeError, ValueError), match=message):
        Paper(**wrong)


def test_short_reference_and_bibtex_without_what_is_not_known():
    paper = Paper("my", title="On sums")
    assert (paper.short, paper.url) == ("On sums", "")
    assert paper.bibtex == "@misc{my,\n  title = {{On sums}},\n}\n"


def test_a_module_that_importlib_mode_does_not_find_is_told_of(run, tmp_path):
    write(tmp_path / "my_paper.py", CLAIMS, key="my_paper")
    write(tmp_path / "proof_my_paper.py", PROOFS, module="my_paper")
    arguments = ("-q", "-p", "no:randomly", "--import-mode=importlib")
    lost = run(*arguments, module="pytest")
    assert lost.returncode != 0
    assert "set pytest's option pythonpath" in lost.stdout
    found = run(*arguments, "-o", "pythonpath=.", module="pytest")
    assert found.returncode == 0, found.stdout + found.stderr
