"""Build relucidate and the examples as others get them, install them in a new environment, and check them.

Run by hand or in CI, ``python examples/check_installed.py``, with any Python that is to be tried; pip fetches
what relucidate depends on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXAMPLES = ("closed_forms", "first_order")


def main() -> int:
    """Return 0 if every example, and a new paper, are as recorded."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "env", with_pip=True)
        bin_ = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        python = str(bin_ / "python")
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

        def run(*command: str | Path, where: Path = folder, check: bool = True) -> int:
            words = [str(word) for word in command]
            return subprocess.run(words, cwd=where, env=environment, check=check).returncode

        # The wheel is built from the source distribution, so that both are complete.
        run(python, "-m", "pip", "install", "--quiet", "hatchling")
        run(python, "-m", "hatchling", "build", "-t", "sdist", "-d", folder / "sdist", where=HERE.parent)
        sources = [*(folder / "sdist").glob("*.tar.gz"), *(HERE / example for example in EXAMPLES)]
        wheels = folder / "wheels"
        run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, *sources)
        run(python, "-m", "pip", "install", "--quiet", *sorted(wheels.glob("*.whl")))
        codes = {}
        for example in EXAMPLES:
            codes[example] = run(
                bin_ / "relucidate", "check", example, "--out", folder / example, check=False
            )
        run(bin_ / "relucidate", "new", "my_paper")
        codes["my_paper"] = run(bin_ / "relucidate", "check", where=folder / "my_paper", check=False)
        print(codes)
        return max(codes.values())


if __name__ == "__main__":
    sys.exit(main())
