"""Results of mutation that come with the sources."""

import json

import pytest

from proofs_check.ledger.tables import mutants_text
from relucidate.mutating import SHIPPED, ship_results, shipped_results

MUTANTS = {"killed": 3, "total": 4, "void": 0, "equivalent": 1, "survivors": ["sign: x"]}


def test_results_are_added_to_those_that_are_there(tmp_path):
    file = tmp_path / "results" / "mutation.json"
    ship_results({"toy.a": MUTANTS | {"sources": "1"}}, "c0ffee", file)
    ship_results({"toy.b": MUTANTS | {"sources": "2", "unwritten": "full"}}, None, file)
    assert shipped_results(file) == {
        "toy.a": {"commit": "c0ffee", "sources": "1", "mutants": MUTANTS},
        "toy.b": {"commit": None, "sources": "2", "mutants": MUTANTS},
    }
    assert [path.name for path in file.parent.iterdir()] == ["mutation.json"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"claims": 1}', '{"claims": {"a": 1}}', "[" * 100_000])
def test_a_damaged_file_holds_none(tmp_path, content):
    file = tmp_path / "mutation.json"
    file.write_text(content)
    assert shipped_results(file) == {}
    assert shipped_results(tmp_path / "nowhere") == {}


def test_what_is_shipped_here_can_be_read():
    if SHIPPED.exists():
        assert shipped_results() == json.loads(SHIPPED.read_text())["claims"]


def test_stale_results_say_so():
    assert mutants_text(MUTANTS) == "3/4"
    assert mutants_text(MUTANTS | {"commit": "c0ffee", "stale": False}) == "3/4"
    assert mutants_text(MUTANTS | {"commit": "c0ffee", "stale": True}) == "3/4 stale"
    assert mutants_text(None) == "–"
