"""What `relucidate check` answers for: every proof it was to run, in any number of processes."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from relucidate import checking
from relucidate.seclusion import House
from theory.claim import claims

MORE = """
    import os
    from proofs_check.engines import for_all
    from proofs_check.proof import proof
    from theory import dying_relu as paper

    @proof(paper.means)
    def proof_that_dies():
        os._exit(0)
"""


def test_a_proof_whose_process_dies_leaves_its_claim_undecided(paper):
    pytest.importorskip("xdist")
    paper.write("proofs_check/dying_relu/proof_more.py", MORE)
    ran = paper.run("check", "dying_relu.eq2", "-n", "2")
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "dying_relu.eq2: undecided: proof_that_dies: its process died" in ran.stdout


def test_a_proof_file_that_skips_itself_leaves_its_claims_undecided_and_a_part_is_partial(paper):
    skipping = MORE.replace("import os", "import pytest; pytest.importorskip('no_such_module')")
    paper.write("proofs_check/dying_relu/proof_more.py", skipping)
    ran = paper.run("check", "dying_relu.eq1", "dying_relu.eq2", "-k", "expansion or z3", "--json", "l.json")
    assert ran.returncode == 2, ran.stdout + ran.stderr
    square, means = json.loads((paper.cwd / "l.json").read_text())["claims"]
    assert means["outcome"] == "undecided"
    assert "no_such_module" in means["reason"]
    assert len(square["not_run"]) == 2
    assert "dying_relu.eq1 is partial: not run: " in ran.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_results_are_printed_though_they_cannot_be_written_and_assertions_stay_on(paper):
    ran = paper.run("check", "dying_relu.eq2", "--json", "/dev/full", PYTHONOPTIMIZE="2")
    assert ran.returncode == 4
    assert "1 claim: 1 holds" in ran.stdout
    assert ran.stderr.strip().splitlines()[-1] == "Error: No space left on device"
    assert Path("/dev/full").is_char_device()


def test_no_more_processes_than_proofs(tmp_path, make_claim):
    folder = tmp_path / "toy"
    folder.mkdir()
    house = House(("toy",), tmp_path, folder, (folder,), own=True)
    claim = make_claim()
    assert checking._proofs_at_most(house, {claim.id}, 64) == 64  # nothing can be counted
    proofs = "@proof('toy.claim')\ndef proof_{0}(): pass\n"
    (folder / "proof_a.py").write_text(proofs.format("a") + proofs.format("b"))
    (folder / "proof_b.py").write_text("@proof('toy.other')\ndef proof_c(): pass\n")
    assert claims() == [claim]
    assert checking._proofs_at_most(house, {claim.id}, 64) == 2
    (folder / "proof_c.py").write_text("@pytest.mark.parametrize('v', range(99))\n" + proofs.format("d"))
    assert checking._proofs_at_most(house, {claim.id}, 64) >= 64


def test_reports_of_two_workers_in_turns_are_told_apart():
    """A proof that has passed is not told as failed because another worker reported in between."""
    told = []
    claims = checking._Claims([], lambda *news: told.append(news))
    listener = checking._Listener(None, claims)
    listener._collected(["proof_a.py::proof_one", "proof_a.py::proof_two"])
    for name in ("proof_a.py::proof_one", "proof_a.py::proof_two"):
        report = SimpleNamespace(nodeid=name, failed=False, relucidate={"proof": name, "outcome": "passed"})
        listener.pytest_runtest_logreport(report)
    for name in ("proof_a.py::proof_one", "proof_a.py::proof_two"):
        listener.pytest_runtest_logfinish(name)
    assert [news[-1] for news in told] == ["proof_one, 1 passed", "proof_two, 1 passed"]
