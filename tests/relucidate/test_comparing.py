"""Two ledgers side by side, and the badge of one."""

import json
import xml.etree.ElementTree as ElementTree

import pytest
from click.testing import CliRunner

from proofs_check.ledger import document
from relucidate import cli
from relucidate.badge import words, write_badge
from relucidate.comparing import compare

ROW = {"id": "a.eq1", "outcome": "holds", "strength": "proved", "scope": "all", "mutants": None}


def ledger(*rows):
    return {"schema": document.SCHEMA, "claims": list(rows), "figures": [], "environment": {}}


@pytest.mark.parametrize(
    ("change", "weaker"),
    [
        ({"outcome": "failed", "strength": "none", "scope": "none"}, True),
        ({"outcome": "undecided"}, True),
        ({"outcome": "refuted"}, True),
        ({"strength": "sampled"}, True),
        ({"scope": "box"}, True),
        ({"mutants": {"survivors": ["one"]}}, True),
        ({"strength": "kernel"}, False),
    ],
)
def test_what_counts_as_weaker(change, weaker):
    (found,) = compare(ledger(ROW), ledger(ROW | change))
    assert found.weaker is weaker
    (back,) = compare(ledger(ROW | change), ledger(ROW))
    assert back.weaker is (not weaker or change.get("outcome") == "refuted")


def test_claims_that_come_and_go():
    other = ROW | {"id": "a.eq2"}
    gone, new = compare(ledger(ROW), ledger(other))
    assert (gone.id, gone.new, gone.weaker) == ("a.eq1", None, True)
    assert (new.id, new.old, new.weaker) == ("a.eq2", None, False)
    assert compare(ledger(ROW), ledger(ROW)) == []


def test_the_command(tmp_path):
    old, new, broken = (tmp_path / name for name in ("old.json", "new.json", "broken.json"))
    old.write_text(json.dumps(ledger(ROW)))
    new.write_text(json.dumps(ledger(ROW | {"strength": "exact"})))
    broken.write_text("no ledger")
    invoke = CliRunner().invoke
    found = invoke(cli.main, ["diff", str(old), str(new)])
    assert (found.exit_code, found.output) == (1, "weaker  a.eq1: holds, proved, all -> holds, exact, all\n")
    assert invoke(cli.main, ["diff", str(new), str(old)]).exit_code == 0
    assert invoke(cli.main, ["diff", str(old), str(old)]).output == "no verdict changed\n"
    assert invoke(cli.main, ["diff", str(old), str(broken)]).exit_code == 3


def test_a_badge_says_what_is_red(tmp_path):
    bad = ledger(ROW, ROW | {"outcome": "undecided"})
    assert words(ledger(ROW)) == "1 claim checked"
    assert words(bad) == "1 undecided"
    write_badge(ledger(ROW), tmp_path / "badge.svg")
    write_badge(bad, tmp_path / "badge.json")
    drawn = ElementTree.fromstring((tmp_path / "badge.svg").read_text())
    assert drawn.get("aria-label") == "relucidate: 1 claim checked"
    badge = json.loads((tmp_path / "badge.json").read_text())
    assert badge["message"] == "1 undecided"
    assert badge["color"] != "#2e7d32"
