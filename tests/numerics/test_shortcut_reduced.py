import numpy as np
import pytest

from numerics import shortcut_certificate, shortcut_chances, shortcut_reduced, shortcut_table

HOW = {"k": 16, "q2": 1 / 64, "size": 256.0, "schedule": [(20_000, 1 / 256, 1 / 256)]}


def test_labels_do_not_depend_on_how_often_exits_are_looked_for():
    u = shortcut_chances.draw_output(16, 200, np.random.default_rng(0))
    start = dict(zip(("sigma", "chi"), shortcut_chances.start_of(u, 1 / 64), strict=True), phi=1.4)
    each = shortcut_reduced.success(**start, **HOW)
    seldom = shortcut_reduced.success(**start, **HOW, every=50)
    np.testing.assert_array_equal(each.codes, seldom.codes)
    assert (each.steps <= seldom.steps).all()
    assert {"global", "spurious"} == set(each.labels)
    cut = shortcut_reduced.success(-1.0, -0.1, 1.4, **{**HOW, "schedule": [(1, 1e-6, 1e-6)]})
    assert cut.labels == "undecided"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"schedule": [(5, 1.0, 1e-4)]}, "eta_a"),
        ({"schedule": [(5, 1e-3, 0.1)]}, "eta_w"),
        ({"q2": 1.5}, "q2"),
        ({"size": 0.0}, "size"),
        ({"k": 1}, "q2"),
        ({"k": 2.5}, "k"),
    ],
)
def test_what_cannot_be_certified_is_refused(change, named):
    with pytest.raises((ValueError, TypeError), match=named):
        shortcut_reduced.success(0.1, 0.1, 1.0, **{**HOW, **change})
    with pytest.raises(ValueError, match="phi"):
        shortcut_reduced.success(0.1, 0.1, 4.0, **HOW)


def test_sampled_and_exact_rates_agree_and_arguments_are_checked():
    codes = shortcut_chances.sampled_rate(np.random.default_rng(1), runs=4000, phi=1.4, **HOW)
    exact = shortcut_chances.success_probability(phi=1.4, nodes=12, **HOW)
    low, high = shortcut_chances.wilson(int((codes == 1).sum()), 4000, 0.9999)
    assert low < exact < high
    with pytest.raises(ValueError, match="exactly one"):
        shortcut_chances.success_probability(phi=1.4, p=3, **HOW)
    with pytest.raises(ValueError, match="start"):
        shortcut_chances.success_probability(phi=1.4, start="cube", **HOW)
    with pytest.raises(ValueError, match="successes"):
        shortcut_chances.wilson(5, 4)


@pytest.mark.parametrize(
    ("setting", "row", "k"), [("S1", "plain", 16), ("S2", "plain", 16), ("S2", "no warm-up", 16)]
)
def test_the_table_has_nodes_enough_for_what_it_prints(setting, row, k):
    """The worst entries by far are those of a radial start, whose rate is printed to 5 digits."""
    how = shortcut_table.how(setting, row, k)
    usual, fine = (shortcut_chances.success_probability(nodes=nodes, **how) for nodes in (24, 48))
    assert abs(usual - fine) < 2e-5


@pytest.mark.parametrize("corners", [1, 2, 7, 40])
def test_staircase_lies_under_the_disc(corners):
    found = np.array(shortcut_certificate.staircase(corners), dtype=float)
    turn = np.linspace(np.pi, 1.5 * np.pi, 500)
    arc = np.stack([np.cos(turn), np.sin(turn)], axis=-1) * (1 - 1e-12)
    below = (found[:, None] <= arc).all(axis=-1)
    assert below.any(axis=0).all()


def test_certificates_fail_where_runs_fail_and_refuse_floats():
    step = {"k": 16, "size": 256, "turn": 0.45, "schedule": [(4000, 1 / 256, 1 / 256)], "corners": 3}
    from fractions import Fraction  # noqa: PLC0415

    step |= {"q2": Fraction(1, 64), "turn": Fraction(9, 20)}
    assert shortcut_certificate.certify_ball(**step).failed > 0
    with pytest.raises(TypeError, match="q2"):
        shortcut_certificate.certify_ball(**{**step, "q2": 0.5})
    with pytest.raises(ValueError, match="turn"):
        shortcut_certificate.certify_ball(**{**step, "turn": 1})


def test_table_resumes_and_chi_square_needs_chances(tmp_path, monkeypatch):
    monkeypatch.setattr(shortcut_table, "SETTINGS", {"S1": shortcut_table.SETTINGS["S1"]})
    monkeypatch.setattr(shortcut_table, "PATCHES", (16,))
    first, again = (list(shortcut_table.table(runs=50, nodes=4, folder=tmp_path)) for _ in range(2))
    assert first == again
    assert [entry.row for entry in first] == list(shortcut_table.ROWS)
    with pytest.raises(ValueError, match="exact"):
        shortcut_table.chi_square("plain", [1.0] * 7)
