import numpy as np

from figures.output import render
from figures.registry import get, load
from figures.shortcut import fig1, fig3, fig5, landscape, lemma7, separatrix


def test_every_figure_says_where_a_setting_is_reconstructed():
    for plate in load("shortcut"):
        if any(name in plate.id for name in ("fig3", "fig4", "fig5", "basins")):
            assert "reconstructed" in plate.caption.lower()
        assert plate.id not in plate.shows


def test_warm_up_succeeds_and_the_same_start_fails_without():
    data = fig5.one_start.data()
    assert data["angle with"][-1] < 1e-6
    assert data["angle without"][-1] > 3
    assert (np.diff(data["loss without"]) <= 1e-8).all()


def test_runs_go_on_until_the_angle_and_the_share_have_settled():
    data = fig5.one_start.data()
    assert np.pi - data["angle without"][-1] < 1e-2
    for run in ("with", "without"):
        assert np.ptp(data[f"share {run}"][-500:]) < 1e-3


def test_the_student_is_drawn_with_a_shortcut_for_each_patch():
    student, teacher = fig1.draw(fig1.architecture.data()).axes
    bent = [
        sum("rad=-0.32" in str((note.arrowprops or {}).get("connectionstyle")) for note in ax.texts
            if hasattr(note, "arrowprops"))
        for ax in (student, teacher)
    ]  # fmt: skip
    assert bent == [fig1.PATCHES, 0]


def test_with_warm_up_no_way_leads_to_the_wrong_pole():
    ways = fig3.sphere.data()["ways"]
    assert (ways[-1] < 1e-3).all()
    assert (ways < np.pi / 2).all()


def test_barrier_numbers_and_bytes(tmp_path):
    data = landscape.barrier.data()
    assert (data["heights"][:3] >= data["profile"][:3].max(axis=1) - 1e-4).all()
    assert abs(data["spurious"][-1] / data["law"][-1] - 1) < 0.05
    plate = get("shortcut.fig1")
    assert render(plate, tmp_path / "one") == render(plate, tmp_path / "two")


def test_ratio_is_least_at_one_point_of_the_regions_edge():
    data = lemma7.ratio.data()
    assert data["half"].min() == data["half"][60]
    assert abs(data["half"].min() - lemma7.LEAST) < 1e-6
    along, across = np.meshgrid(data["along"], data["across"])
    region = (along <= 1 / 20) | ((along - 0.5) ** 2 + across**2 >= 1)
    assert data["ratio"][region].min() >= lemma7.LEAST
    assert abs(data["far"].min() - 0.1603) < 1e-4


def test_edges_lie_below_their_limit_forms_and_near_them():
    data = separatrix.edges.data()
    assert (data["edge"] <= data["limit"]).all()
    np.testing.assert_allclose(data["gap"][-3:] * np.sqrt(data["pull"][-3:]), 0.64, atol=0.03)
