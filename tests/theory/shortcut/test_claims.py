"""The encoded statements of the shortcut paper."""

from sympy import MatrixSymbol

from theory import catalog

NUMBERED = [
    "reduction",
    "eq1",
    "eq7",
    "prop16",
    "prop1",
    "assumption1",
    "eq8",
    "def3",
    "theorem4",
    "theorem10",
    "theorem13",
    "theorem2",
    "table1",
]
NUMBERED += ["coherence", "batchnorm", "batches"]
NUMBERED += [f"lemma{n}" for n in (5, 6, 7, 8, 9, 11, 12, 14, 15)] + [f"prose{n}" for n in range(1, 7)]
RECONSTRUCTED = ("lemma7", "lemma8", "lemma15", "table1", "prose1", "prose2", "prose4", "beyond.covering")


def test_every_statement_is_encoded():
    ids = {claim.id for claim in catalog.load("shortcut")}
    assert {f"shortcut.{name}" for name in NUMBERED} <= ids


def test_reconstructed_settings_are_called_so():
    by_id = {claim.id: claim for claim in catalog.load("shortcut")}
    for name in RECONSTRUCTED:
        claim = by_id[f"shortcut.{name}"]
        assert "reconstructed setting" in (claim.where + claim.says).lower()


def test_only_what_the_paper_says_in_words_is_corrected():
    """Lemma 15's constant and the bounds in Section 1's footnote are lost: no error of the paper."""
    sources = {
        claim.id: set(claim.printed_sources.values()) for claim in catalog.load("shortcut") if claim.printed
    }
    assert sources == {
        "shortcut.prop1": {"prose"},
        "shortcut.lemma15": {"reconstructed"},
        "shortcut.prose1": {"reconstructed"},
    }


def test_statements_about_every_size_have_a_symbol_for_it():
    by_id = {claim.id: claim for claim in catalog.load("shortcut")}
    for name, part in (("prop16", "loss"), ("prop16", "moved"), ("reduction", "meets_others")):
        matrices = by_id[f"shortcut.{name}"].part(part).atoms(MatrixSymbol)
        assert matrices
        assert all(matrix.shape[0].is_Symbol for matrix in matrices)
