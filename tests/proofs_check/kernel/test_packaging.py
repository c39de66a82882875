"""The wheel and the source distribution carry what the kernel needs: prelude, scripts and theorems."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import proofs_check

ROOT = Path(proofs_check.__file__).parents[1]
HERE = Path("proofs_check") / "kernel"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    pytest.importorskip("hatchling", reason="the wheel is built with hatchling")
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("installed: there is nothing to build")
    folder = tmp_path_factory.mktemp("built")
    for kind in ("wheel", "sdist"):
        build = f"from hatchling.build import build_{kind}; import sys; build_{kind}(sys.argv[1])"
        subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(*folder.glob("*.whl")) as wheel, tarfile.open(*folder.glob("*.tar.gz")) as source:
        return set(wheel.namelist()), {name.partition("/")[2] for name in source.getnames()}


def test_everything_that_is_read_is_in_both(built):
    needed = {
        file.relative_to(ROOT).as_posix()
        for pattern in ("prelude/*.v", "scripts/*.json", "theorems/manifest.json", "theorems/*/*.v")
        for file in (ROOT / HERE).glob(pattern)
    }
    assert {Path(name).suffix for name in needed} == {".v", ".json"}
    for names in built:
        assert needed <= names
