import doctest
import importlib
import io
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

import numerics.sweeps.running
from numerics.sweeps.running import ChunkError, Progress, paired, sweep, terminal_bar

HERE = Path(__file__).parent


@pytest.fixture(scope="module", autouse=True)
def work():
    """Functions that spawned workers can import, and know by the same name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HERE)
        yield importlib.import_module("sweep_work")
        sys.modules.pop("sweep_work")


def logged_tasks(folder, count):
    return [{"log": str(folder / "log"), "label": str(i)} for i in range(count)]


def computed(folder):
    """Labels of the chunks that were computed, in order."""
    log = folder / "log"
    return log.read_text().split() if log.exists() else []


def bits(results):
    return [{name: (a.dtype.str, a.shape, a.tobytes()) for name, a in r.items()} for r in results]


class Deferred(Executor):
    """Runs its calls a little later, and picks among the waiting ones at random."""

    def __init__(self, seed):
        self.order = random.Random(seed)
        self.waiting = []
        self.most_waiting = 0
        self.lock = threading.Lock()

    def submit(self, fn, /, *args):
        future = Future()
        with self.lock:
            self.waiting.append((future, fn, args))
            self.most_waiting = max(self.most_waiting, len(self.waiting))
        threading.Timer(0.0005, self.run_one).start()
        return future

    def run_one(self):
        with self.lock:
            future, fn, args = self.waiting.pop(self.order.randrange(len(self.waiting)))
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(fn(*args))
            except Exception as error:
                future.set_exception(error)


class Counting(ThreadPoolExecutor):
    """Counts what was submitted and keeps the futures."""

    def __init__(self, workers):
        super().__init__(workers)
        self.futures = []

    def submit(self, fn, /, *args):
        self.futures.append(super().submit(fn, *args))
        return self.futures[-1]


# The same numbers, wherever and in whatever order


def test_same_bits_in_this_process_in_two_processes_and_in_threads(work, tmp_path):
    tasks = [{"draws": n} for n in (3, 0, 5, 1, 4, 2, 6)]
    options = {"name": "normals", "seed": 5}
    alone = bits(sweep(work.normals, tasks, workers=1, **options))
    assert bits(sweep(work.normals, tasks, workers=2, folder=tmp_path, **options)) == alone
    assert bits(sweep(work.normals, tasks, workers=1, folder=tmp_path, **options)) == alone
    with ThreadPoolExecutor(3) as threads:
        assert bits(sweep(work.normals, tasks, executor=threads, **options)) == alone


def test_every_chunk_draws_from_a_child_of_the_seed(work):
    children = np.random.SeedSequence(5).spawn(3)
    expected = [np.random.Generator(np.random.PCG64(child)).standard_normal(2) for child in children]
    results = list(sweep(work.normals, [{"draws": 2}] * 3, name="normals", seed=5, workers=1))
    np.testing.assert_array_equal([result["draws"] for result in results], expected)
    assert len({result["draws"].tobytes() for result in results}) == 3


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(1, 12),
    seed=st.integers(0, 2**130),
    window=st.integers(1, 14),
    order=st.integers(0, 99),
    halt=st.integers(0, 12),
)
def test_any_order_of_completion_any_window_and_any_halt_give_the_same_bits(
    work, tmp_path_factory, count, seed, window, order, halt
):
    tasks = [{"draws": n % 3} for n in range(count)]
    expected = bits(sweep(work.normals, tasks, name="normals", seed=seed, workers=1))
    folder = tmp_path_factory.mktemp("sweep")
    for stop in (halt, None):
        executor = Deferred(order)
        options = {"folder": folder, "executor": executor, "window": window}
        with closing(sweep(work.normals, tasks, name="normals", seed=seed, **options)) as results:
            assert bits(islice(results, stop)) == expected[:stop]
        assert executor.most_waiting <= window


def test_later_chunks_may_finish_first(work):
    tasks = [{"seconds": 0.2}, {"seconds": 0.0}, {"seconds": 0.0}]
    alone = bits(sweep(work.uneven, tasks, name="uneven", seed=1, workers=1))
    with ThreadPoolExecutor(3) as threads:
        assert bits(sweep(work.uneven, tasks, name="uneven", seed=1, executor=threads)) == alone


def test_results_share_no_memory_and_tasks_are_left_alone(work, tmp_path):
    tasks = [["mine"]] * 3
    options = {"name": "buffer", "seed": 1, "workers": 1}
    kept = list(sweep(work.overwrites_itself, tasks, **options))
    one_by_one = [bits([result]) for result in sweep(work.overwrites_itself, tasks, **options)]
    assert [bits([result]) for result in kept] == one_by_one
    assert tasks == [["mine"]] * 3
    list(sweep(work.overwrites_itself, tasks, folder=tmp_path, **options))
    assert bits(sweep(work.overwrites_itself, tasks, folder=tmp_path, **options)) == bits(kept)


# Stopping and going on


def test_a_finished_sweep_computes_nothing_again(work, tmp_path):
    tasks = logged_tasks(tmp_path, 5)
    options = {"name": "logged", "seed": 1, "workers": 1, "folder": tmp_path / "chunks"}
    first = bits(sweep(work.logged, tasks, **options))
    assert bits(sweep(work.logged, tasks, **options)) == first
    assert computed(tmp_path) == ["0", "1", "2", "3", "4"]


def test_only_new_and_changed_tasks_are_computed(work, tmp_path):
    options = {"name": "logged", "seed": 1, "workers": 1, "folder": tmp_path / "chunks"}
    tasks = logged_tasks(tmp_path, 3)
    list(sweep(work.logged, tasks, **options))
    tasks[1]["label"] = "changed"
    list(sweep(work.logged, [*tasks, tasks[0]], **options))
    assert computed(tmp_path) == ["0", "1", "2", "changed", "0"]


@pytest.mark.parametrize("change", [{"seed": 2}, {"name": "other"}, {"version": "2"}, {"folder": "other"}])
def test_another_sweep_starts_afresh(work, tmp_path, monkeypatch, change):
    monkeypatch.chdir(tmp_path)
    options = {"name": "logged", "seed": 1, "workers": 1, "folder": "chunks", "version": "1"}
    for _ in range(2):
        list(sweep(work.logged, logged_tasks(tmp_path, 2), **options))
    list(sweep(work.logged, logged_tasks(tmp_path, 2), **options | change))
    assert computed(tmp_path) == ["0", "1"] * 2


def test_a_key_knows_the_function(work, tmp_path):
    options = {"name": "same", "seed": 1, "workers": 1, "folder": tmp_path}
    task = {"draws": 1, "seconds": 0.0}
    assert bits(sweep(work.normals, [task], **options)) != bits(sweep(work.uneven, [task], **options))


@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt])
def test_goes_on_after_the_consumer_stops(work, tmp_path, stop):
    tasks = logged_tasks(tmp_path, 6)
    options = {"name": "logged", "seed": 1, "workers": 1, "folder": tmp_path / "chunks"}

    def consume():
        for turn, _result in enumerate(sweep(work.logged, tasks, **options)):
            if turn == 2:
                raise stop

    with pytest.raises(stop):
        consume()
    assert computed(tmp_path) == ["0", "1", "2"]
    alone = bits(sweep(work.logged, tasks, name="logged", seed=1, workers=1))
    (tmp_path / "log").unlink()
    assert bits(sweep(work.logged, tasks, **options)) == alone
    assert computed(tmp_path) == ["3", "4", "5"]


def test_an_interrupt_within_a_chunk_is_raised_as_it_is(work, tmp_path):
    tasks = [task | {"interrupt": task["label"] == "2"} for task in logged_tasks(tmp_path, 4)]
    options = {"name": "interrupted", "seed": 1, "workers": 1, "folder": tmp_path / "chunks"}
    with pytest.raises(KeyboardInterrupt):
        list(sweep(work.interrupted, tasks, **options))
    tasks[2]["interrupt"] = False
    list(sweep(work.interrupted, tasks, **options))
    assert computed(tmp_path) == ["0", "1", "2", "3"]


SCRIPT = """
import json, sys
import sweep_work
from numerics.sweeps.running import sweep

if __name__ == "__main__":
    tasks, folder = json.loads(sys.argv[1])
    for result in sweep(sweep_work.endless, tasks, name="endless", seed=1, workers=2, folder=folder):
        print(result["draw"][0], flush=True)
"""


def start_endless(tmp_path):
    """Start a sweep in a process group of its own, and wait until only its endless last chunk is left."""
    script, log, chunks = tmp_path / "script.py", tmp_path / "log", tmp_path / "chunks"
    script.write_text(SCRIPT)
    tasks = [{"log": str(log), "last": last} for last in (False, False, False, False, True)]
    paths = os.pathsep.join([str(HERE), str(Path(numerics.sweeps.running.__file__).parents[1])])
    process = subprocess.Popen(
        [sys.executable, "-W", "error", str(script), json.dumps([tasks, str(chunks)])],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for _ in range(4):
        process.stdout.readline()
    until(lambda: log.exists() and log.read_text())
    return process, int(log.read_text()), tasks, chunks


def until(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")  # a zombie nobody collects has ended as well
    try:
        return stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return Path("/proc").is_dir()


def goes_on(work, tasks, chunks):
    """Finish what was begun, and say how many chunks that took."""
    counts = []
    tasks = [*tasks[:4], {"log": "", "last": False}]
    options = {"name": "endless", "seed": 1, "workers": 1, "progress": counts.append}
    resumed = bits(sweep(work.endless, tasks, folder=chunks, **options))
    last = counts[-1]
    assert resumed == bits(sweep(work.endless, tasks, **options))
    return last.resumed, last.computed, last.damaged


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_goes_on_after_a_kill_that_leaves_no_process_behind(work, tmp_path):
    process, worker, tasks, chunks = start_endless(tmp_path)
    with process:
        process.kill()
        assert process.wait() == -signal.SIGKILL
    until(lambda: is_gone(worker))
    assert len(list(chunks.iterdir())) == 4
    assert goes_on(work, tasks, chunks) == (4, 1, 0)


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_ctrl_c_ends_every_process_at_once_with_one_traceback(work, tmp_path):
    process, worker, tasks, chunks = start_endless(tmp_path)
    with process:
        try:
            os.killpg(process.pid, signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode != 0
    assert errors.count("Traceback") == 1
    assert errors.endswith("KeyboardInterrupt\n")
    assert is_gone(worker)
    assert goes_on(work, tasks, chunks) == (4, 1, 0)


def test_a_damaged_chunk_is_computed_again(work, tmp_path):
    tasks = logged_tasks(tmp_path, 4)
    chunks = tmp_path / "chunks"
    seen = []
    options = {"name": "logged", "seed": 1, "workers": 1, "folder": chunks, "progress": seen.append}
    first = bits(sweep(work.logged, tasks, **options))
    cut, flipped, *_ = sorted(chunks.iterdir())
    cut.write_bytes(cut.read_bytes()[:-9])
    damaged = bytearray(flipped.read_bytes())
    damaged[60] ^= 1
    flipped.write_bytes(damaged)
    assert bits(sweep(work.logged, tasks, **options)) == first
    assert (seen[-1].resumed, seen[-1].computed, seen[-1].damaged) == (2, 2, 2)
    assert bits(sweep(work.logged, tasks, **options)) == first
    assert len(computed(tmp_path)) == 6


def test_two_sweeps_in_one_folder_share_their_chunks(work, tmp_path):
    tasks = logged_tasks(tmp_path, 6)
    seen = []
    options = {"name": "logged", "seed": 1, "workers": 1, "folder": tmp_path / "chunks"}
    one = sweep(work.logged, tasks, progress=seen.append, **options)
    two = sweep(work.logged, tasks, **options)
    with closing(one), closing(two):
        of_one = [next(one), next(one)]
        of_two = [*islice(two, 4)]
        of_one += one
        of_two += two
    assert bits(of_one) == bits(of_two)
    assert sorted(computed(tmp_path)) == list("012345")
    assert (seen[-1].resumed, seen[-1].computed) == (2, 4)


def test_sweeps_racing_for_a_folder_leave_sound_chunks(work, tmp_path):
    tasks = [{"draws": 50}] * 20
    options = {"name": "normals", "seed": 1, "workers": 1, "folder": tmp_path}
    with ThreadPoolExecutor(4) as racers:
        runs = [racers.submit(lambda: bits(sweep(work.normals, tasks, **options))) for _ in range(4)]
    assert all(run.result() == runs[0].result() for run in runs)
    assert all(path.suffix == ".npz" for path in tmp_path.iterdir())
    assert len(list(tmp_path.iterdir())) == 20


# The executor


def test_nothing_begins_before_it_is_asked_for_and_never_more_than_the_window(work, tmp_path):
    with Counting(2) as threads:
        options = {"name": "logged", "seed": 1, "executor": threads, "window": 3}
        with closing(sweep(work.logged, logged_tasks(tmp_path, 20), **options)) as results:
            assert threads.futures == []
            for turn in range(6):
                next(results)
                assert len(threads.futures) == turn + 3


def test_the_default_window_is_a_multiple_of_the_workers(work):
    with Counting(1) as threads:
        results = sweep(work.normals, [{"draws": 1}] * 999, name="normals", seed=1, executor=threads)
        with closing(results):
            next(results)
            begun = len(threads.futures)
    assert begun in [numerics.sweeps.running.CHUNKS_PER_WORKER * n for n in range(1, os.cpu_count() + 1)]


def test_a_given_executor_is_left_running(work):
    with ThreadPoolExecutor(1) as threads:
        list(sweep(work.normals, [{"draws": 1}], name="normals", seed=1, executor=threads))
        with pytest.raises(ChunkError):
            list(sweep(work.uneven_sign, ["bad"], name="sign", seed=1, executor=threads))
        assert threads.submit(int, "7").result() == 7


def test_closing_does_not_wait_for_a_given_executor(work):
    with Counting(1) as threads:
        results = sweep(work.gated, ["go", "wait", "go"], name="gated", seed=1, executor=threads)
        next(results)
        assert work.AT_THE_GATE.wait(10)
        results.close()
        assert threads.futures[1].running()
        assert threads.futures[2].cancelled()
        work.GATE.set()


# Failures


@pytest.mark.parametrize("where", ["here", "threads"])
def test_a_failing_chunk_is_named_and_the_others_are_kept(work, tmp_path, where):
    tasks = ["good", "good", "bad", "good", "good", "good"]
    seen = []
    options = {"name": "sign", "seed": 1, "folder": tmp_path, "progress": seen.append}
    with ThreadPoolExecutor(1) as threads:
        options |= {"workers": 1} if where == "here" else {"executor": threads, "window": 6}
        results = sweep(work.uneven_sign, tasks, **options)
        message = r"^sweep 'sign': chunk 2 \(task 'bad'\) raised ArithmeticError: no sign$"
        with pytest.raises(ChunkError, match=message) as caught:
            list(results)
        assert (caught.value.index, caught.value.task) == (2, "bad")
        assert type(caught.value.__cause__) is ArithmeticError
        copy = pickle.loads(pickle.dumps(caught.value))
        assert (str(copy), copy.index, copy.task) == (str(caught.value), 2, "bad")
        stored = len(list(tmp_path.iterdir()))
        assert stored >= 2
        tasks[2] = "mended"
        list(sweep(work.uneven_sign, tasks, **options))
        assert (seen[-1].resumed, seen[-1].computed) == (stored, 6 - stored)


def test_chunks_under_way_when_another_fails_are_kept(work, tmp_path):
    tasks = [{"seconds": 0.2}, {"seconds": -1}]
    with ThreadPoolExecutor(2) as threads:
        with pytest.raises(ChunkError, match=r"chunk 1 .* no such time"):
            list(sweep(work.uneven, tasks, name="uneven", seed=1, executor=threads, folder=tmp_path))
        assert len(list(tmp_path.iterdir())) == 1


def test_an_exception_that_cannot_travel_is_told_in_words(work):
    with pytest.raises(ChunkError, match="RuntimeError: ManyWordsError: from afar"):
        list(sweep(work.many_words, [1], name="words", seed=1, workers=1))


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_a_killed_worker_is_reported_and_what_was_finished_is_kept(work, tmp_path):
    tasks = [False, False, True, False, False, False, False, False]
    with pytest.raises(ChunkError, match=r"'die': chunk .* was lost with its worker") as caught:
        list(sweep(work.die, tasks, name="die", seed=1, workers=2, folder=tmp_path))
    assert isinstance(caught.value.__cause__, BrokenProcessPool)
    assert len(list(tmp_path.iterdir())) <= 7


@pytest.mark.parametrize(
    ("task", "complaint"),
    [
        ("list", "a chunk must return a dict of named arrays, got list"),
        ("objects", "a chunk's array 'x' must not hold Python objects"),
        ("masked", "a chunk's array 'x' must not be masked"),
        ("name", "a chunk must name its arrays with Python identifiers, got 'not a name'"),
        ("number", "a chunk must name its arrays with Python identifiers, got 1"),
    ],
)
def test_a_chunk_must_return_named_arrays(work, task, complaint):
    with pytest.raises(ChunkError, match=complaint) as caught:
        list(sweep(work.returns_what_it_is_told, [task], name="told", seed=1, workers=1))
    assert type(caught.value.__cause__) is TypeError


def test_pairs_go_with_their_tasks_and_end_the_sweep_when_closed(work, tmp_path):
    tasks = [{"draws": n} for n in (1, 2, 3)]
    options = {"name": "normals", "seed": 1, "workers": 1, "folder": tmp_path}
    pairs = paired(work.normals, tasks, **options)
    task, first = next(pairs)
    pairs.close()
    assert task == tasks[0]
    again = list(paired(work.normals, tasks, **options))
    assert [task for task, _ in again] == tasks
    assert all(np.array_equal(again[0][1][name], first[name]) for name in first)
    with pytest.raises(ValueError, match="tasks"):
        paired(work.normals, [], **options)


# Progress


def test_progress_counts_resumed_chunks_at_once(work, tmp_path):
    tasks = [{"draws": 1}] * 5
    seen = []
    options = {"name": "normals", "seed": 1, "workers": 1, "folder": tmp_path, "progress": seen.append}
    list(sweep(work.normals, tasks[:3], **options))
    assert [(p.resumed, p.computed, p.total) for p in seen] == [(0, n, 3) for n in range(4)]
    seen.clear()
    list(sweep(work.normals, tasks, **options))
    assert [(p.resumed, p.computed, p.total) for p in seen] == [(3, n, 5) for n in range(3)]
    assert [p.seconds for p in seen] == sorted(p.seconds for p in seen)


def test_time_left_goes_by_what_was_computed_in_this_run():
    assert Progress("x", total=10, resumed=4, seconds=1.0).seconds_left is None
    assert Progress("x", total=10, resumed=4, computed=2, seconds=6.0).seconds_left == 12.0
    assert Progress("x", total=10, resumed=10, seconds=6.0).seconds_left == 0.0


def test_a_bar_on_a_terminal():
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=80, color_system=None)
    with terminal_bar(console) as progress:
        progress(Progress("[widths]", total=10, resumed=4))
        progress(Progress("[widths]", total=10, resumed=4, computed=2, seconds=6.0, note="loss 0.5"))
    assert "[widths]" in screen.getvalue()
    assert "6/10" in screen.getvalue()
    assert "loss 0.5, 0:00:12 left" in screen.getvalue()


def test_elsewhere_a_line_for_each_chunk_and_one_a_minute_within_them():
    file = io.StringIO()
    with terminal_bar(Console(file=file, force_terminal=False)) as progress:
        for computed in (0, 1, 1, 6):
            progress(Progress("[widths]", total=10, resumed=4, computed=computed, seconds=6.0))
        for step in range(101):
            progress(Progress("training", total=100, computed=step, seconds=1.0, note="loss 0.5"))
    assert file.getvalue().splitlines() == [
        "[widths] 4/10",
        "[widths] 5/10: 0:00:30 left",
        "[widths] 10/10: 0:00:00 left",
        "training 0/100: loss 0.5",
        "training 100/100: loss 0.5, 0:00:00 left",
    ]


# Arguments


class Callable:
    def __call__(self, _task, _rng):
        return {}


def at_top_level(_task, _rng):
    return {}


@pytest.mark.parametrize(
    ("argument", "value", "error", "complaint"),
    [
        ("work", lambda _task, _rng: {}, TypeError, "work must be a function defined at the top level"),
        ("work", Callable(), TypeError, "work must be a function .* got <.*Callable object"),
        ("work", "normals", TypeError, "work must be a function .* got 'normals'"),
        ("tasks", [], ValueError, r"tasks must hold at least one task, got \[\]"),
        ("tasks", "abc", TypeError, "tasks must be a sequence .* got 'abc'"),
        ("tasks", {"draws": 1}, TypeError, "tasks must be a sequence .* got {'draws': 1}"),
        ("tasks", np.ones(2), TypeError, "tasks must be a sequence .* got array"),
        ("tasks", [0, {"x": object()}], TypeError, r"tasks\[1\]\['x'\] must be plain data .* got object"),
        ("name", 3, TypeError, "name must be a string that is not empty, got 3"),
        ("name", "", ValueError, "name must be a string that is not empty, got ''"),
        ("version", 1, TypeError, "version must be a string that is not empty, got 1"),
        ("seed", -1, ValueError, "seed must be .* at least 0, got -1"),
        ("seed", 1.0, TypeError, "seed must be an integer .* got 1.0"),
        ("seed", None, TypeError, "seed must be an integer .* got None"),
        ("workers", 0, ValueError, "workers must be .* at least 1, got 0"),
        ("workers", "2", TypeError, "workers must be an integer .* got '2'"),
        ("workers", True, TypeError, "workers must be an integer .* got True"),
        ("window", 0, ValueError, "window must be .* at least 1, got 0"),
        ("executor", "dask", TypeError, r"executor must be a concurrent.futures.Executor, got 'dask'"),
        ("progress", 1, TypeError, "progress must be None or a callable, got 1"),
        ("folder", 3, TypeError, "folder must be a path, got int: 3"),
        ("folder", __file__, ValueError, r"folder must be a folder .* got a file: .*test_running.py"),
    ],
)
def test_a_bad_argument_is_named_at_once(argument, value, error, complaint):
    arguments = {"work": at_top_level, "tasks": [0], "name": "x", "seed": 1}
    with pytest.raises(error, match=f"^{complaint}"):
        sweep(**arguments | {argument: value})


def test_workers_and_executor_exclude_each_other():
    with (
        ThreadPoolExecutor(1) as threads,
        pytest.raises(ValueError, match="workers must be left out when an executor is given, got 2"),
    ):
        sweep(at_top_level, [0], name="x", seed=1, workers=2, executor=threads)


def test_examples_in_the_docstrings():
    for module in ("running", "progress", "worker", "chunk_store"):
        assert doctest.testmod(importlib.import_module(f"numerics.sweeps.{module}")).failed == 0
