"""Memory is used again, but never while somebody looks at it."""

import gc
import os
import subprocess
import sys

import numpy as np
import pytest

from numerics.cnn import workspace

SHAPE = (64, 32, 32)


@pytest.fixture(autouse=True)
def fresh():
    """Forget what earlier tests left."""
    gc.collect()
    workspace.forget()


def place(array):
    return array.ctypes.data


@pytest.mark.parametrize("view", [lambda a: a, lambda a: a[3:5], lambda a: a.reshape(64, -1)[:, 1:].T[2:]])
def test_memory_is_used_again_but_never_shared(view):
    a = workspace.empty(SHAPE, np.float32)
    a[...] = 1
    b = workspace.empty(SHAPE, np.float32)
    b[...] = 2
    assert not np.shares_memory(a, b)
    part, address = view(a), place(a)
    del a
    c = workspace.empty(SHAPE, np.float32)
    c[...] = 3
    assert place(c) != address, "a view still looks at it"
    assert (part == 1).all()
    del part
    assert place(workspace.empty(SHAPE, np.float32)) == address


def test_memory_of_another_kind_may_be_the_same():
    address = place(workspace.empty(SHAPE, np.float32))
    assert place(workspace.empty((*SHAPE[:1], 16, 32), np.float64)) == address


def test_large_memory_begins_with_a_page():
    assert place(workspace.empty(SHAPE, np.float32)) % 4096 == 0
    assert place(workspace.kept(("test",), (3, 5), np.float64)) % 4096 == 0


def test_much_unused_memory_is_given_back(monkeypatch):
    monkeypatch.setattr(workspace, "KEPT", 0)
    a = workspace.empty(SHAPE, np.float32)
    del a
    assert len(workspace._unused) == 1
    workspace.empty((128, 32, 32), np.float32)
    assert [size for size, blocks in workspace._unused.items() if blocks] == [128 * 32 * 32 * 4]


def test_what_is_kept_starts_as_zeros_and_stays():
    key = ("another test",)
    first = workspace.kept(key, (4, 4), np.float32)
    assert (first == 0).all()
    first[...] = 7
    assert (workspace.kept(key, (4, 4), np.float32) == 7).all()
    assert (workspace.kept(key, (4, 4), np.float64) == 0).all()
    assert (workspace.kept(key, (2, 8), np.float32) == 0).all()
    assert workspace.kept(key, (0, 8), np.float32).shape == (0, 8)


def test_what_is_kept_by_keys_has_a_bound(monkeypatch):
    monkeypatch.setattr(workspace, "KEPT_BY_KEY", 100)
    first = workspace.kept(("first",), (5,), np.float64)
    second = workspace.kept(("second",), (5,), np.float64)
    first[...] = second[...] = 1
    assert workspace.kept(("first",), (5,), np.float64) is first
    third = workspace.kept(("third",), (5,), np.float64)
    assert (third == 0).all()
    assert workspace.kept(("third",), (5,), np.float64) is third
    assert (workspace.kept(("first",), (5,), np.float64) == 0).all()
    assert (first == 1).all(), "who holds it may go on"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_has_its_own():
    code = """
import os
import numpy as np
from numerics.cnn import workspace
arrays = [workspace.empty((64, 32, 32), np.float32), workspace.kept(("fork",), (64, 32), np.float32)]
for array in arrays:
    array[...] = 1
child = os.fork()
if not child:
    for array in arrays:
        array[...] = 2
    os._exit(0)
os.waitpid(child, 0)
print(all((array == 1).all() for array in arrays))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "True\n"
