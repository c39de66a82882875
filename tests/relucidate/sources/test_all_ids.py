"""Every id: what is read from the sources is what Python finds when it runs them."""

import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import figures.registry as registry
from proofs_check.proof import proof_of, saboteurs
from relucidate.sources.arguments import arguments
from relucidate.sources.plates import figures
from relucidate.sources.statements import statements
from theory.bibliography import PAPERS
from theory.catalog import load


@pytest.fixture(params=list(PAPERS))
def paper(request):
    return request.param


def test_claims(paper):
    read = {one.id: one for one in statements([paper])}
    claims = {claim.id: claim for claim in load(paper)}
    assert set(read) == set(claims)
    for id_, claim in claims.items():
        one = read[id_]
        assert (one.title, one.where, one.kind, one.paper) == (claim.title, claim.where, claim.kind, paper)
        lines = one.place.path.read_text().split("\n")[one.place.line - 1 :]
        assert "Claim(" in lines[0]
        assert id_ in lines[0] + lines[1]
        assert claim in vars(import_module(one.module)).values()


def test_proofs_and_saboteurs(paper):
    package = import_module(f"proofs_check.{paper}")
    run = set()
    for found in iter_modules(package.__path__, f"{package.__name__}."):
        if found.name.rpartition(".")[2].startswith("proof_"):
            module = import_module(found.name)
            for name, function in vars(module).items():
                of = proof_of(function)
                if of is not None and function.__module__ == module.__name__:
                    run.add((of.claim.id, of.role, f"{module.__name__}::{name}"))
    read = {
        (one.claim, one.role, f"{one.module.name}::{one.name}")
        for one in arguments(paper)
        if one.role != "saboteur"
    }
    assert read == run

    for claim in load(paper):
        code = {_place(function) for function in saboteurs(claim)}
        places = {
            (one.place.path, one.place.line)
            for one in arguments(paper)
            if (one.claim, one.role) == (claim.id, "saboteur")
        }
        assert places == code, claim.id


def _place(function):
    """Where a function is defined; one made by a factory stands where that does."""
    code = inspect.unwrap(function).__code__
    lines = Path(code.co_filename).read_text().split("\n")
    line = code.co_firstlineno
    while not lines[line - 1].startswith("def "):  # a decorator above it, or a factory around it
        line += 1 if lines[line - 1].startswith("@") else -1
    return Path(code.co_filename), line


def test_figures(paper):
    read = {one.id: one for one in figures([paper])}
    plates = {plate.id: plate for plate in registry.load(paper)}
    assert set(read) == set(plates)
    for id_, plate in plates.items():
        one = read[id_]
        assert (one.title, one.caption, one.shows) == (plate.title, plate.caption, plate.shows)
        code = plate.compute.__code__
        assert (str(one.place.path), plate.paper) == (code.co_filename, paper)
        assert f"def {plate.compute.__name__}(" in one.place.path.read_text().split("\n")[one.place.line - 1]
