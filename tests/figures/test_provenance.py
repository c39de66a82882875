"""Whether a picture is of the code and the numbers that are here now."""

import sys

import numpy as np
import pytest

from figures import provenance
from figures.provenance import apart, source_hash


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a module that imports another; its files can be rewritten."""
    folder = tmp_path / "someones"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "numbers_.py").write_text("def values():\n    return [1, 2]\n")
    (folder / "picture.py").write_text("from someones.numbers_ import values\nimport numpy\n")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "someones"]:
        monkeypatch.delitem(sys.modules, name)  # another test's package of this name
    return folder


def hashed() -> str:
    provenance._read.cache_clear()
    return source_hash("someones.picture")


def test_comments_docstrings_and_layout_do_not_count(package):
    first = hashed()
    (package / "numbers_.py").write_text(
        'def values():\n    """Both."""\n    # two\n    return [\n        1, 2]\n'
    )
    assert hashed() == first


def test_what_is_imported_counts(package):
    first = hashed()
    (package / "numbers_.py").write_text("def values():\n    return [1, 3]\n")
    assert hashed() != first


def test_our_rooms_count_and_the_drawing_does_not():
    provenance._read.cache_clear()
    source_hash("figures.gunn.one_step")
    read = provenance._read.cache_info().currsize
    assert read > 5  # itself, numerics.gunn and what that imports
    assert source_hash("figures.gunn.one_step") != source_hash("figures.gunn.separation")


X = np.array([1.0, 2.0, 0.0])


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ({"x": X}, {"x": X * (1 + 1e-8)}, []),
        ({"x": X}, {"x": X + np.array([0, 0, 1e-10])}, []),
        ({"x": X}, {"x": X + np.array([0, 1e-3, 0])}, ["1 of 3 entries of x differ"]),
        ({"x": X}, {"x": X[:2]}, ["x has shape (2,), not (3,)"]),
        ({"x": X}, {"y": X}, ["x has gone", "y is new"]),
        ({"x": np.array([np.nan, 1.0])}, {"x": np.array([np.nan, 1.0])}, []),
        ({"x": np.array(["a", "b"])}, {"x": np.array(["a", "c"])}, ["1 of 2 entries of x differ"]),
    ],
)
def test_rounding_is_no_difference(old, new, lines):
    assert apart(old, new) == lines
