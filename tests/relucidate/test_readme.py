"""What README shows can be typed in."""

import re
import runpy
from pathlib import Path

import pytest

import relucidate

README = Path(relucidate.__path__[0]).parent / "README.md"


@pytest.fixture(scope="module")
def blocks():
    if not README.is_file():
        pytest.skip("README is in a checkout only")
    return re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


def _block(blocks, word):
    (found,) = [block for block in blocks if word in block]
    return found


def test_a_paper_in_one_file_is_judged(blocks, tmp_path, run):
    paper = tmp_path / "my_paper"
    paper.mkdir()
    (paper / "proof_my_paper.py").write_text(_block(blocks, "proof_my_paper.py"))
    done = run("-q", "-p", "no:cacheprovider", str(paper), cwd=tmp_path, module="pytest")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Square of a sum +corrected", done.stdout)


def test_a_unit_lives_or_dies_as_told(blocks, tmp_path):
    text = _block(blocks, "relu_unit.dies")
    shown = re.findall(r"^(relu_unit\..*?)  # (.*)$", text, re.MULTILINE)
    assert len(shown) == 4
    (tmp_path / "block.py").write_text(text)
    names = runpy.run_path(str(tmp_path / "block.py"))
    for call, value in shown:
        assert repr(eval(call, names)) == value
