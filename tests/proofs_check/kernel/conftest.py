"""A compiled prelude, once a session, where Rocq is installed."""

from pathlib import Path

import pytest

from proofs_check.kernel import available, rocq


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if (gap := available()) is not None:
        pytest.skip(gap)
    kept = rocq.BUILD.absolute()
    folder = kept if kept.is_dir() else tmp_path_factory.mktemp("kernel")
    rocq.compiled_prelude(folder)
    return folder
