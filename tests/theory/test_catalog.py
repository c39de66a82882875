"""Loading the built-in claims."""

import sys
from pathlib import Path

import pytest

import theory
from theory import catalog
from theory.bibliography import PAPERS, Paper
from theory.claim import separate_registry


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A package of claims for a paper that the bibliography lists, in an empty registry."""
    monkeypatch.setattr(theory, "__path__", [str(tmp_path), *theory.__path__])
    monkeypatch.setitem(PAPERS, "toy", Paper("toy", ("A. Author",), "Toys", "Venue", 2020, "0000.00000"))
    package = tmp_path / "toy"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for name in ("one", "two"):
        source = f'Claim("toy.{name}", title="t", where="w", says="s")'
        (package / f"{name}.py").write_text(f"from theory.claim import Claim\n{source}\n")
    with separate_registry():
        yield package
    for name in [name for name in sys.modules if name.startswith("theory.toy")]:
        del sys.modules[name]
    if hasattr(theory, "toy"):
        del theory.toy


@pytest.mark.usefixtures("toy")
def test_every_submodule_is_imported_once():
    assert [claim.id for claim in catalog.load("toy")] == ["toy.one", "toy.two"]
    assert [claim.id for claim in catalog.load("toy")] == ["toy.one", "toy.two"]


def test_error_inside_a_module_is_raised(toy):
    (toy / "torn.py").write_text("import no_such_module")
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        catalog.load("toy")


def test_paper_without_a_module_has_no_claims(monkeypatch):
    monkeypatch.setitem(PAPERS, "unwritten", next(iter(PAPERS.values())))
    assert catalog.load("unwritten") == []


def test_unknown_paper():
    with pytest.raises(ValueError, match=r"paper='nobody': must be one of dying_relu"):
        catalog.load("nobody")


def test_claims_come_paper_by_paper():
    papers = [claim.paper for claim in catalog.load()]
    assert papers == sorted(papers, key=list(PAPERS).index)
    assert "dying_relu" in papers
