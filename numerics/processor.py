"""Which kernels NumPy's linear algebra takes on processors that it does not know.

OpenBLAS asks the processor for its family and chooses kernels written for it. Releases before September 2026
do not know AMD's Zen 5 and take kernels for the Haswell of 2013, with half the width of its arithmetic
(OpenMathLib/OpenBLAS, issue 6029 and pull request 6033).
"""

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

VARIABLE = "OPENBLAS_CORETYPE"
WIDE = "SkylakeX"
"""Kernels for AVX-512 that every release in question has."""
NEEDED = {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}
ZEN_5 = 26
"""AMD's number for the family; a later one would be as unknown."""


def choose_kernels(
    environment: MutableMapping[str, str] | None = None, described: Path = Path("/proc/cpuinfo")
) -> str | None:
    """Let OpenBLAS take wide kernels where it would not by itself.

    To be called before NumPy loads: afterwards nothing can be done, and nothing is. A choice that the user
    has made stands.

    Parameters
    ----------
    environment : mapping, optional
        Where `VARIABLE` is set; that of this process by default, which those that it starts inherit.
    described : Path
        Where Linux describes the processor. Without it nothing is done.

    Returns
    -------
    str or None
        The kernels that were chosen here.
    """
    environment = os.environ if environment is None else environment
    if "numpy" in sys.modules or VARIABLE in environment or not described.is_file():
        return None
    about: dict[str, str] = {}
    for line in described.read_text(errors="replace").splitlines():
        name, _, value = line.partition(":")
        about.setdefault(name.strip(), value.strip())
    family = about.get("cpu family", "")
    unknown = about.get("vendor_id") == "AuthenticAMD" and family.isdigit() and int(family) >= ZEN_5
    if not unknown or not set(about.get("flags", "").split()) >= NEEDED:
        return None
    environment[VARIABLE] = WIDE
    return WIDE
