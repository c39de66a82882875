"""What is printed loses nothing: narrow terminals, pipes, encodings; help, completion, permissions."""

import io
import os
import re
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click
import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner
from rich.console import Console

import relucidate
from proofs_check.ledger import document, tables
from relucidate import cli, kept, terminal
from relucidate.listing import list_claims
from relucidate.showing_figures import show_figure
from relucidate.sources.plates import figure
from relucidate.sources.statements import statements

ROOT = Path(relucidate.__path__[0]).parent
TITLE = "A title of many words that goes on and on, and that no window of eighty columns can show in one line"
EMPTY = {"claims": [], "figures": [], "schema": document.SCHEMA, "environment": {}}
ID = "toy.a_rather_long_identifier_of_a_claim_that_somebody_wrote"


def printed(width, show):
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=width < 1000, color_system=None)
    show(console)
    return stream.getvalue()


def words(text):
    """Characters that are neither spaces nor part of a frame, whatever line they are in."""
    return Counter(re.sub(r"[\s\u2500-\u257f]", "", text))


@pytest.fixture
def book(make_row):
    rows = [
        make_row(id=ID, title=TITLE, outcome="not_reproduced", strength="statistical", seconds=12345.67,
                 mutants={"killed": 123, "total": 456, "survivors": ["x"], "void": 0, "equivalent": 0}),
        make_row(conditional_on=["toy.eq9"], relies_on=["toy.eq9"]),
    ]  # fmt: skip
    return {"claims": rows}


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_ledger_is_cropped_on_a_terminal(book, width):
    text = printed(width, lambda console: tables.render(book, console))
    assert max(map(len, text.splitlines())) <= width
    joined = " ".join(text.split())
    for piece in (TITLE, "not_reproduced", "statistical", "123/456", "12345.67", "identity", "proved, all *"):
        assert piece in joined
    assert words(ID.removeprefix("toy.")) <= words(text)


def test_a_ledger_in_a_pipe_has_a_line_a_claim(book):
    lines = tables.lines(book, colour=False, width=80)
    [line] = [line for line in lines if TITLE in line]
    assert line.split()[0] == ID.removeprefix("toy.")
    assert line.split()[-2:] == ["123/456", "12345.67"]


@pytest.mark.parametrize("width", [40, 80])
def test_no_list_is_cropped_on_a_terminal(width):
    rows = [
        {"id": one.id, "paper": one.paper, "kind": one.kind, "title": one.title, "outcome": "not_reproduced",
         "strength": "statistical", "headline": "statistical, instance", "conditional_on": ["x"]}
        for one in statements()
    ]  # fmt: skip
    text = printed(width, lambda console: list_claims(rows, console))
    joined = " ".join(text.split())
    for row in rows:
        assert row["title"] in joined
        assert words(row["id"]) <= words(text)
    assert joined.count("not_reproduced, statistical, instance *") == len(rows)
    wide = printed(tables.UNLIMITED, lambda console: list_claims(rows, console)).splitlines()
    for row in rows:
        [line] = [line for line in wide if line.strip().startswith(f"{row['id']} ")]
        assert line.split()[-4:] == ["not_reproduced", "statistical,", "instance", "*"]
        assert row["title"] in line


def test_what_is_to_be_copied_stays_in_one_piece_on_a_narrow_terminal(tmp_path):
    found = figure("dying_relu.fig3")
    text = printed(40, lambda console: show_figure(found, tmp_path, (), console))
    assert "  relucidate figures dying_relu.fig3\n" in text


def test_no_table_is_cropped_and_its_title_stands_above_it():
    def filled():
        made = terminal.table(TITLE, ("name", "number"), text=("name",))
        made.add_row("n" * 100, "1234567890" * 5)
        return made

    for width in (40, 80, tables.UNLIMITED):
        text = printed(width, lambda console: terminal.print_table(console, filled()))
        assert words(text)["n"] >= 100
        assert " ".join(TITLE.split()) in " ".join(text.split())
    assert TITLE in text.splitlines()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("command", [("list",), ("show", "dying_relu.eq28"), ("data",), ("--help",)])
def test_any_encoding(command, encoding):
    ran = subprocess.run(
        [sys.executable, "-m", "relucidate", *command],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0
    assert b"Traceback" not in ran.stderr
    assert ran.stdout.decode(encoding)


def help_of(*command):
    return CliRunner().invoke(cli.main, [*command, "--help"]).stdout


def test_exit_codes_have_a_line_each():
    for command in ((), ("check",), ("mutate",), ("figures",), ("data",)):
        text = help_of(*command)
        assert "\\b" not in text
        lines = [line.strip() for line in text.partition("Exit codes:\n")[2].splitlines()]
        assert all(re.match(r"\d+  ", line) for line in lines)
        assert "3" in [line.split()[0] for line in lines]
    assert "  0    everything is as recorded\n" in help_of()
    assert "  2  a data set is there in part\n" in help_of("data")


def test_help_says_how_long_each_sweep_takes():
    from relucidate.sweeps import SWEEPS  # noqa: PLC0415

    text = " ".join(help_of("sweep").split())
    for name, chosen in SWEEPS.items():
        assert f"{name}: {chosen.takes} {chosen.what}" in text


def test_an_option_is_compared_by_its_name():
    def said(*given):
        ran = CliRunner().invoke(cli.main, given)
        assert ran.exit_code == 3
        return ran.stderr.partition("Error:")[2]

    assert "--out" not in said("--foo")
    assert "--out" not in said("check", "--foo")
    assert "--thorough" in said("check", "--through")
    assert "--outcome" in said("list", "--outcomes", "holds")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("relucidate show dying_relu.eq2", {"dying_relu.eq2", "dying_relu.eq28"}),
        ("relucidate where gunn.sep", {"gunn.separation"}),
        ("relucidate check gun", {"gunn", "gunn.eq1"}),
        ("relucidate check --paper inv", {"invariances"}),
        ("relucidate figures dying_relu.fig", {"dying_relu.fig1", "dying_relu.fig6"}),
        ("relucidate sweep dying", {"dying-relu-fig1", "dying-relu-fig6", "dying-relu-phase"}),
        ("relucidate list --outcome cor", {"corrected"}),
    ],
)
def test_shells_complete(line, expected):
    *words_before, incomplete = line.split()
    found = BashComplete(cli.main, {}, "relucidate", "_").get_completions(words_before[1:], incomplete)
    values = {item.value for item in found}
    assert expected <= values
    assert all(value.startswith(incomplete) for value in values)


def test_completion_imports_no_sympy():
    script = (
        "import sys; from relucidate import cli; from click.shell_completion import BashComplete as B;"
        "print(len(B(cli.main, {}, 'relucidate', '_').get_completions(['show'], '')), 'sympy' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    number, heavy = ran.stdout.split()
    assert int(number) > 175
    assert heavy == "False"


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_ledger_has_the_permissions_that_the_umask_gives(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        kept.keep(
            {"claims": [], "figures": [], "schema": document.SCHEMA, "environment": {}}, tmp_path, "check"
        )
    finally:
        os.umask(before)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.json"]
    assert stat.S_IMODE((tmp_path / "ledger.json").stat().st_mode) == mode


def test_a_run_names_command_version_and_commit(tmp_path):
    merged = kept.keep(EMPTY | {"figures": [{"id": "toy.fig1"}]}, tmp_path, "figures toy")
    [run] = merged["runs"]
    assert merged["figures"] == [{"id": "toy.fig1", "run": run["id"]}]
    assert (run["command"], run["version"]) == ("figures toy", relucidate.__version__)
    assert run["commit"] == kept.commit(ROOT)
    assert kept.commit(tmp_path) is None


def test_lines_where_there_is_no_terminal(capsys):
    with terminal.progress("figures") as advance:
        advance(1, 0, "toy.fig1")
        advance(2, 2, "toy.fig2")
    with terminal.progress("proofs", lines=False) as advance:
        advance(1, 1, "proof")
    told = terminal.once_a_claim(terminal.line_by_line("mutants"))
    for done, label in enumerate(("toy.eq1: x", "toy.eq1: y", "toy.eq2: x"), start=1):
        told(done, 3, label)
    assert capsys.readouterr().err.splitlines() == [
        "figures 1/?: toy.fig1", "figures 2/2: toy.fig2", "mutants 1/3: toy.eq1", "mutants 3/3: toy.eq2",
    ]  # fmt: skip


def test_flags_are_named_as_typed():
    from relucidate.usage import flag  # noqa: PLC0415

    assert flag(click.Option(["-n", "workers"])) == "-n"
    assert flag(click.Option(["-o", "--out"])) == "--out"
