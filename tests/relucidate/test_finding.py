"""Finding things: list, show and where on the built-in papers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import relucidate
from proofs_check.ledger import document
from relucidate import cli, finding
from relucidate.sources.arguments import arguments, arguments_about
from relucidate.sources.places import of_claim, of_figure
from relucidate.sources.plates import figures, figures_of
from relucidate.sources.statements import statement, statements
from theory.bibliography import PAPERS

ROOT = Path(relucidate.__path__[0]).parent
CLAIMS = {one.id: one for one in statements()}
FIGURES = {one.id: one for one in figures()}


@pytest.fixture
def invoke(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    return lambda *given: CliRunner().invoke(cli.main, given)


@pytest.mark.parametrize("paper", list(PAPERS))
def test_every_claim_has_its_places(paper):
    shown = {name for one in FIGURES.values() for name in one.shows}
    argued = {one.claim for one in arguments(paper) if one.role != "saboteur"}
    for claim in statements([paper]):
        assert statement(claim.id) == claim
        assert arguments_about(claim) == [one for one in arguments(paper) if one.claim == claim.id]
        found = of_claim(claim)
        whats = [one.what for one in found]
        assert whats[0] == "statement"
        assert whats.count("statement") == 1
        assert ("proof" in whats or "refutation" in whats) == (claim.id in argued)
        assert ("figure" in whats) == (claim.id in shown)
        assert {one.id for one in figures_of(claim.id)} == {
            one.id for one in FIGURES.values() if claim.id in one.shows
        }
        rooms = {"proof": "proofs_check", "saboteur": "proofs_check", "refutation": "proofs_check"}
        rooms |= {"statement": "theory", "simulation": "numerics", "figure": "figures", "test": "tests"}
        for one in found:
            place = one.place.path.relative_to(ROOT)
            assert place.parts[0] == rooms[one.what]
            line = one.place.path.read_text().split("\n")[one.place.line - 1]
            assert line.strip(), f"{place}:{one.place.line}"
            if one.what in ("proof", "refutation", "saboteur"):
                assert f"def {one.name}(" in line


def test_every_figure_has_its_places():
    for figure in FIGURES.values():
        found = of_figure(figure)
        assert found[0].what == "figure"
        assert [one.name for one in found if one.what == "statement"] == list(figure.shows)


def test_simulations_are_those_that_the_proofs_import():
    [where] = [one for one in of_claim(CLAIMS["dying_relu.eq13"]) if one.what == "simulation"]
    assert where.name == "numerics.dying_relu.rotation"
    # Through a helper of the proofs' folder, and through a package that passes names on.
    names = {one.name for one in of_claim(CLAIMS["dying_relu.eq11"]) if one.what == "simulation"}
    assert names == {"numerics.dying_relu.relu_unit.gradient"}
    names = {one.name for one in of_claim(CLAIMS["dying_relu.fig1"]) if one.what == "simulation"}
    assert any(name.startswith("numerics.dying_relu.regression.") for name in names)


def test_where_prints_one_place_a_row_relative_to_the_current_folder(invoke, monkeypatch):
    rows = invoke("where", "dying_relu.eq28").stdout.splitlines()
    assert rows[0] == f"{ROOT}/theory/dying_relu/gradient.py:{CLAIMS['dying_relu.eq28'].place.line}"
    monkeypatch.chdir(ROOT)
    rows = invoke("where", "dying_relu.eq28").stdout.splitlines()
    assert rows[0].startswith("theory/dying_relu/gradient.py:")
    assert len(rows) == len(set(rows))
    for row in rows:
        path, line = row.split(":")
        assert len(Path(path).read_text().splitlines()) >= int(line)
    labels = invoke("where", "dying_relu.eq28", "--labels").stdout.splitlines()
    assert [row.split("\t")[0] for row in labels] == rows
    assert labels[0].endswith("\tstatement dying_relu.eq28")
    assert invoke("where", "dying_relu.fig3").stdout.startswith("figures/dying_relu/fig3.py:")


def test_show_ends_with_places(invoke):
    shown = invoke("show", "dying_relu.eq28").stdout
    tail = shown.partition("\nwhere it is\n")[2]
    places = [line.split("  ")[1] for line in tail.splitlines()]
    assert places == invoke("where", "dying_relu.eq28").stdout.splitlines()


def test_show_of_a_figure(invoke, tmp_path):
    shown = invoke("show", "dying_relu.fig3").stdout
    for words in (*FIGURES["dying_relu.fig3"].shows, FIGURES["dying_relu.fig3"].caption, "not drawn yet"):
        assert words in shown
    folder = tmp_path / "build" / "figures"
    folder.mkdir(parents=True)
    (folder / "dying_relu.fig3.svg").touch()
    (folder / "dying_relu.fig3.json").write_text('{"data_hash": "abc"}')
    shown = invoke("show", "dying_relu.fig3").stdout
    assert "build/figures/dying_relu.fig3.svg" in shown
    assert "hash of its data: abc" in shown


def test_an_id_of_a_claim_and_a_figure_shows_both(invoke):
    shown = invoke("show", "dying_relu.fig1").stdout
    assert CLAIMS["dying_relu.fig1"].title in shown
    assert FIGURES["dying_relu.fig1"].title in shown


@pytest.fixture
def ledger(make_row, tmp_path):
    row = make_row(id="dying_relu.eq28", paper="dying_relu", run="r1")
    other = make_row(
        id="gunn.eq1", paper="gunn", outcome="corrected", strength="sampled", headline="sampled, all"
    )
    run = {"id": "r1", "time": "2030-01-01T00:00:00+00:00", "command": "check gunn", "version": "1"}
    book = {"schema": document.SCHEMA, "claims": [row, other], "figures": [], "environment": {}}
    document.write(book | {"runs": [run | {"commit": "abc"}]}, tmp_path / "build" / "ledger.json")


@pytest.mark.usefixtures("ledger")
def test_list_knows_the_ledger_and_filters_by_it(invoke):
    def ids(*options):
        return [row["id"] for row in json.loads(invoke("list", *options, "--json").stdout)]

    assert ids("--outcome", "holds") == ["dying_relu.eq28"]
    assert ids("--outcome", "corrected", "--strength", "sampled") == ["gunn.eq1"]
    assert ids("--outcome", "holds", "--strength", "sampled") == []
    assert ids("--paper", "gunn", "--outcome", "holds", "--outcome", "corrected") == ["gunn.eq1"]
    assert ids() == list(CLAIMS)
    assert "corrected sampled, all" in " ".join(invoke("list", "gunn.eq1").stdout.split())
    assert "found by relucidate check gunn, 2030-01-01" in invoke("show", "dying_relu.eq28").stdout


def test_list_is_in_the_papers_order(invoke):
    rows = json.loads(invoke("list", "--json").stdout)
    assert list(dict.fromkeys(row["paper"] for row in rows)) == list(PAPERS)
    names = [row["id"] for row in rows if row["paper"] == "dying_relu"]
    assert names.index("dying_relu.eq2") < names.index("dying_relu.eq11") < names.index("dying_relu.fig1")


def loaded(*command):
    script = f"import sys; from relucidate import cli; cli.main({list(command)!r}, standalone_mode=False)"
    script += "; print('MODULES', *sys.modules)"
    text = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    return set(text.rpartition("MODULES")[2].split())


HEAVY = {"z3", "flint", "scipy", "matplotlib", "numpy", "hypothesis", "pytest", "networkx"}


@pytest.mark.parametrize("command", [("list",), ("where", "gunn.eq1"), ("show", "dying_relu.fig3")])
def test_list_where_and_figures_need_no_sympy(command):
    assert not loaded(*command) & {*HEAVY, "sympy"}


def test_show_imports_the_claims_own_paper_alone():
    modules = loaded("show", "shortcut.eq1")
    assert not modules & HEAVY - {"flint"}  # which SymPy uses where it is installed
    papers = {name.split(".")[1] for name in modules if name.startswith("theory.")} & set(PAPERS)
    assert papers == {"shortcut"}


def test_garbage_is_collected_again_after_show(invoke):
    import gc  # noqa: PLC0415

    invoke("show", "gunn.eq1")
    assert gc.isenabled()
    assert finding.gc is gc
