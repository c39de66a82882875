import os
import platform
import subprocess
import sys

import numpy as np
import pytest
from sympy import Gt, Interval, Rational, symbols

from proofs_check.engines import consistent, kernel, prevails
from proofs_check.engines.kernel import blas_kernel

p = symbols("p", real=True)


@pytest.fixture
def libraries(monkeypatch):
    """Let threadpoolctl find these libraries."""

    def find(*found):
        blas_kernel.cache_clear()
        monkeypatch.setattr(kernel, "threadpool_info", lambda: list(found))

    yield find
    blas_kernel.cache_clear()


def _openblas(architecture):
    return {"user_api": "blas", "internal_api": "openblas", "architecture": architecture}


def test_libraries_that_agree_are_named_once(libraries):
    libraries(_openblas("Zen"), {"user_api": "openmp", "internal_api": "openmp"}, _openblas("Zen"))
    assert blas_kernel() == "OpenBLAS Zen"


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ([], "unknown BLAS"),
        ([{"user_api": "blas", "internal_api": "mkl"}], "MKL"),
        ([{"user_api": "blas", "internal_api": "novel"}], "novel"),
        ([_openblas("Zen"), _openblas("Haswell")], "OpenBLAS Haswell, OpenBLAS Zen"),
    ],
)
def test_other_libraries(libraries, found, name):
    libraries(*found)
    assert blas_kernel() == name


def test_it_is_the_kernel_that_computes():
    here = blas_kernel()
    if not here.startswith("OpenBLAS") or platform.machine() not in ("x86_64", "AMD64"):
        pytest.skip(f"{here} on {platform.machine()} is not told by a variable which kernels to take")
    code = "import numpy; from proofs_check.engines.kernel import blas_kernel; print(blas_kernel())"
    told = os.environ | {"OPENBLAS_CORETYPE": "Nehalem"}
    done = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, text=True, check=True)
    assert done.stdout == "OpenBLAS Nehalem\n"


def test_statistical_evidence_names_it(libraries, make_claim, prove):
    libraries(_openblas("Nehalem"))
    samples = np.random.default_rng(1).standard_normal(20_000)
    (piece,) = prove(make_claim(), lambda: consistent(samples, mean=0.0, detects=0.25)).evidence
    assert piece.detail.endswith("; OpenBLAS Nehalem")
    claim = make_claim(Gt(p, Rational(1, 2)), {p: Interval(0, 1)}, id="toy.chance")
    (piece,) = prove(claim, lambda: prevails(claim, p, np.ones(40, dtype=bool))).evidence
    assert piece.detail.endswith("; OpenBLAS Nehalem")
