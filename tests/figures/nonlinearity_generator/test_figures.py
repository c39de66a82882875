"""The numbers behind the figures on the nonlinearity generator."""

import numpy as np
import pytest
from scipy.stats import norm

from figures.nonlinearity_generator import curves, depth, fig1, fig2, fig3, recorded, variance_sandwich
from figures.output import render
from figures.registry import load
from numerics.nonlinearity_generator.experiments import records


def test_figures_show_claims_of_their_own_paper():
    shown = [claim for plate in load("nonlinearity_generator") for claim in plate.shows]
    assert all(claim.startswith("nonlinearity_generator.") for claim in shown)


def test_numbers_hash_alike_and_pictures_agree_to_the_byte(tmp_path):
    sidecars = [render(fig1.shape, tmp_path / name) for name in ("one", "two")]
    assert sidecars[0] == sidecars[1]
    for name in sidecars[0]["files"].values():
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_curves_means_and_zeros():
    data = fig1.shape.data()
    np.testing.assert_array_equal(data["output"], np.maximum(data["x"], fig1.LEVELS[:, None]))
    np.testing.assert_allclose(
        data["mean"][0], data["t"] * norm.cdf(data["t"]) + norm.pdf(data["t"]), atol=1e-9
    )
    for mean, zero in zip(fig1.MEANS[1:], data["zero"], strict=True):
        assert zero * norm.cdf(zero - mean) + mean * norm.cdf(mean - zero) + norm.pdf(zero - mean) == (
            pytest.approx(0, abs=1e-7)
        )


def test_the_identity_meets_the_measured_variance():
    data = variance_sandwich.sandwich.data()
    for name in variance_sandwich.NETWORKS:
        exact = np.log10((10.0 ** data[f"{name}_parts"]).sum(axis=-1))
        np.testing.assert_allclose(exact, data[f"{name}_measured"], atol=1e-6)


def test_recorded_curves_are_those_of_the_record():
    data = recorded.plain_20.data()
    assert {name.rpartition("_")[0] for name in data} == {"generator", "relu", "prelu"}
    for run in records.stored().runs:
        np.testing.assert_array_equal(data[f"{run.setting.activation}_loss"], run.losses)


def test_depths():
    data = depth.through_depth.data()
    np.testing.assert_allclose(data["relu_variance"], 0, atol=1e-8)
    np.testing.assert_allclose(data["prelu_variance"], np.arange(56) * np.log10(1.0625), atol=1e-7)
    np.testing.assert_allclose(data["relu_narrow_variance"], -np.arange(56) * np.log10(2), atol=1e-7)
    assert (np.diff(data["generator_variance"]) < 0).all()
    assert data["relu_shift"] == pytest.approx(np.sqrt(1 / (np.pi - 1)), abs=1e-7)


def test_thresholds_start_at_minus_one_and_spread(monkeypatch):
    monkeypatch.setattr(fig2, "MOMENTS", (1, 40))
    data = fig2.thresholds.compute(0, 1)
    assert data["thresholds"].shape == (2, fig2.DEPTH - 1, 2 * fig2.WIDTH)
    start, later = data["thresholds"].std(axis=(1, 2))
    assert later > 3 * start
    assert np.abs(data["thresholds"].mean(axis=(1, 2)) + 1).max() < 0.05


def test_shares_of_the_mean_shift(monkeypatch):
    monkeypatch.setattr(fig3, "RUNS", 2)
    data = fig3.weight_updates.compute(3)
    for name in curves.LOOKS:
        assert data[f"{name}_variance"].shape == data[f"{name}_forward"].shape == (2, fig3.DEPTH)
    shares = {name: float(np.median(data[f"{name}_forward"])) for name in curves.LOOKS}
    assert shares["relu"] > shares["prelu"] > 5 * shares["generator"]


def test_training_curves(monkeypatch):
    monkeypatch.setattr(curves, "MOMENTS", (0, 20))
    data = curves.curves.compute(0)
    for panel in curves.PANELS:
        for name in curves.LOOKS:
            assert data[f"{panel}_{name}"].shape == (1, 2)
    assert data["dense_generator"][0, 1] > data["dense_relu"][0, 1]
