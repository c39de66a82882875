"""What the built-in claims say is tied to parts and proofs that there are."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import pytest

from proofs_check.proof import proof_of
from theory.bibliography import PAPERS
from theory.catalog import load


@cache
def proof_names(paper):
    """Names of the proofs of each claim of a paper, by its id."""
    package = import_module(f"proofs_check.{paper}")
    names = {}
    for found in iter_modules(package.__path__, f"{package.__name__}."):
        if found.name.rpartition(".")[2].startswith("proof_"):
            for name, function in vars(import_module(found.name)).items():
                of = proof_of(function)
                if of is not None:
                    names.setdefault(of.claim.id, set()).add(name)
    return names


@pytest.mark.parametrize("paper", PAPERS)
def test_every_assertion_names_parts_and_proofs_that_there_are(paper):
    known = proof_names(paper)
    missing = {
        (claim.id, name)
        for claim in load()
        if claim.paper == paper
        for assertion in claim.assertions
        for name in assertion.shown_by
        if name not in claim.parts and name not in known.get(claim.id, ())
    }
    assert not missing


def test_every_part_is_named_and_only_definitions_assert_nothing():
    for claim in load():
        named = {name for assertion in claim.assertions for name in assertion.shown_by}
        assert set(claim.parts) <= named, claim.id
        assert claim.assertions or claim.kind == "definition", claim.id
