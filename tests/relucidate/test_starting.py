"""A new paper: what is written, that it passes at once, and names that are refused."""

import json
import tomllib

import pytest

from relucidate import papers
from relucidate.starting import start


def test_pytest_and_the_main_job_pass_in_it_at_once(tmp_path, run):
    done = run("new", "fresh_paper", timeout=400)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "fresh_paper"
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    assert project["entry-points"] == {papers.GROUP: {"fresh_paper": "fresh_paper:paper"}}
    assert not any("@KEY@" in file.read_text() for file in folder.rglob("*") if file.is_file())
    tested = run(
        "-q", "-p", "no:randomly", "--ledger", "pytest.json", cwd=folder, module="pytest", timeout=400
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr
    done = run(cwd=folder, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    for ledger in ("pytest.json", "build/ledger.json"):
        rows = json.loads((folder / ledger).read_text())["claims"]
        assert [(row["id"], row["outcome"], row["strength"]) for row in rows] == [
            ("fresh_paper.eq1", "holds", "proved"),
            ("fresh_paper.eq2", "corrected", "proved"),
        ]
    page = (folder / "build" / "report" / "papers" / "fresh_paper.html").read_text()
    assert "The paper asks what a ReLU leaves of a normal signal" in page
    assert (
        "On the size of rectified signals: checked by machine"
        in (folder / "build" / "report" / "index.html").read_text()
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("My-Paper", "such as my_paper"),
        ("theory", "is a package of relucidate"),
        ("gunn", "is a paper of relucidate"),
        ("json", "is installed already"),
        ("class", "no name for a package"),
    ],
)
def test_names_that_are_refused(tmp_path, name, message):
    with pytest.raises(ValueError, match=message):
        start(tmp_path / name)
    assert not (tmp_path / name).exists()


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "fresh_paper").mkdir()
    (tmp_path / "fresh_paper" / "notes.txt").write_text("mine")
    with pytest.raises(ValueError, match="is there already"):
        start(tmp_path / "fresh_paper")
    assert [file.name for file in (tmp_path / "fresh_paper").iterdir()] == ["notes.txt"]
