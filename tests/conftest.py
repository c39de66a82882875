"""Settings and fixtures of all tests."""

import os
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


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a compiled prelude, where Rocq is installed."""
    if (gap := available()) is not None:
        pytest.skip(gap)
    kept = rocq.BUILD.absolute()
    folder = kept if kept.is_dir() else tmp_path_factory.mktemp("kernel")
    rocq.compiled_prelude(folder)
    return folder
