import pytest

from numerics.shortcut import chances, table


@pytest.mark.parametrize(
    ("setting", "row", "k"), [("S1", "plain", 16), ("S2", "plain", 16), ("S2", "no warm-up", 16)]
)
def test_the_table_has_nodes_enough_for_what_it_prints(setting, row, k):
    """The worst entries by far are those of a radial start, whose rate is printed to 5 digits."""
    how = table.how(setting, row, k)
    usual, fine = (chances.success_probability(nodes=nodes, **how) for nodes in (24, 48))
    assert abs(usual - fine) < 2e-5


def test_table_resumes_and_chi_square_needs_chances(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "SETTINGS", {"S1": table.SETTINGS["S1"]})
    monkeypatch.setattr(table, "PATCHES", (16,))
    first, again = (list(table.table(runs=50, nodes=4, folder=tmp_path)) for _ in range(2))
    assert first == again
    assert [entry.row for entry in first] == list(table.ROWS)
    with pytest.raises(ValueError, match="exact"):
        table.chi_square("plain", [1.0] * 7)
