"""The encoded statements of the shortcut paper."""

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
