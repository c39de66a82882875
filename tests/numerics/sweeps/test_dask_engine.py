import importlib
import shutil
import sys
from pathlib import Path

import pytest

from numerics.sweeps.dask_engine import dask_executor
from numerics.sweeps.running import ChunkError, sweep

HERE = Path(__file__).parent
TASKS = [{"seconds": 0.15} for _ in range(16)]


@pytest.fixture
def work(cluster):
    """Functions that the cluster's workers can import, and know by the same name."""
    shutil.copy(HERE / "sweep_work.py", cluster.folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HERE)
        yield importlib.import_module("sweep_work")
        sys.modules.pop("sweep_work")


def bits(results):
    return [{name: (a.dtype.str, a.shape, a.tobytes()) for name, a in r.items()} for r in results]


def tallies(dask_scheduler):
    """Count, by what is computed, how often the scheduler saw a task finish or fail."""
    return {
        prefix.name: (prefix.state_counts["memory"], prefix.state_counts["erred"])
        for prefix in dask_scheduler.task_prefixes.values()
    }


def test_a_killed_worker_changes_no_bit_and_progress_and_scheduler_agree(cluster, work, tmp_path):
    first, _ = cluster.add_worker(), cluster.add_worker()
    seen = []

    def kill_midway(progress):
        seen.append(progress)
        if progress.computed == 3:
            first.kill()

    options = {"name": "uneven", "seed": 7}
    with dask_executor(cluster.address) as executor:
        executor.client.wait_for_workers(2, timeout=60)
        found = bits(
            sweep(
                work.uneven, TASKS, executor=executor, folder=tmp_path / "a", progress=kill_midway, **options
            )
        )
        finished, failed = executor.client.run_on_scheduler(tallies)["uneven"]
    assert first.wait() != 0
    assert found == bits(sweep(work.uneven, TASKS, workers=1, folder=tmp_path / "b", **options))
    files = [
        {f.name: f.read_bytes() for f in (tmp_path / folder).iterdir() if f.suffix == ".npz"}
        for folder in ("a", "b")
    ]
    assert files[0] == files[1]
    assert [progress.computed for progress in seen[1:]] == list(range(1, 17))
    # What a killed worker had finished but not handed over is done again, so the scheduler may count more.
    assert finished >= seen[-1].computed == len(TASKS)
    assert failed == 0


def test_a_task_that_raises_is_named_and_threads_and_other_code_are_refused(cluster, work, monkeypatch):
    worker = cluster.add_worker()
    with dask_executor(cluster.address) as executor:
        assert executor.workers == 1
        with pytest.raises(ChunkError, match=r"chunk 1 .* raised ArithmeticError: no sign"):
            list(sweep(work.uneven_sign, ["good", "bad"], name="s", seed=1, executor=executor))
        monkeypatch.setattr("numerics.sweeps.dask_engine._sources", lambda _: {"numerics": "another"})
        with pytest.raises(ChunkError, match=r"runs other code: numerics .*, not another"):
            list(sweep(work.uneven_sign, ["good"], name="s", seed=1, executor=executor))
    worker.kill()
    worker.wait()
    cluster.add_worker("--nthreads", "2")
    with (
        dask_executor(cluster.address) as executor,
        pytest.raises(ChunkError, match=r"has 2 threads; .* --nthreads 1"),
    ):
        list(sweep(work.uneven_sign, ["good"], name="s", seed=1, executor=executor))


def test_bad_schedulers_are_named(cluster, monkeypatch):
    monkeypatch.setattr("numerics.sweeps.dask_engine.PATIENCE", 0.5)
    for scheduler, kind, complaint in (
        (8786, TypeError, "scheduler must be an address"),
        ("tcp://127.0.0.1:1", ValueError, "one that runs"),
        ("nowhere at all", ValueError, "one that runs"),
        (cluster.address, ValueError, "must have a worker"),
    ):
        with pytest.raises(kind, match=complaint), dask_executor(scheduler):
            pass
