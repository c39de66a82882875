"""Wide kernels are asked for where OpenBLAS would miss them, and nowhere else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from numerics import processor

CALL = """
import json, sys
from pathlib import Path
from numerics import processor
environment = json.loads(sys.argv[1])
found = processor.choose_kernels(environment, Path(sys.argv[2]))
assert "numpy" not in sys.modules
print(json.dumps([found, environment]))
"""
FLAGS = "fpu sse2 avx2 avx512f avx512dq avx512cd avx512bw avx512vl"


def described(vendor="AuthenticAMD", family="26", flags=FLAGS):
    one = f"processor\t: 0\nvendor_id\t: {vendor}\ncpu family\t: {family}\nflags\t\t: {flags}\n\n"
    return one + one.replace("processor\t: 0", "processor\t: 1")


def chosen(tmp_path, text, environment):
    (tmp_path / "cpuinfo").write_text(text)
    call = [sys.executable, "-c", CALL, json.dumps(environment), str(tmp_path / "cpuinfo")]
    return json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout)


def test_a_processor_that_openblas_does_not_know(tmp_path):
    assert chosen(tmp_path, described(), {}) == ["SkylakeX", {"OPENBLAS_CORETYPE": "SkylakeX"}]


@pytest.mark.parametrize(
    "text",
    [
        described(vendor="GenuineIntel"),
        described(family="25"),
        described(family="unknown"),
        described(flags="fpu sse2 avx2 avx512f"),
        "Processor : ARMv8\n",
        "",
    ],
)
def test_one_that_it_knows_or_that_lacks_what_is_needed(tmp_path, text):
    assert chosen(tmp_path, text, {}) == [None, {}]


def test_what_the_user_chose_stands(tmp_path):
    environment = {"OPENBLAS_CORETYPE": "Haswell"}
    assert chosen(tmp_path, described(), environment) == [None, environment]


def test_where_there_is_no_description_or_numpy_has_loaded(tmp_path):
    environment = {}
    assert "numpy" in sys.modules
    (tmp_path / "cpuinfo").write_text(described())
    assert processor.choose_kernels(environment, tmp_path / "cpuinfo") is None
    assert processor.choose_kernels(environment, tmp_path / "none") is None
    assert not environment


@pytest.mark.skipif(not Path("/proc/cpuinfo").exists(), reason="only Linux describes its processor there")
def test_openblas_does_as_it_is_asked():
    code = """
from numerics import processor
found = processor.choose_kernels()
import numpy
from threadpoolctl import threadpool_info
print(found, [d.get("architecture") for d in threadpool_info() if "openblas" in d["filepath"]])
"""
    environment = {k: v for k, v in os.environ.items() if k != processor.VARIABLE}
    call = [sys.executable, "-c", code]
    said = subprocess.run(call, capture_output=True, text=True, check=True, env=environment).stdout
    found, rest = said.split(maxsplit=1)
    if found == "None" or "[]" in rest:
        pytest.skip("OpenBLAS is not used here, or knows this processor")
    assert "SkylakeX" in rest
