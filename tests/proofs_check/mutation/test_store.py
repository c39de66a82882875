import json
import random
import threading

import pytest

from proofs_check.mutation.store import Record, load

TASKS = {f"#{i}": {"part": "", "operator": "flip a sign"} for i in range(12)}


def record_in(folder, key="key", **options):
    record = Record(folder, "toy.x", key, **options)
    record.tasks = dict(TASKS)
    return record


def killed(name):
    return {"outcome": "killed", "label": f"{name}é", "why": ""}


@pytest.fixture
def whole(tmp_path):
    """File of a run that has come to its end."""
    record = record_in(tmp_path)
    for name in TASKS:
        record.add(name, killed(name))
    record.finish(list(TASKS))
    return record.path


def test_what_was_written_is_read(whole, tmp_path):
    found = load(tmp_path, "toy.x", "key")
    assert found.results == {name: killed(name) for name in TASKS}
    assert found.finished == list(TASKS)
    assert found.summary(found.finished)["killed"] == len(TASKS)
    assert all(isinstance(json.loads(line), dict) for line in whole.read_text().splitlines())


DAMAGE = {
    "a number": lambda lines: [lines[0], b"5\n", *lines[1:]],
    "null": lambda lines: [*lines, b"null\n"],
    "a list": lambda lines: [lines[0], b"[]\n", *lines[1:]],
    "an empty object": lambda lines: [lines[0], b"{}\n", *lines[1:]],
    "no utf-8": lambda lines: [lines[0], b"\xff\xfe\n", *lines[1:]],
    "deep": lambda lines: [lines[0], b"[" * 100_000 + b"\n", *lines[1:]],
    "zeros at the end": lambda lines: [*lines, bytes(4096)],
    "cut in the end": lambda lines: [*lines[:-1], lines[-1][:-9]],
    "a result lost": lambda lines: [lines[0], *lines[2:]],
    "an outcome flipped": lambda lines: [lines[0], lines[1].replace(b"killed", b"survived"), *lines[2:]],
    "a line twice": lambda lines: [*lines[:2], lines[1], *lines[2:]],
    "another key's line": lambda lines: [*lines[:-1], lines[-1].replace(b'"check": "', b'"check": "0')],
}


@pytest.mark.parametrize("how", DAMAGE)
def test_damaged_lines_count_as_none_and_the_rest_as_they_are(whole, tmp_path, how):
    whole.write_bytes(b"".join(DAMAGE[how](whole.read_bytes().splitlines(keepends=True))))
    found = load(tmp_path, "toy.x", "key")
    assert all(found.results[name] == killed(name) for name in found.results)
    assert len(found.results) >= len(TASKS) - 1
    if found.finished is not None:
        found.summary(found.finished)
    lost = [name for name in TASKS if name not in found.results]
    for name in lost or ["#0"]:
        found.add(name, killed(name))
    found.finish(list(TASKS))
    again = load(tmp_path, "toy.x", "key")
    assert again.finished == list(TASKS)
    assert again.results == {name: killed(name) for name in TASKS}


@pytest.mark.parametrize(
    "head",
    [b"", b"no record", b"[]\n", b"[" * 100_000, b'{"schema": "relucidate-mutants/1", "key": "key"}\n'],
)
def test_a_file_without_a_head_counts_as_none_and_is_begun_anew(tmp_path, head):
    (tmp_path / "toy.x.jsonl").write_bytes(head)
    assert load(tmp_path, "toy.x", "key") is None
    record_in(tmp_path).add("#0", killed("#0"))
    assert list(load(tmp_path, "toy.x", "key").results) == ["#0"]


def test_runs_that_share_a_store_lose_nothing(tmp_path):
    def work(seed):
        record, names = record_in(tmp_path), list(TASKS)
        random.Random(seed).shuffle(names)
        for name in names:
            record.add(name, killed(name))
        record.finish(list(TASKS))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = load(tmp_path, "toy.x", "key")
    assert found.results == {name: killed(name) for name in TASKS}
    assert found.finished == list(TASKS)


def test_runs_of_two_versions_never_mix(tmp_path):
    old, new = record_in(tmp_path, "old"), record_in(tmp_path, "new")
    old.add("#0", killed("#0"))
    new.add("#1", {"outcome": "survived", "label": "new", "why": ""})
    assert load(tmp_path, "toy.x", "old") is None
    old.add("#1", killed("#1"))
    for key in ("old", "new"):
        found = load(tmp_path, "toy.x", key)
        assert found is None or set(found.results.get("#1", {"label": "new"})) >= {"label"}
    assert (load(tmp_path, "toy.x", "new") or record_in(tmp_path)).results.get("#1", {}).get("label") != "#1é"


def test_a_fresh_run_forgets(whole, tmp_path):  # noqa: ARG001
    record_in(tmp_path, fresh=True).add("#3", killed("#3"))
    assert list(load(tmp_path, "toy.x", "key").results) == ["#3"]


def test_a_store_that_cannot_be_written_does_not_end_the_run(tmp_path):
    (tmp_path / "store").write_text("a file")
    record = record_in(tmp_path / "store")
    record.add("#0", killed("#0"))
    assert record.results == {"#0": killed("#0")}
    assert isinstance(record.unwritten, OSError)
