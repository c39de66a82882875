"""The encoded statements of the dying ReLU paper."""

from theory import catalog
from theory.bibliography import PAPERS

NUMBERED = [
    "eq1",
    "eq2",
    "eq6",
    "eq8",
    "eq11",
    "eq13",
    "eq15",
    "eq16",
    "eq19",
    "eq21",
    "eq24",
    "eq27",
    "eq28",
    "eq29",
    "eq30",
    "eq33",
    "eq34",
    "lemma_c1",
    "lemma_c2",
    "lemma_c3",
    "proposition_c1",
    "eq39",
    "theorem_d1",
]


def test_every_numbered_statement_is_encoded():
    ids = {claim.id for claim in catalog.load("dying_relu")}
    assert {f"dying_relu.{name}" for name in NUMBERED} <= ids


def test_statements_name_their_place_and_definitions_have_nothing_to_prove():
    for claim in catalog.load("dying_relu"):
        assert claim.paper in PAPERS
        if claim.id.split(".")[1] in NUMBERED:
            assert any(word in claim.where for word in ("Eq", "Lemma", "Proposition", "Theorem"))
            assert (claim.kind == "definition") == (not claim.parts)
