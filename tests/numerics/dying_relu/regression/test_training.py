"""Training: seeds, pairs, target scales, records, and arrays of other libraries."""

import array_api_strict
import numpy as np
import pytest

from numerics.data.tables import synthetic
from numerics.descent.optimisers import Adam, Sgd
from numerics.dying_relu.regression import network, train
from numerics.dying_relu.regression import training as regression
from numerics.dying_relu.regression.network import Architecture

TABLE = synthetic(40, 5, seed=2)
NET = Architecture(5, 6, 2)
RUN = {"gammas": (1.0, 0.01), "seeds": (3, 5), "steps": 30, "batch": 8}


def _train(net=NET, **changes):
    return train(TABLE.inputs, TABLE.targets, net, **{**RUN, **changes})


@pytest.mark.parametrize("kind", network.KINDS)
def test_runs_do_not_depend_on_their_company(kind):
    net = Architecture(5, 6, 2, kind)
    both = _train(net)
    assert both.error.shape == both.dead.shape == (2, 2, 2)
    for i, seed in enumerate(RUN["seeds"]):
        for j, gamma in enumerate(RUN["gammas"]):
            alone = _train(net, seeds=(seed,), gammas=(gamma,))
            np.testing.assert_allclose(alone.error[0, 0], both.error[i, j], rtol=1e-9)
            assert np.array_equal(alone.dead[0, 0], both.dead[i, j])


def test_twice_the_same_and_seeds_differ():
    first, again = _train(), _train()
    assert np.array_equal(first.error, again.error)
    assert not np.isclose(first.error[0, 0, 1], first.error[1, 0, 1])


def test_twins_share_their_start():
    starts = regression.starts(NET, (3, 5))
    out = network.output(NET, starts, TABLE.inputs)
    error = _train().error[:, :, 0]
    for j, gamma in enumerate(RUN["gammas"]):
        expected = np.sqrt(np.mean((out - gamma * TABLE.targets) ** 2, axis=-1)) / gamma
        np.testing.assert_allclose(error[:, j], expected, rtol=1e-12)


def test_one_step_of_descent_by_hand():
    net = Architecture(5, 4)
    course = train(
        TABLE.inputs, TABLE.targets, net, gammas=(0.5,), seeds=(1,), optimiser=Sgd(0.1), steps=1, batch=40
    )
    start = {name: value[0] for name, value in regression.starts(net, (1,)).items()}
    slopes = network.gradients(net, start, TABLE.inputs, TABLE.targets / 2)[1]  # all rows
    after = {name: start[name] - 0.1 * slopes[name] for name in start}
    error = network.output(net, after, TABLE.inputs) - TABLE.targets / 2
    assert course.error[0, 0, 1] == pytest.approx(2 * np.sqrt(np.mean(error**2)), rel=1e-12)


def test_training_learns():
    course = _train(Architecture(5, 32), steps=600, optimiser=Adam(3e-3), gammas=(1.0,))
    assert np.all(course.error[..., 1] < 0.5 * course.error[..., 0])


def test_every_row_is_seen_once_in_a_round():
    batches = regression._batches((3, 5), rows=10, batch=3)
    rounds = [next(batches) for _ in range(6)]
    for seed in range(2):
        for first in (0, 3):
            seen = np.concatenate([rows[seed] for rows in rounds[first : first + 3]])
            assert np.unique(seen).size == 9
    assert not np.array_equal(rounds[0][0], rounds[0][1])


def test_record_says_when():
    course = _train(record=(0, 10, 30))
    assert course.steps == (0, 10, 30)
    assert course.error.shape == (2, 2, 3)
    np.testing.assert_array_equal(course.error[..., [0, 2]], _train().error)
    assert _train(steps=0).steps == (0,)
    assert _train(record=[10]).steps == (10,)


def test_single_precision_follows_the_table():
    single = train(TABLE.inputs.astype(np.float32), TABLE.targets.astype(np.float32), NET, **RUN)
    assert single.error.dtype == np.float32
    np.testing.assert_allclose(single.error, _train().error, rtol=1e-3)


@pytest.mark.parametrize("kind", network.KINDS)
def test_any_array_library(kind):
    net = Architecture(5, 6, 2, kind)
    xp = array_api_strict
    strict = train(xp.asarray(TABLE.inputs), xp.asarray(TABLE.targets), net, **{**RUN, "steps": 5})
    ours = _train(net, steps=5)
    np.testing.assert_allclose(np.asarray(strict.error), ours.error, rtol=1e-9)
    assert np.array_equal(np.asarray(strict.dead), ours.dead)


def test_divergence_is_reported():
    with pytest.raises(ValueError, match="optimiser must be slow enough"):
        _train(optimiser=Sgd(1e6))


GOOD = {"x": TABLE.inputs, "y": TABLE.targets, "net": NET, **RUN}


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("x", TABLE.inputs[:, :4]),
        ("x", TABLE.targets),
        ("x", TABLE.inputs + np.nan),
        ("x", "table"),
        ("y", TABLE.targets[:7]),
        ("y", None),
        ("net", "plain"),
        ("gammas", ()),
        ("gammas", (1.0, 0.0)),
        ("gammas", (-1.0,)),
        ("gammas", "1"),
        ("gammas", 1.0),
        ("gammas", (float("nan"),)),
        ("gammas", ((1.0, 2.0),)),
        ("seeds", ()),
        ("seeds", (-1,)),
        ("seeds", (1.5,)),
        ("seeds", 3),
        ("optimiser", "adam"),
        ("steps", -1),
        ("steps", 2.0),
        ("batch", 0),
        ("batch", 41),
        ("batch", True),
        ("record", ()),
        ("record", (3, 2)),
        ("record", (0, 31)),
        ("record", (0.5,)),
    ],
)
def test_bad_arguments_are_named(name, bad):
    with pytest.raises((ValueError, TypeError), match=rf"^{name}\b.*must be"):
        train(**{**GOOD, name: bad})


def test_a_batch_of_one_cannot_be_normalised():
    with pytest.raises(ValueError, match=r"^batch must be .* at least 2"):
        _train(Architecture(5, 6, 2, "residual"), batch=1)


@pytest.mark.parametrize("kind", network.KINDS)
def test_training_step_by_step(kind):
    """One run after the other, every parameter on its own, Adam as published; twins see the same rows."""
    net, steps, batch = Architecture(5, 6, 2, kind), 13, 9  # four mini-batches a round
    course = _train(net, steps=steps, batch=batch)
    for i, seed in enumerate(RUN["seeds"]):
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(1,)))
        rounds = [rng.permutation(40)[:36].reshape(4, 9) for _ in range(4)]
        order = np.concatenate(rounds)[:steps]
        for j, gamma in enumerate(RUN["gammas"]):
            theta = {name: value[0].copy() for name, value in regression.starts(net, (seed,)).items()}
            m, v = ({name: np.zeros_like(value) for name, value in theta.items()} for _ in range(2))
            for t, rows in enumerate(order, start=1):
                g = network.gradients(net, theta, TABLE.inputs[rows], gamma * TABLE.targets[rows])[1]
                for name, value in theta.items():
                    m[name] = 0.9 * m[name] + 0.1 * g[name]
                    v[name] = 0.999 * v[name] + 0.001 * g[name] ** 2
                    step = (m[name] / (1 - 0.9**t)) / (np.sqrt(v[name] / (1 - 0.999**t)) + 1e-8)
                    theta[name] = value - 0.001 * step
            error = network.output(net, theta, TABLE.inputs) / gamma - TABLE.targets
            # Steps of Adam on gradients that nearly cancel magnify rounding.
            assert course.error[i, j, 1] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-9)
            dead = network.dead_units(net, theta, TABLE.inputs)
            assert course.dead[i, j, 1] == dead.mean()
