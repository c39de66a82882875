"""The numbers behind the figures of the invariances paper."""

import numpy as np
import pytest

from figures.invariances import depth, drift, laws, paths, tail
from figures.output import render
from theory.catalog import load

PLATES = [
    paths.path_counts, paths.trees, paths.spiralling, drift.step_drift, drift.heatmaps, drift.sliding_flow,
    tail.low_rank_tail, depth.depth_and_scale, drift.sliding_share, laws.law_counts, laws.reduced_alignment,
]  # fmt: skip


@pytest.mark.parametrize("plate", PLATES, ids=lambda plate: plate.id)
def test_figures_render_and_show_claims_that_exist(plate, tmp_path):
    sidecar = render(plate, tmp_path)
    assert sidecar["files"]
    assert set(plate.shows) <= {claim.id for claim in load("invariances")}


def test_path_counts_are_products():
    data = paths.path_counts.data()
    assert data["dense_8"].tolist() == [8**d for d in data["depth"]]
    assert data["complete"].tolist() == [2**d for d in data["depth"]]


def test_signs_of_the_trees():
    data = paths.trees.data()
    assert set(data["weights_paths"]) == set(data["weights_sizes"]) == {1.0, -1.0}
    assert len(data["edges_paths"]) == len(data["edges_sizes"]) + 4
    assert sorted(data["reads_paths"]) == [-0.25, 0.5, 1.5, 2]
    assert np.abs(data["reads_paths"]).tolist() == data["reads_sizes"].tolist()


def test_the_law_of_a_step_is_the_drift():
    data = drift.step_drift.data()
    assert data["law"] == pytest.approx(data["measured"], rel=1e-9)
    assert (data["bound"] >= data["measured"]).all()


def test_heatmaps_keep_what_is_conserved():
    data = drift.heatmaps.data()
    for name in ("linear", "convolution", "block"):
        assert np.abs(data[name]).max() < 1e-9
    assert np.abs(np.diagonal(data["relu"])).max() < 1e-9
    assert np.abs(data["relu"]).max() > 1e-3
    assert np.abs(data["inertia"]).max() > 1e-3


def test_tail_is_within_its_bounds():
    data = tail.low_rank_tail.data()
    for name in ("dense", "free"):
        assert data[f"ratio_{name}"][-1] > 0.99
    assert data["ratio_relu"][-1] < 0.9
    late = np.isfinite(data["sine"][:, 1])
    assert (data["sine"][late, 0] <= data["sine"][late, 1]).all()


def test_depth_delays_rank_one_and_the_log_risk_gets_there():
    data = depth.depth_and_scale.data()
    assert data["ratio_three"][-1] > data["ratio_four"][-1] > 0.99 > data["ratio_five"][-1] > 0.9
    assert data["ratio_wide"][-1] < 0.6
    assert (data["ratio_log_risk"][-1] > 0.98).all()
    assert (np.diff(data["margin"][20:], axis=0) > 0).all()


def test_flows_that_slide_conserve_at_vertices():
    data = drift.sliding_share.data()
    for width in (3, 6):
        assert np.isfinite(data[f"first_{width}"]).any()
        assert data[f"drift_{width}"][0] < 1e-10


def test_laws_are_counted():
    data = laws.law_counts.data()
    h = np.arange(1, 5)
    assert data["one"].tolist() == (h**2).tolist()
    assert data["stride"].tolist() == data["two"].tolist() == (h * (h + 1) // 2).tolist()
    assert data["independent_1"].tolist() == [2 * k - 1 for k in range(1, 6)]


def test_ratios_stay_above_what_theorem_2_allows():
    data = laws.reduced_alignment.data()
    for name in ("free", "convolution"):
        assert (data[f"ratio_{name}"] > data[f"bound_{name}"]).all()
        assert data[f"gamma_{name}"][0] == 4
    assert data["ratio_free"][-1] > 0.99
