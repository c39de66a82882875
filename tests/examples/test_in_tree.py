"""The examples, each checked from its folder; `examples/check_installed.py` does the same from wheels."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import relucidate

HOME = Path(relucidate.__path__[0]).parent
EXPECTED = {
    "closed_forms": {
        "xavier": "holds",
        "he": "holds",
        "leaky": "holds",
        "gelu": "holds",
        "arccos0": "holds",
        "arccos1": "holds",
        "student_teacher": "holds",
    },
    "first_order": {
        "gradient_descent": "holds",
        "descent": "holds",
        "sublinear": "holds",
        "heavy_ball": "holds",
        "cycle": "corrected",
        "nesterov": "holds",
    },
}


@pytest.mark.parametrize("key", sorted(EXPECTED))
def test_every_verdict_of_an_example(key, tmp_path):
    folder = HOME / "examples" / key
    if not folder.is_dir():
        pytest.skip("the examples are in a checkout only")
    done = subprocess.run(
        [sys.executable, "-m", "relucidate", "check", str(folder), "--out", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HOME), "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads((tmp_path / "ledger.json").read_text())["claims"]
    assert {row["id"].partition(".")[2]: row["outcome"] for row in rows} == EXPECTED[key]
    assert [row["id"].partition(".")[2] for row in rows] == list(EXPECTED[key])  # the author's order
    numbers = [row for row in rows if row["strength"] not in ("proved",)]
    assert {row["id"] for row in numbers} <= {"closed_forms.gelu", "first_order.cycle"}
