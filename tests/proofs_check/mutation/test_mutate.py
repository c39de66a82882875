import json
import runpy
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from proofs_check.mutation import mutate, pool
from proofs_check.mutation.key import closure
from proofs_check.mutation.mutants import OPERATORS
from proofs_check.mutation.store import Record, load

PAPER = runpy.run_path(str(Path(__file__).with_name("mutation_paper.py")))


def write_paper(folder):
    for name, text in PAPER["FILES"].items():
        (folder / name).write_text(text.lstrip())
    return folder


def entries(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    return write_paper(tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tmp_path_factory.mktemp("results") / "mutants"


@pytest.fixture(scope="module")
def results(paper, store):
    return mutate.run(None, targets=[str(paper)], store=store)


def test_a_strong_proof_kills_every_mutant(results):
    found = results["toy.strong"]
    assert found["killed"] == found["total"] > 20
    assert found["survivors"] == []
    assert "refused" not in found


def test_a_weak_proof_leaves_named_survivors(results):
    found = results["toy.weak"]
    assert 0 < found["killed"] < found["total"]
    assert len(found["survivors"]) == found["total"] - found["killed"]
    assert "drop a term: Eq((x + y)**2, x**2 + 2*x*y)" in found["survivors"]


def test_parts_are_told_apart_and_equivalents_are_set_aside(results):
    found = results["toy.parted"]
    assert found["survivors"] == []
    assert found["equivalent"] >= 1  # x <= x + y


def test_saboteurs_are_rejected_or_named(results):
    found = results["toy.doubling"]
    assert (found["killed"], found["total"], found["void"], found["equivalent"]) == (1, 3, 0, 0)
    sound, broken = found["survivors"]
    assert sound == "saboteur: twice_in_another_way"
    assert broken == "saboteur: of_something_that_is_gone (cannot be applied: AttributeError)"


def test_proofs_that_fail_or_take_fixtures_are_refused(results):
    assert "fails without any mutation: Rejected" in results["toy.false"]["refused"]
    assert results["toy.false"]["total"] == 0
    assert "proof_with_a_fixture: takes tmp_path" in results["toy.fixed"]["refused"]


def test_cached_results_are_those_of_the_run(results, paper, store):
    valid = {claim_id: row for claim_id, row in results.items() if "refused" not in row}
    assert mutate.cached(None, store, [str(paper)]) == valid
    chosen = mutate.cached(["toy.weak", "toy.unknown"], store, [str(paper)])
    assert chosen == {"toy.weak": results["toy.weak"]}


def test_nothing_is_cached_in_an_empty_store(tmp_path, paper):
    assert mutate.cached(None, tmp_path / "none", [str(paper)]) == {}


def test_two_workers_find_what_one_finds(results, paper, tmp_path):
    assert mutate.run(None, targets=[str(paper)], store=tmp_path, workers=2) == results


def test_a_stopped_run_goes_on_and_a_changed_proof_starts_afresh(results, tmp_path):
    paper = write_paper(tmp_path)
    ids, store = ["toy.doubling", "toy.strong"], tmp_path / "mutants"
    arguments = {"targets": [str(paper)], "store": store}

    def stop(done, total, label):  # noqa: ARG001 - the callback's signature
        if done == 8:  # doubling's three saboteurs are through
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mutate.run(ids, **arguments, progress=stop)
    assert mutate.cached(ids, store, [str(paper)]) == {"toy.doubling": results["toy.doubling"]}

    seen = []
    quick = mutate.run(ids, **arguments, quick=7, progress=lambda *step: seen.append(step))
    assert quick["toy.strong"]["total"] == 7
    assert quick["toy.doubling"] == results["toy.doubling"]
    assert mutate.cached(ids, store, [str(paper)]) == quick

    before = sum("result" in entry for file in store.iterdir() for entry in entries(file))
    seen.clear()
    full = mutate.run(ids, **arguments, progress=lambda *step: seen.append(step))
    assert full == {claim_id: results[claim_id] for claim_id in ids}
    everything = results["toy.strong"]["total"] + results["toy.doubling"]["total"]
    assert seen[-1][:2] == (everything - before, everything - before)
    assert seen[-1][2].startswith("toy.strong: ")

    seen.clear()
    with (paper / "proof_doubling.py").open("a") as stream:
        stream.write("# changed\n")
    mutate.run(ids, **arguments, quick=1, progress=lambda *step: seen.append(step))
    assert [step[2].split(":")[0] for step in seen] == ["toy.doubling"] * 3
    assert mutate.cached(["toy.strong"], store, [str(paper)]) == {"toy.strong": results["toy.strong"]}


def test_what_hangs_or_dies_does_not_take_the_run_with_it(tmp_path, monkeypatch):
    paper = write_paper(tmp_path)
    (paper / "proof_strange.py").write_text(PAPER["STRANGE"])
    monkeypatch.setattr(mutate, "LIMIT", 5.0)
    found = mutate.run(["toy.strange"], targets=[str(paper / "proof_strange.py")], store=tmp_path / "mutants")
    died, hung = found["toy.strange"]["survivors"]
    assert died.endswith("(its process died)")
    assert hung.endswith("(timed out)")
    assert found["toy.strange"]["killed"] == 1
    assert found["toy.strange"]["equivalent"] == 1
    kept = entries(tmp_path / "mutants" / "toy.strange.jsonl")
    (killed,) = [entry["result"] for entry in kept if entry.get("result", {}).get("outcome") == "killed"]
    assert killed["how"] == "crashed"
    assert "a slip" in killed["why"]


@pytest.mark.parametrize(
    ("ids", "settings", "message"),
    [
        (None, {"workers": 0}, "workers=0"),
        (None, {"quick": 0}, "quick=0"),
        (["toy.nowhere"], {}, "no proof among the targets of toy.nowhere"),
    ],
)
def test_bad_arguments_are_named(paper, tmp_path, ids, settings, message):
    with pytest.raises(ValueError, match=message):
        mutate.run(ids, targets=[str(paper / "proof_strong.py")], store=tmp_path, **settings)


def test_proofs_that_cannot_be_collected_are_an_error(tmp_path):
    (tmp_path / "proof_broken.py").write_text("import proofs_check, nothing_of_the_kind\n")
    with pytest.raises(ValueError, match="nothing_of_the_kind"):
        mutate.run(None, targets=[str(tmp_path)], store=tmp_path / "mutants")


def test_a_quick_run_tries_every_operator_before_any_twice():
    tasks = {f"a#{i}": {"part": "a", "operator": OPERATORS[i % 3]} for i in range(12)}
    tasks |= {
        "b#0": {"part": "b", "operator": OPERATORS[0]},
        "saboteur s": {"part": None, "operator": "saboteur"},
    }
    chosen = mutate.chosen(tasks, 3)
    assert {tasks[name]["operator"] for name in chosen if name.startswith("a")} == set(OPERATORS[:3])
    assert len(chosen) == 5
    assert chosen == [name for name in tasks if name in chosen]
    assert mutate.chosen(tasks, None) == list(tasks)


def test_a_line_that_was_cut_off_is_dropped(tmp_path):
    record = Record(tmp_path, "toy.x", "key")
    record.tasks = {
        "#0": {"part": "", "operator": "flip a sign"},
        "#1": {"part": "", "operator": "flip a sign"},
    }
    record.add("#0", {"outcome": "killed", "label": "", "why": ""})
    whole = record.path.read_bytes()
    record.add("#1", {"outcome": "killed", "label": "", "why": ""})
    record.path.write_bytes(record.path.read_bytes()[:-9])
    resumed = load(tmp_path, "toy.x", "key")
    assert list(resumed.results) == ["#0"]
    resumed.add("#1", {"outcome": "survived", "label": "y", "why": ""})
    assert record.path.read_bytes().startswith(whole)
    assert load(tmp_path, "toy.x", "key").results["#1"]["outcome"] == "survived"
    assert load(tmp_path, "toy.x", "other key") is None
    record.path.write_text("no record")
    assert load(tmp_path, "toy.x", "key") is None


def test_the_closure_follows_imports_of_the_project_and_of_our_rooms_only(tmp_path):
    paper = write_paper(tmp_path)
    (tmp_path / "helpers").mkdir()
    for name, text in (("__init__", ""), ("deep", "from . import deeper"), ("deeper", "import numpy")):
        (tmp_path / "helpers" / f"{name}.py").write_text(text)
    start = tmp_path / "helpers" / "deep.py"
    assert {file.name for file in closure(start, paper)} == {"deep.py"}  # not importable from here
    names = {file.name for file in closure(paper / "proof_strong.py", paper)}
    assert {"proof_strong.py", "symbolic.py", "balls.py", "statement.py", "evidence.py"} <= names
    assert not names & {"numpy.py", "core.py"}


KILLED = """
import sys
from pathlib import Path
from proofs_check.mutation import mutate, pool

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    target = str(folder / "proof_strange.py")
    mutate.run(["toy.strange"], targets=[target], store=folder / "mutants", workers=1)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_a_worker_ends_with_a_run_that_was_killed(tmp_path):
    paper = write_paper(tmp_path)
    busy = PAPER["STRANGE"].replace(
        "time.sleep(600)", "(paper / 'busy').write_text(str(os.getpid()))\n" + " " * 8 + "while True: pass"
    )
    (paper / "proof_strange.py").write_text(f"from pathlib import Path\npaper = Path({str(paper)!r})\n{busy}")
    (tmp_path / "run.py").write_text(KILLED)
    with subprocess.Popen([sys.executable, "run.py", str(paper)], cwd=paper) as run:
        until(lambda: (paper / "busy").exists() and (paper / "busy").read_text())
        worker = Path("/proc") / (paper / "busy").read_text()
        assert worker.exists()
        run.kill()
    until(lambda: not worker.exists() or "State:\tZ" in (worker / "status").read_text())


def until(done, seconds=60):
    start = time.monotonic()
    while not done():
        assert time.monotonic() - start < seconds
        time.sleep(0.1)


def test_a_plan_that_fails_names_the_claim(monkeypatch):
    connection = SimpleNamespace(send=lambda _: None, recv=lambda: ("failed", "toy.eq1: no shape"))
    worker = SimpleNamespace(ready=True, connection=connection, end=lambda: None)
    monkeypatch.setattr(pool, "Worker", lambda _: worker)
    with pool.Pool([], 1) as asked, pytest.raises(ValueError, match="no plan could be made: toy"):
        asked.ask("plan", None, True)


def test_results_that_come_with_the_sources_stand_in_until_these_change(tmp_path):
    paper, nowhere = write_paper(tmp_path), tmp_path / "nowhere"
    sources = {}
    found = mutate.run(
        ["toy.strong"], targets=[str(paper)], store=tmp_path / "store", quick=1, sources=sources
    )
    shipped = {
        "toy.strong": {"mutants": found["toy.strong"], "commit": "c0ffee", "sources": sources["toy.strong"]}
    }

    def shown():
        return mutate.cached(["toy.strong"], nowhere, [str(paper)], shipped)["toy.strong"]

    assert shown() == found["toy.strong"] | {"commit": "c0ffee", "stale": False}
    (paper / "proof_strong.py").write_text((paper / "proof_strong.py").read_text() + "\n# changed\n")
    assert shown() == found["toy.strong"] | {"commit": "c0ffee", "stale": True}
    own = mutate.run(["toy.strong"], targets=[str(paper)], store=nowhere, quick=1)
    assert shown() == own["toy.strong"]
