import doctest
from fractions import Fraction
from itertools import pairwise

import array_api_strict as strict
import numpy as np
import pytest

from numerics.descent import steps as momentum_steps
from numerics.dying_relu.relu_unit import front, population_gradient, training
from numerics.dying_relu.relu_unit.training import LABELS, outcome, outcome_codes, train

AXIS = (np.arange(12) + 0.5) / 6 - 1
W, B = (x.ravel() for x in np.meshgrid(AXIS, AXIS))


def by_hand(w, b, gamma, eta, beta, steps, target, form):
    """The update from its definition, through the module of Eqs. 6-7."""
    m, n = np.zeros_like(w), np.zeros_like(b)
    for _ in range(steps):
        by_w, by_b = population_gradient(w, b, gamma, target)
        w, m = momentum_steps.step(w, m, by_w, eta=eta, beta=beta, form=form)
        b, n = momentum_steps.step(b, n, by_b, eta=eta, beta=beta, form=form)
    return w, b


@pytest.mark.parametrize("target", ["linear", "relu"])
@pytest.mark.parametrize(("form", "beta"), [("ema", 0.0), ("ema", 0.9), ("classical", 0.9)])
@pytest.mark.parametrize("steps", [1, 8, 21])
def test_runs_are_momentum_descent_in_the_plane_and_in_space(target, form, beta, steps):
    how = {"gamma": 0.3, "eta": 0.1, "beta": beta, "target": target, "form": form}
    for w in (W[:, None], np.stack([0.2 + 0 * W, W], axis=-1)):
        expected = by_hand(w, B, steps=steps, **how)
        end = train(w, B, steps=steps, **how)
        # Rounding 1e-16 a step, which orbits near the separatrix amplify.
        np.testing.assert_allclose(end.w, expected[0], rtol=0, atol=1e-12)
        np.testing.assert_allclose(end.b, expected[1], rtol=0, atol=1e-12)
        assert (end.steps == steps).all()
        assert not end.settled.any()


def test_every_start_may_have_its_own_constants():
    gamma, beta = np.linspace(0.1, 1, 144), np.linspace(0, 0.9, 144)
    together = train(W[:, None], B, gamma=gamma, eta=0.1, beta=beta, steps=30)
    for i in (0, 17, 100):
        alone = train(W[i : i + 1, None], B[i : i + 1], gamma=gamma[i], eta=0.1, beta=beta[i], steps=30)
        np.testing.assert_allclose(alone.w[0], together.w[i], rtol=0, atol=1e-14)
        np.testing.assert_allclose(alone.b[0], together.b[i], rtol=0, atol=1e-14)


@pytest.mark.parametrize("spare", [0, 1])
def test_settled_starts_retire_where_the_rule_says(spare):
    w = np.stack([W] * (1 + spare), axis=-1) if spare else W[:, None]
    steps, tolerance = 203, 1e-4
    end = train(w, B, gamma=1.0, eta=0.1, steps=steps, tolerance=tolerance)
    assert 0 < end.settled.sum() < end.settled.size
    assert (end.steps[~end.settled] == steps).all()
    assert ((steps - end.steps) % front.EVERY == 0).all()
    # The last update of a settled start is short, and the one eight updates earlier was not.
    for i in np.flatnonzero(end.settled)[::20]:
        count = int(end.steps[i])
        path = [
            train(w[i : i + 1], B[i : i + 1], gamma=1.0, eta=0.1, steps=n)
            for n in range(max(1, count - 9), count + 1)
        ]
        moves = [np.hypot(np.linalg.norm(q.w - p.w), q.b[0] - p.b[0]) for p, q in pairwise(path)]
        np.testing.assert_allclose(path[-1].w[0], end.w[i], rtol=0, atol=1e-13)
        assert moves[-1] < tolerance
        if count > 9:
            assert moves[-1 - front.EVERY] >= tolerance


def test_more_starts_than_fit_at_a_time_come_back_in_order(monkeypatch):
    how = {"gamma": 0.5, "eta": 0.1, "beta": 0.5, "steps": 500, "tolerance": 1e-5}
    whole = train(W[:, None], B, **how)
    monkeypatch.setattr(front, "CAPACITY", 16)
    pieces = train(W[:, None], B, **how)
    for one, other in zip(whole, pieces, strict=True):
        np.testing.assert_array_equal(one, other)


def test_shapes_follow_the_arguments():
    end = train(np.ones((3, 1, 2)), np.zeros(4), gamma=1.0, eta=0.1, steps=2)
    assert end.w.shape == (3, 4, 2)
    assert end.b.shape == end.steps.shape == end.settled.shape == (3, 4)
    alone = train([0.5], 0.1, gamma=1.0, eta=0.1, steps=2)
    assert alone.w.shape == (1,)
    assert alone.b.shape == ()
    nothing = train(np.zeros((0, 1)), np.zeros(0), gamma=1.0, eta=0.1, steps=2)
    assert nothing.w.shape == (0, 1)


def test_critical_points_stay_where_they_are():
    end = train([[0.0], [0.0], [0.7]], [0.0, -1.0, 0.0], gamma=0.7, eta=0.5, beta=0.9, steps=100)
    np.testing.assert_allclose(end.w[:, 0], [0, 0, 0.7], rtol=0, atol=1e-15)
    np.testing.assert_allclose(end.b, [0, -1, 0], rtol=0, atol=1e-15)


def test_scaling_start_and_target_scales_the_run():
    one = train(W[:, None], B, gamma=1.0, eta=0.1, beta=0.8, steps=200)
    small = train(0.01 * W[:, None], 0.01 * B, gamma=0.01, eta=0.1, beta=0.8, steps=200)
    np.testing.assert_allclose(small.w, 0.01 * one.w, rtol=0, atol=1e-13)
    np.testing.assert_allclose(small.b, 0.01 * one.b, rtol=0, atol=1e-13)


def test_other_array_libraries_and_single_precision():
    how = {"gamma": 0.5, "eta": 0.1, "beta": 0.5, "steps": 20}
    expected = train(W[:20, None], B[:20], **how)
    end = train(strict.asarray(W[:20, None]), strict.asarray(B[:20]), **how)
    assert isinstance(end.w, type(strict.asarray(0.0)))
    np.testing.assert_allclose(np.asarray(end.b), expected.b, rtol=0, atol=1e-13)
    single = train(W[:20, None].astype(np.float32), B[:20].astype(np.float32), **how)
    assert single.w.dtype == np.float32
    np.testing.assert_allclose(single.w, expected.w, rtol=0, atol=1e-5)


def test_labels():
    w, b = [[1.1], [1.1], [0.1], [0.1], [0.0], [0.0]], [0.15, 0.19, -0.31, -0.29, -1.0, 1.0]
    expected = ["optimum", "undecided", "dead", "undecided", "dead", "undecided"]
    assert outcome(w, b, 1.0).tolist() == expected
    assert outcome_codes(w, b, 1.0).tolist() == [LABELS.index(label) for label in expected]
    assert outcome([[0.0, 1.1], [0.3, 1.1]], 0.0, 1.0).tolist() == ["optimum", "undecided"]
    assert outcome([1.0], 0.5, 1.0, radius=0.6) == "optimum"
    assert outcome([1.0], -2.0, 1.0, kappa=1.5) == "dead"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"steps": 0}, "steps"),
        ({"steps": 1.0}, "steps"),
        ({"tolerance": -1e-9}, "tolerance"),
        ({"tolerance": [1e-6, 1e-6]}, "tolerance"),
        ({"target": "lin"}, "target"),
        ({"form": "nesterov"}, "form"),
        ({"field": "wrong"}, "field"),
        ({"field": "sign dropped", "target": "relu"}, "field"),
        ({"field": "sign dropped", "w0": [[1.0, 2.0]]}, "field"),
        ({"eta": 0.0}, "eta"),
        ({"eta": 1e200}, "eta"),
        ({"beta": 1.0}, "beta"),
        ({"gamma": 0.0}, "gamma"),
        ({"gamma": Fraction(1, 2)}, "gamma"),
        ({"w0": 0.5}, "w"),
        ({"b0": [0.1, 0.2, 0.3], "w0": [[0.1], [0.2]]}, "b"),
    ],
)
def test_bad_arguments_are_named(changed, message):
    good = {"w0": [[0.5]], "b0": 0.1, "gamma": 1.0, "eta": 0.1, "steps": 300}
    with pytest.raises((TypeError, ValueError), match=rf"\b{message}"):
        train(**(good | changed))


def test_bad_arguments_drawn_at_random(rejects):
    good = {"w0": np.full((3, 1), 0.1), "b0": np.full(3, 0.1), "gamma": 1.0, "eta": 0.1, "steps": 2}
    kinds = {"gamma": "positive", "eta": "positive", "beta": "momentum", "target": "choice", "form": "choice"}
    rejects(train, good, kinds, calls=200)
    rejects(outcome, {"w": np.full((3, 1), 0.1), "b": 0.1, "gamma": 1.0}, {"gamma": "positive"}, calls=50)
    for name in ("kappa", "radius"):
        with pytest.raises(ValueError, match=name):
            outcome([0.1], 0.1, 1.0, **{name: 0.0})


def test_examples_in_docstrings():
    assert doctest.testmod(training).failed == 0
