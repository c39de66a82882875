"""A claim that is built again, unchanged and in the same place, is the claim that is there."""

import importlib
import sys

import pytest

from theory.claim import claims, find

SOURCE = """
from sympy import Eq, Symbol
from theory.claim import Claim, Reals

x = Symbol("x", real=True)
square = Claim(
    "again.square", title="Square", where="Eq. 1", says="One.",
    formula=Eq((x + 1) ** 2, x**2 + 2 * x + {last}), domain={{x: Reals}},
)
"""


@pytest.fixture
def module(own_registry, tmp_path, monkeypatch):  # noqa: ARG001 - a fixture
    (tmp_path / "paper_that_is_reloaded.py").write_text(SOURCE.format(last=1))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    importlib.invalidate_caches()
    yield importlib.import_module("paper_that_is_reloaded")
    del sys.modules["paper_that_is_reloaded"]


def test_a_module_that_is_reloaded_has_the_same_claim(module):
    first = module.square
    assert importlib.reload(module).square is first is find("again.square")
    assert len(claims("again")) == 1


def test_a_notebook_cell_that_is_run_twice_has_the_same_claim(own_registry):  # noqa: ARG001 - a fixture
    scope = {"__name__": "__main__"}
    exec(compile(SOURCE.format(last=1), "<cell 1>", "exec"), scope)
    first = scope["square"]
    exec(compile(SOURCE.format(last=1), "<cell 2>", "exec"), scope)
    assert scope["square"] is first


def test_a_module_that_has_changed_is_an_error(module, tmp_path):
    (tmp_path / "paper_that_is_reloaded.py").write_text(SOURCE.format(last=2))
    with pytest.raises(ValueError, match=r"exists already .* it differs in parts"):
        importlib.reload(module)


def test_the_same_claim_elsewhere_is_an_error(module):  # noqa: ARG001 - a fixture
    with pytest.raises(ValueError, match=r"exists already .* it was built in"):
        exec(compile(SOURCE.format(last=1), "elsewhere.py", "exec"), {"__name__": "elsewhere"})
