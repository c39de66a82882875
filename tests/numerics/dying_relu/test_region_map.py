import numpy as np
import pytest
from scipy.stats import norm

from numerics.dying_relu import region_map as maps
from numerics.dying_relu.region_map import region_map
from numerics.dying_relu.relu_unit.training import LABELS, outcome, train


def test_a_map_labels_the_starts_of_its_grid():
    found = region_map(gamma=0.5, nodes=14, eta=0.2, beta=0.5, steps=400, extent=2.0, target="relu")
    w, b = np.meshgrid(found.axis, found.axis)
    end = train(w[..., None], b, gamma=0.5, eta=0.2, beta=0.5, steps=400, tolerance=1e-6, target="relu")
    np.testing.assert_array_equal(np.asarray(LABELS)[found.codes], outcome(end.w, end.b, 0.5))
    assert found.codes.dtype == np.int8
    assert found.axis[0] == pytest.approx(-2 + 2 / 14)
    assert sum(found.share(label) for label in LABELS) == pytest.approx(1)


def test_chunks_workers_and_resuming_change_nothing(monkeypatch, tmp_path):
    how = {"gamma": 0.5, "nodes": 10, "steps": 300}
    whole = region_map(**how)
    monkeypatch.setattr(maps, "STARTS_PER_CHUNK", 30)
    for extra in ({}, {"folder": tmp_path}, {"folder": tmp_path}, {"workers": 2}):
        np.testing.assert_array_equal(region_map(**how, **extra).codes, whole.codes)


@pytest.mark.parametrize("target", ["linear", "relu"])
@pytest.mark.parametrize("gamma", [1.0, 0.1])
def test_certified_exits_agree_with_runs_to_the_end(target, gamma):
    run = region_map(gamma=gamma, nodes=10, steps=4000, target=target, tolerance=1e-9)
    exits = region_map(gamma=gamma, nodes=10, steps=4000, target=target, tolerance=1e-9, exits=True)
    decided = run.codes != LABELS.index("undecided")
    np.testing.assert_array_equal(exits.codes[decided], run.codes[decided])


@pytest.mark.parametrize("target", ["linear", "relu"])
@pytest.mark.parametrize("eta", [0.1, 1.0])
def test_what_is_beyond_recovery_stays_so_and_what_is_trapped_draws_nearer(target, eta):
    for gamma in (1.0, 0.1):
        axis = gamma * maps.nodes_of(40, 1.5)
        w, b = (x.ravel() for x in np.meshgrid(axis, axis))
        end = train(w[:, None], b, gamma=gamma, eta=eta, steps=1, target=target)
        lost = maps.beyond_recovery(w, b, gamma, eta, target)
        assert lost.any()
        assert maps.beyond_recovery(end.w[lost, 0], end.b[lost], gamma, eta, target).all()
        near = maps.trapped(w, b, gamma)
        before = np.hypot(w - gamma, b)
        assert near.any()
        assert (np.hypot(end.w[:, 0] - gamma, end.b)[near] <= before[near] * (1 - eta / 80) + 1e-15).all()


def test_the_bound_is_above_the_maximum_and_close_to_it():
    t = np.linspace(0, 12, 100_001)
    highest = (t * (norm.cdf(-t) + t * norm.pdf(t))).max()
    assert highest < maps.G_BOUND < highest + 1e-5


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"nodes": 0}, "nodes"),
        ({"extent": 0.0}, "extent"),
        ({"gamma": -1.0}, "gamma"),
        ({"gamma": [1.0, 2.0]}, "gamma"),
        ({"eta": [0.1, 0.2]}, "eta"),
        ({"tolerance": -1.0}, "tolerance"),
        ({"exits": 1}, "exits"),
        ({"exits": True, "beta": 0.5}, "exits"),
        ({"exits": True, "eta": 1.5}, "exits"),
        ({"exits": True, "field": "sign dropped"}, "exits"),
        ({"field": "sign dropped", "target": "relu"}, "field"),
        ({"steps": 0}, "steps"),
        ({"workers": 0}, "workers"),
    ],
)
def test_bad_arguments_are_named(changed, message):
    with pytest.raises((TypeError, ValueError), match=rf"\b{message}"):
        region_map(**({"gamma": 1.0, "nodes": 2, "steps": 8} | changed))


def test_shares_are_asked_for_by_label():
    with pytest.raises(ValueError, match="label"):
        region_map(gamma=1.0, nodes=2, steps=8).share("alive")
