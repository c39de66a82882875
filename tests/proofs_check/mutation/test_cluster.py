import json
import runpy
from pathlib import Path

import pytest

from numerics.sweeps.dask_engine import dask_executor
from proofs_check.mutation import mutate

FILES = runpy.run_path(str(Path(__file__).with_name("mutation_paper.py")))["FILES"]
CLAIMS = ["toy.strong", "toy.weak", "toy.doubling"]


def judged(store):
    """Every line of a store but the heads, without order."""
    lines = [json.loads(line) for file in store.iterdir() for line in file.read_text().splitlines()[1:]]
    return sorted(json.dumps(line, sort_keys=True) for line in lines)


def test_a_cluster_of_which_a_worker_is_killed_finds_what_one_process_finds(cluster, tmp_path):
    paper = tmp_path / "paper"
    paper.mkdir()
    for name, text in FILES.items():
        (paper / name).write_text(text.lstrip())
    first, _ = cluster.add_worker(), cluster.add_worker()
    told = []

    def kill_midway(done, total, _latest):
        told.append((done, total))
        if done == 2:
            first.kill()

    with dask_executor(cluster.address, ("theory", "numerics", "proofs_check")) as executor:
        executor.client.wait_for_workers(2, timeout=60)
        found = mutate.run(
            CLAIMS,
            targets=[str(paper)],
            executor=executor,
            store=tmp_path / "there",
            progress=kill_midway,
        )
    assert first.wait() != 0
    assert found == mutate.run(CLAIMS, targets=[str(paper)], store=tmp_path / "here")
    assert judged(tmp_path / "there") == judged(tmp_path / "here")
    assert told == [(done, told[0][1]) for done in range(1, told[0][1] + 1)]


def test_what_fails_on_a_worker_names_the_claim(cluster, tmp_path, monkeypatch):
    paper = tmp_path / "paper"
    paper.mkdir()
    for name, text in FILES.items():
        (paper / name).write_text(text.lstrip())
    cluster.add_worker()
    with dask_executor(cluster.address) as executor:
        monkeypatch.setattr("numerics.sweeps.dask_engine._sources", lambda _: {"numerics": "another"})
        with pytest.raises(RuntimeError, match=r"toy\.strong: RuntimeError on a worker: .* runs other code"):
            mutate.run(["toy.strong"], targets=[str(paper)], executor=executor, store=tmp_path / "store")
