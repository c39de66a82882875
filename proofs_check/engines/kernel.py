"""Which BLAS kernel computes here: what comes of training depends on it, since rounding differs."""

from __future__ import annotations

from functools import cache

from threadpoolctl import threadpool_info

#: How libraries write their own names.
NAMES = {"openblas": "OpenBLAS", "mkl": "MKL", "blis": "BLIS", "flexiblas": "FlexiBLAS"}


@cache
def blas_kernel() -> str:
    """Name the BLAS libraries of this process, each with the processor that its kernels are made for.

    Returns
    -------
    str
        Such as "OpenBLAS Haswell"; more than one where NumPy and SciPy bring libraries that choose
        differently, "unknown BLAS" where threadpoolctl knows none.
    """
    libraries = (library for library in threadpool_info() if library["user_api"] == "blas")
    found = {
        f"{NAMES.get(library['internal_api'], library['internal_api'])} {library.get('architecture', '')}"
        for library in libraries
    }
    return ", ".join(sorted(name.strip() for name in found)) or "unknown BLAS"
