"""Build wheels of relucidate and of the examples, install them in a new environment, and check them there.

Run by hand or in CI, ``python examples/check_installed.py``; pip fetches what relucidate depends on.
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
    """Return 0 if every example is as recorded."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "env", with_pip=True)
        bin_ = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        python = str(bin_ / "python")
        sources = [str(HERE.parent), *(str(HERE / example) for example in EXAMPLES)]
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        wheels = folder / "wheels"
        build = [python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), *sources]
        subprocess.run(build, check=True, env=environment)
        install = [python, "-m", "pip", "install", "--quiet", *map(str, sorted(wheels.glob("*.whl")))]
        subprocess.run(install, check=True, env=environment)
        codes = {}
        for example in EXAMPLES:
            command = [str(bin_ / "relucidate"), "check", example, "--out", str(folder / example)]
            codes[example] = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
        print(codes)
        return max(codes.values())


if __name__ == "__main__":
    sys.exit(main())
