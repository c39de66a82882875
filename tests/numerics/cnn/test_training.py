"""Training runs: the same from the same seed, resumed to the same bytes, and ended where a loss is lost."""

import doctest

import array_api_strict
import numpy as np
import pytest

from numerics import nonlinearity_generator as ng
from numerics.cnn import Chain, Dense, ReLU, dense_stack, history, measurement, plain, rates
from numerics.cnn.evaluation import accuracy
from numerics.cnn.history import History, TrainingProgress
from numerics.cnn.measurement import clipped_shares, mean_levels, update_parts, variance_parts
from numerics.cnn.rates import Augmentation, Plateau, Schedule
from numerics.cnn.training import train
from numerics.sweeps.chunk_store import ChunkStore


@pytest.fixture(scope="module")
def task():
    """Noisy pictures of four classes, 6 x 6, which a small network learns at once."""
    rng = np.random.default_rng(0)
    patterns = rng.standard_normal((4, 8, 8, 2))
    labels = rng.integers(0, 4, 120)
    images = (patterns[labels] + 0.3 * rng.standard_normal((120, 8, 8, 2))).astype(np.float32)
    return images[:90], labels[:90], (images[90:], labels[90:])


def net(kind="dense", activation="generator", seed=0):
    rng = np.random.default_rng(seed)
    if kind == "dense":
        return dense_stack(3, 8, activation, rng=rng, inputs=128, classes=4, batch_norm=True)
    return plain(8, activation, rng=rng, image=(8, 8, 2), classes=4, widths=(2, 3, 4), batch_norm=True)


def run(model, task, **changes):
    images, labels, test = task
    given = {"steps": 12, "batch": 16, "rate": Schedule(0.1, (8,)), "seed": 3, "test": test}
    return train(model, images, labels, **(given | changes))


def everything(model, history):
    parts = [parameter.value for parameter in model.parameters] + list(model.state.values())
    return b"".join(array.tobytes() for array in [*parts, *history.arrays().values()])


def test_a_network_learns_and_what_was_measured_is_told(task):
    model = net()
    history = run(model, task, steps=60, record=[0, 30, 60])
    assert history.outcome == "finished"
    assert history.diverged_at is None
    assert history.losses.shape == history.batch_accuracies.shape == (60,)
    assert history.losses[-5:].mean() < 0.3 * history.losses[:5].mean()
    assert history.steps.tolist() == [0, 30, 60]
    assert history.test_accuracies[0] < 0.7 < 0.9 < history.test_accuracies[2]
    assert history.train_accuracies[2] > 0.9
    assert history.clipped.shape == history.levels.shape == (3, 2)
    assert history.variances.shape == (3, 3, 3)
    np.testing.assert_allclose(history.shares.sum(axis=-1), 1)
    assert (history.levels[0] == -1).all()
    assert (history.levels[2] != -1).all()
    assert history.last(10) == history.batch_accuracies[-10:].mean()
    assert accuracy(model, *task[2]) == history.test_accuracies[2]


@pytest.mark.parametrize("changes", [{}, {"augmentation": Augmentation(2, flip=True)}])
def test_the_same_seed_gives_the_same_bytes_and_another_does_not(task, changes):
    runs = []
    for seed in (3, 3, 4):
        model = net()
        runs.append(everything(model, run(model, task, seed=seed, **changes)))
    assert runs[0] == runs[1] != runs[2]


class Stop(Exception):
    """Ends a run from outside."""


@pytest.mark.parametrize("kind", ["dense", "plain"])
@pytest.mark.parametrize("stop", [4, 6, 9])
def test_a_stopped_run_goes_on_to_the_same_bytes(task, tmp_path, kind, stop):
    changes = {"augmentation": Augmentation(1), "record": [0, 3, 6, 12], "save_every": 3}
    whole = net(kind)
    expected = everything(whole, run(whole, task, folder=tmp_path / "whole", **changes))

    def halt(state):
        if state.step == stop:
            raise Stop

    model = net(kind)
    with pytest.raises(Stop):
        run(model, task, folder=tmp_path / "parts", progress=halt, **changes)
    seen = []
    model = net(kind)
    history = run(model, task, folder=tmp_path / "parts", progress=seen.append, **changes)
    assert seen[0].resumed == stop - stop % 3
    assert everything(model, history) == expected
    [first], [second] = (list((tmp_path / where).glob("*.npz")) for where in ("whole", "parts"))
    assert first.read_bytes() == second.read_bytes()

    finished = net(kind)
    assert (
        everything(finished, run(finished, task, folder=tmp_path / "parts", progress=halt, **changes))
        == expected
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 4},
        {"batch": 15},
        {"rate": 0.1},
        {"steps": 13},
        {"decay": 0.0},
        {"augmentation": Augmentation()},
    ],
)
def test_another_run_does_not_go_on_from_there(task, tmp_path, changes):
    run(net(), task, folder=tmp_path)
    seen = []
    run(net(), task, folder=tmp_path, progress=seen.append, **changes)
    run(net(seed=1), task, folder=tmp_path, progress=seen.append)
    assert {state.resumed for state in seen} == {0}


@pytest.mark.parametrize("stop", [5, 11])
def test_a_rate_that_waits_for_a_plateau_drops_ends_the_run_and_resumes(task, tmp_path, stop):
    """At a rate that changes nothing every record is a stall but the first."""
    changes = {"rate": Plateau(1e-12, 2, drops=2), "record": range(0, 41, 2), "steps": 40, "save_every": 5}
    whole = net()
    history = run(whole, task, folder=tmp_path / "whole", **changes)
    assert len(history.losses) == 12  # three stalls of two records, after the first
    assert history.outcome == "finished"
    expected = everything(whole, history)

    def halt(state):
        if state.step == stop:
            raise Stop

    model = net()
    with pytest.raises(Stop):
        run(model, task, folder=tmp_path / "parts", progress=halt, **changes)
    for _ in range(2):
        model = net()
        assert everything(model, run(model, task, folder=tmp_path / "parts", **changes)) == expected


def test_rates_fall_at_a_plateau(task):
    rate = Plateau(0.1, 2, drops=2)
    assert [rate.after([0.5] * n) for n in range(8)] == pytest.approx(
        [0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001, 0.001]
    )
    assert [rate.ends([0.5] * n) for n in range(8)] == [False] * 7 + [True]
    assert rate.stalls([0.1, 0.2, 0.2, 0.3, 0.3, 0.4]) == 0
    with pytest.raises(ValueError, match="test must be images and labels"):
        run(net(), task, rate=rate, test=None)
    with pytest.raises(ValueError, match="patience"):
        Plateau(0.1, 0)


def test_a_damaged_checkpoint_is_not_trusted(task, tmp_path):
    model = net()
    expected = everything(model, run(model, task, folder=tmp_path))
    [path] = ChunkStore(tmp_path).folder.glob("*.npz")
    path.write_bytes(path.read_bytes()[:-100])
    again = net()
    assert everything(again, run(again, task, folder=tmp_path)) == expected


@pytest.mark.parametrize("kind", ["dense", "plain"])
@pytest.mark.parametrize("activation", ["generator", "relu", "prelu"])
def test_divergence_is_an_outcome(task, tmp_path, kind, activation):
    if kind == "dense":
        model = dense_stack(4, 8, activation, rng=np.random.default_rng(0), inputs=128, classes=4)
    else:
        model = plain(
            8, activation, rng=np.random.default_rng(0), image=(8, 8, 2), classes=4, widths=(2, 3, 4)
        )
    start = [parameter.value.copy() for parameter in model.parameters]
    history = run(model, task, rate=1e25, steps=50, batch=40, folder=tmp_path)
    assert history.outcome == "diverged"
    assert history.diverged_at == len(history.losses) > 0
    assert np.isfinite(history.losses).all()
    assert history.last() == 0.1
    for parameter, value in zip(model.parameters, start, strict=True):
        parameter.value[...] = value
    again = run(model, task, rate=1e25, steps=50, batch=40, folder=tmp_path)
    assert again.diverged_at == history.diverged_at


@pytest.mark.parametrize(
    ("losses", "outcome"),
    [
        ([2.3, 9.0, 9.0, 9.0, 2.0, 1.0, 1.0, 1.0], "finished"),
        ([2.3, 1.0, 1.0, 1.0, 2.0, 1.0, 9.0, 1e19], "diverged"),
        ([2.3, 2.4, 2.5, 2.4, 2.4, 2.4, 2.4, 2.2], "finished"),
        ([2.3, 9.0, 9.0], "finished"),
        ([], "finished"),
    ],
)
def test_a_loss_above_its_start_to_the_end_is_a_divergence(losses, outcome):
    history = History(losses=np.array(losses))
    assert history.outcome == outcome
    assert history.diverged_at is None


@pytest.mark.parametrize("kind", ["dense", "plain"])
def test_arrays_of_another_library(task, tmp_path, kind):
    """On the strict ones, losses agree to rounding, and a stopped run goes on as it does on NumPy's."""
    expected = run(net(kind), task).losses
    model = net(kind)
    model.convert(array_api_strict.asarray)
    history = run(model, task, folder=tmp_path)
    np.testing.assert_allclose(history.losses, expected, rtol=1e-3)
    again = net(kind)
    again.convert(array_api_strict.asarray)
    seen = []
    assert run(again, task, folder=tmp_path, progress=seen.append).losses.tolist() == history.losses.tolist()
    assert seen == []
    values = [np.asarray(parameter.value) for parameter in again.parameters]
    assert all(np.array_equal(v, np.asarray(p.value)) for v, p in zip(values, model.parameters, strict=True))


def test_no_steps_and_no_records(task):
    history = run(net(), task, steps=0)
    assert history.steps.tolist() == [0]
    assert history.losses.size == 0
    assert np.isnan(history.last())
    history = run(net(), task, record=[], test=None)
    assert history.steps.size == 0
    assert history.losses.size == 12
    history = run(net(), task, test=None)
    assert np.isnan(history.test_accuracies).all()
    assert history.steps.tolist() == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 12]


def test_measuring_does_not_touch_the_run(task):
    often, never = net("plain"), net("plain")
    run(often, task, record=range(13))
    run(never, task, record=[])
    for first, second in zip(often.parameters, never.parameters, strict=True):
        assert np.array_equal(first.value, second.value)
    assert all(np.array_equal(often.state[name], never.state[name]) for name in often.state)


def test_every_epoch_meets_every_image_once(task):
    """With batches of the whole set, all orders give the same loss."""
    images, labels, _ = task
    losses = [train(net(), images, labels, steps=1, batch=90, rate=0.1, seed=s).losses[0] for s in (0, 1)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_progress_tells_loss_and_time_left(task):
    seen = []
    history = run(net(), task, progress=seen.append)
    assert [state.step for state in seen] == list(range(1, 13))
    assert [state.loss for state in seen] == history.losses.tolist()
    assert seen[-1].seconds_left == 0
    assert TrainingProgress(step=3, steps=9, loss=1.0, seconds=0.0, resumed=3).seconds_left is None


def test_parts_of_a_variance_are_those_of_the_theorem():
    rng = np.random.default_rng(0)
    d, z = rng.standard_normal((5, 4)) + 0.5, rng.standard_normal((5, 7)) - 0.2
    update = z.T @ d / 5
    np.testing.assert_allclose(update_parts(update), ng.variance_parts(d, z), rtol=1e-12)
    np.testing.assert_allclose(update_parts(update).sum(), update.var(), rtol=1e-12)
    np.testing.assert_allclose(update_parts(update.reshape(1, 7, 4)), update_parts(update))


def test_measurements_of_layers():
    model = Chain([Dense(2, 3), ReLU(), Dense(3, 2)])
    x = np.array([[1.0, 2.0]], np.float32)
    assert np.isnan(clipped_shares(model)).all()
    model.forward(x)
    assert clipped_shares(model).tolist() == [1.0]  # all weights are 0
    model.layers[0].bias.value[...] = [1, 1, -1]
    model.forward(x)
    model.forward(x)
    assert clipped_shares(model).tolist() == pytest.approx([1 / 3])  # the last batch alone counts
    assert mean_levels(model).tolist() == [0.0]
    assert mean_levels(net(activation="prelu")).tolist() == [0.25, 0.25]
    model.backward(np.ones((1, 2), np.float32))
    assert variance_parts(model).shape == (2, 3)
    model.parameters[0].gradient[...] = np.nan
    assert np.isnan(variance_parts(model)[0]).all()


def test_history_survives_a_store():
    history = History()
    history.add_step(1.0, 0.5)
    assert History.from_arrays(history.arrays()).losses.tolist() == [1.0]
    history.diverged_at = 7
    again = History.from_arrays(history.arrays())
    assert (again.outcome, again.diverged_at) == ("diverged", 7)


@pytest.mark.parametrize(
    ("changes", "error", "name"),
    [
        ({"steps": -1}, ValueError, "steps"),
        ({"batch": 0}, ValueError, "batch"),
        ({"batch": 91}, ValueError, "batch"),
        ({"rate": 0.0}, ValueError, "start"),
        ({"rate": "1"}, TypeError, "start"),
        ({"seed": -1}, ValueError, "seed"),
        ({"momentum": 1.0}, ValueError, "momentum"),
        ({"record": [13]}, ValueError, "record"),
        ({"record": [-1]}, ValueError, "record"),
        ({"save_every": 0}, ValueError, "save_every"),
        ({"progress": 3}, TypeError, "progress"),
        ({"folder": 3}, TypeError, "folder"),
    ],
)
def test_bad_arguments(task, changes, error, name):
    with pytest.raises(error, match=name):
        run(net(), task, **changes)


def test_bad_images_and_labels(task):
    images, labels, _ = task
    good = {"steps": 1, "batch": 2, "rate": 0.1, "seed": 0}
    with pytest.raises(TypeError, match="images must be a NumPy array"):
        train(net(), images.tolist(), labels, **good)
    with pytest.raises(ValueError, match="images must be of shape"):
        train(net(), images[0], labels, **good)
    with pytest.raises(ValueError, match="labels must be 90 integers"):
        train(net(), images, labels[1:], **good)
    with pytest.raises(ValueError, match="test labels must be"):
        train(net(), images, labels, test=(images, labels + 0.5), **good)
    with pytest.raises(TypeError, match="model must be"):
        train(None, images, labels, **good)


@pytest.mark.parametrize("module", [history, measurement, rates])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0
