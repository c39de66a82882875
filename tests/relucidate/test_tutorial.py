"""The tutorial, followed literally: its snippets make a paper that gives the verdicts it promises."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from relucidate import cli
from relucidate.site import author

TEXT = author.tutorial_file().read_text(encoding="utf-8")


def snippets(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "proof_tutorial.py").write_text("\n".join(snippets("python")))
    return tmp_path


def test_the_main_job_gives_verdict_erratum_figure_and_report(folder, run):
    done = run(cwd=folder, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    ledger = json.loads((folder / "build" / "ledger.json").read_text())
    (row,) = ledger["claims"]
    assert (row["outcome"], row["strength"], row["scope"]) == ("corrected", "proved", "all")
    assert [figure["id"] for figure in ledger["figures"]] == ["tutorial.fig1"]
    report = folder / "build" / "report"
    assert "Power behind a leaky ReLU" in (report / "errata.html").read_text()
    assert 'id="identity"' in (report / "api.html").read_text()
    assert "From an equation in a PDF to a verdict" in (report / "tutorial.html").read_text()


def test_pytest_alone_finds_the_same(folder, run):
    done = run("-q", "-p", "no:randomly", "--ledger", "ledger.json", cwd=folder, module="pytest", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (row,) = json.loads((folder / "ledger.json").read_text())["claims"]
    assert (row["outcome"], row["strength"]) == ("corrected", "proved")


def test_every_command_that_it_names_exists():
    lines = [line.split() for text in snippets("sh") for line in text.splitlines()]
    named = {words[1] for words in lines if words[0] == "relucidate" and words[1:]}
    assert named == {"new", "check", "mutate", "show", "diff"}
    for command in named:
        told = CliRunner().invoke(cli.main, [command, "--help"]).output
        for options in re.findall(rf"relucidate {command} (.*)", TEXT):
            assert all(option in told for option in re.findall(r"--\w+", options))
