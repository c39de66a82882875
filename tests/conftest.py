"""Settings and fixtures of all tests."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from proofs_check.kernel import available, rocq
from proofs_check.ledger.evidence import Recorder, recording
from theory.claim import Claim, separate_registry

settings.register_profile("quick", max_examples=30, derandomize=True, database=None, deadline=None)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture
def own_registry() -> Iterator[None]:
    """Let a test register claims that nobody else sees."""
    with separate_registry():
        yield


@pytest.fixture
def make_claim(own_registry: None) -> Callable[..., Claim]:  # noqa: ARG001 - a fixture
    """Register a claim of which only the mathematics matters."""

    def make(formula: Any = None, domain: Any = None, **particulars: Any) -> Claim:
        texts = {"title": "A toy", "where": "Section 1", "says": "What it says."}
        name = particulars.pop("id", "toy.claim")
        return Claim(name, formula=formula, domain=domain, **(texts | particulars))

    return make


@pytest.fixture
def prove() -> Callable[..., Recorder]:
    """Run a body as a proof of a claim and return what was recorded."""

    def run(claim: Claim, body: Callable[[], Any], *parts: str, role: Any = "proof") -> Recorder:
        known = claim.printed if role == "refutation" else claim.parts
        recorder = Recorder(claim, parts or tuple(known) or ("",), role)
        with recording(recorder):
            body()
        return recorder

    return run


class Cluster:
    """A Dask scheduler and its workers, each a process of its own, ended together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--host", "127.0.0.1")
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        """Where the scheduler listens, once it does."""
        deadline = time.monotonic() + 60
        while not self.file.exists() or not self.file.read_text().endswith("}"):
            assert time.monotonic() < deadline, "the scheduler does not start"
            time.sleep(0.05)
        return str(json.loads(self.file.read_text())["address"])

    def add_worker(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a worker, by default one with a single thread; those that run are waited for by clients."""
        options = options or ("--nthreads", "1")
        worker = self._start(
            "worker", self.address, *options, "--no-nanny", "--local-directory", str(self.folder)
        )
        self.workers.append(worker)
        return worker

    def end(self) -> None:
        """End every process that still runs."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        own = ("--scheduler-file", str(self.file)) if kind == "scheduler" else ()
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *own, *options, "--no-dashboard"]
        path = os.pathsep.join([str(self.folder), *sys.path])  # so that tests find their work there
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": path}, stdout=log, stderr=log)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A Dask cluster without workers so far."""
    pytest.importorskip("distributed", reason="needs Dask: pip install 'relucidate[dask]'")
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    try:
        yield made
    finally:
        made.end()


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a compiled prelude, where Rocq is installed."""
    if (gap := available()) is not None:
        pytest.skip(gap)
    kept = rocq.BUILD.absolute()
    folder = kept if kept.is_dir() else tmp_path_factory.mktemp("kernel")
    rocq.compiled_prelude(folder)
    return folder
