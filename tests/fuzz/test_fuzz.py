"""A sample of the fuzzer's calls; ``python tests/fuzz/fuzz.py --profile full`` makes all of them."""

import collections
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.skipif(sys.platform == "win32", reason="limits on memory and time are those of POSIX")
@pytest.mark.parametrize("part", [0, 1])
def test_nothing_spoiled_ends_badly(part, tmp_path):
    command = [sys.executable, "-W", "ignore", str(HERE / "fuzz.py"), "--part", f"{part}/2"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=1200)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    calls = int(ran.stdout.splitlines()[-1].split()[0])
    assert calls > 1000


def names(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if line and not line.startswith("#")}


def exported():
    """Callables of numerics that some package or module names in its ``__all__``."""
    numerics = importlib.import_module("numerics")
    for found in pkgutil.walk_packages(numerics.__path__, "numerics."):
        module = importlib.import_module(found.name)
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            error = isinstance(value, type) and issubclass(value, BaseException)
            ours = str(getattr(value, "__module__", "")).startswith("numerics.")
            if callable(value) and ours and not error:
                yield f"{value.__module__}:{value.__qualname__}"


def is_in(name, listed):
    module = name.partition(":")[0]
    parts = module.split(".")
    return name in listed or any(".".join(parts[:end]) in listed for end in range(1, len(parts) + 1))


def test_every_public_callable_of_numerics_is_called_or_left_alone_for_a_reason():
    called = names(HERE / "calls" / "numerics.txt")
    internal, still = names(HERE / "internal.txt"), names(HERE / "uncalled.txt")
    missing = sorted(
        name for name in set(exported()) if name not in called and not is_in(name, internal | still)
    )
    assert missing == []
    assert not [name for name in still if name in called]


def test_every_reason_is_given_and_every_name_is_one():
    for file in ("internal.txt", "uncalled.txt"):
        for line in (HERE / file).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                name, reason = line.split("  ", 1)
                module, _, path = name.partition(":")
                found = importlib.import_module(module)
                assert not path or hasattr(found, path), name
                assert reason.strip(), name


def test_a_call_that_ends_badly_is_found(tmp_path, monkeypatch):
    """The fuzzer can fail: a function that takes everything for granted has every kind of fault."""
    monkeypatch.syspath_prepend(str(HERE))
    (tmp_path / "granted.py").write_text(
        "import numpy as np\n"
        "def half(x, flag=True):\n    x /= 2\n    return np.log(x) if flag else x\n"
        "def endless(n: int = 1):\n    while n != 1:\n        pass\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    fuzz = importlib.import_module("fuzz")
    try:
        counts = collections.Counter()
        good = fuzz.Good("granted:half", "(np.array([1.0, 2.0]), True)")
        found = {(argument, kind) for argument, kind, *_ in fuzz.faults(good, "full", counts)}
        assert found >= {("x", "silent"), ("x", "unclear"), ("x", "changed"), ("flag", "silent")}
        assert counts["calls"] > 50
        monkeypatch.setattr(fuzz, "LIMIT", 0.1)
        monkeypatch.setattr(fuzz, "ENDLESS", 0.02)
        found = {kind for _, kind, *_ in fuzz.faults(fuzz.Good("granted:endless", "(1,)"), "full", counts)}
        assert "slow" in found
    finally:
        for name in ("fuzz", "good_calls", "judging", "spoiling", "granted"):
            sys.modules.pop(name, None)
