"""Sweeps by name."""

import subprocess
import sys

from relucidate.sweeps import SWEEPS
from theory.bibliography import PAPERS


def test_every_sweep_is_named_for_its_paper_and_says_how_long_it_takes():
    assert set(SWEEPS) == {
        "shortcut-table1", "dying-relu-fig1", "dying-relu-fig6", "dying-relu-phase",
        "nonlinearity-generator",
    }  # fmt: skip
    assert [name for name, chosen in SWEEPS.items() if chosen.in_sizes] == ["nonlinearity-generator"]
    for name, chosen in SWEEPS.items():
        assert chosen.paper in PAPERS
        assert name.replace("-", "_").startswith(chosen.paper)
        assert any(unit in chosen.takes for unit in ("second", "minute", "hour"))


def test_names_are_known_before_anything_heavy_is_imported():
    script = "import sys, relucidate.sweeps; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not {"numpy", "matplotlib", "sympy"} & set(loaded.split())
