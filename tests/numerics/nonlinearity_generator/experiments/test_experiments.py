"""Settings, profiles, runs and results of the experiments with the generator."""

import os
from dataclasses import replace

import numpy as np
import pytest

from numerics import data
from numerics.cnn.history import History
from numerics.data import DataError
from numerics.nonlinearity_generator import experiments as ge
from numerics.nonlinearity_generator.experiments import image_sets
from numerics.nonlinearity_generator.experiments.profiles import seeds
from numerics.nonlinearity_generator.experiments.results import CHANCE, Result
from numerics.nonlinearity_generator.experiments.running import tasks
from numerics.sweeps.chunk_store import content_key
from numerics.sweeps.running import ChunkError

TINY = ge.Setting("e1", "dense", 3, (8,), "generator", rate=0.1, steps=6, batch=16, records=2)


@pytest.fixture(autouse=True)
def toy_digits(monkeypatch):
    """Eight by eight pictures that need no package, in place of the digits."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 80)
    pictures = rng.integers(0, 256, (10, 8, 8, 1))[labels].astype(np.uint8)
    toy = data.standard(data.Dataset("toy", pictures[:60], labels[:60], pictures[60:], labels[60:]))
    monkeypatch.setitem(image_sets.READERS, "digits", lambda: toy)
    cached = image_sets._images, image_sets._count_tests
    for function in cached:
        function.cache_clear()
    yield toy
    for function in cached:
        function.cache_clear()


def test_every_profile_compares_all_activations_on_the_same_terms():
    scaled = [profile for profile in ge.PROFILES if profile != "paper"]
    for profile in scaled:
        for experiment in ge.EXPERIMENTS:
            for have in ((), ("mnist",), ("mnist", "cifar10")):
                found = ge.settings(profile, experiment, have=have)
                if not found:
                    assert (profile, experiment, have) == ("full", "tables3to6", ())
                assert len(set(found)) == len(found)
                assert {setting.experiment for setting in found} <= {experiment}
                panels = {}
                for setting in found:
                    panels.setdefault(setting.panel, []).append(setting)
                for own in panels.values():
                    assert {s.curve for s in own} >= {"relu", "prelu", "generator"}
                    assert len({s.curve for s in own}) == len(own)
                    assert len({replace(s, activation="relu", initialisation="") for s in own}) == 1
                kinds = {"mnist" if setting.data.startswith("mnist") else setting.data for setting in found}
                assert kinds <= {"digits", *(() if profile == "quick" else have)}
    assert [seeds(profile) for profile in scaled] == [(2, 1), (5, 1), (5, 2)]


def test_the_full_profile_has_the_networks_of_the_tables():
    found = {
        (s.family, s.depth, s.data, s.batch_norm)
        for s in ge.settings("full", "tables3to6", have=("mnist", "cifar10"))
    }
    expected = {
        (family, depth, images, normed)
        for family, normed in (("plain", True), ("resnet", True), ("plain", False))
        for depth in (20, 32, 44, 56)
        for images in ("mnist32", "cifar10")
    }
    assert found == expected


def test_settings_are_plain_data_and_back():
    for setting in ge.settings("full", "tables3to6", have=("mnist", "cifar10")):
        assert ge.Setting.of(setting.plain_data()) == setting
        content_key(task=setting.plain_data())
    assert TINY.record == [0, 3, 6]
    assert (TINY.start, replace(TINY, activation="relu").start) == ("xavier", "he")
    assert replace(TINY, initialisation="he").curve == "generator, he"
    assert "start scale 0.01" in replace(TINY, scale=0.01).panel
    assert TINY.augmentation() is None
    assert replace(TINY, augmented=True).augmentation().flip is False
    assert replace(TINY, augmented=True, data="cifar10").augmentation().flip is True


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"family": "tree"}, ValueError),
        ({"activation": "tanh"}, ValueError),
        ({"initialisation": "ones"}, ValueError),
        ({"depth": 0}, ValueError),
        ({"steps": 2.0}, TypeError),
        ({"rate": -1.0}, ValueError),
        ({"drops": (-1,)}, ValueError),
    ],
)
def test_bad_settings(changes, error):
    with pytest.raises(error):
        replace(TINY, **changes)


@pytest.mark.parametrize(
    ("family", "depth", "widths"), [("dense", 3, (8,)), ("plain", 8, (2, 3, 4)), ("resnet", 8, (2, 3, 4))]
)
def test_runs_depend_on_the_generator_alone(family, depth, widths):
    setting = replace(TINY, family=family, depth=depth, widths=widths, batch_norm=True)
    first, again = (ge.run(setting, np.random.default_rng(1)) for _ in range(2))
    other = ge.run(setting, np.random.default_rng(2))
    assert first.losses.tobytes() == again.losses.tobytes() != other.losses.tobytes()
    assert first.steps.tolist() == [0, 3, 6]
    assert first.clipped.shape == (3, depth - 1)


def test_a_given_data_set_is_used(toy_digits):
    half = toy_digits.first(20, 10)
    history = ge.run(replace(TINY, batch=20), np.random.default_rng(0), half)
    assert history.test_accuracies[0] in np.arange(11) / 10
    with pytest.raises(TypeError, match="rng must be"):
        ge.run(TINY, 3)


def test_convolutional_networks_have_fewer_seeds():
    conv = replace(TINY, family="plain", depth=8, widths=(2, 3, 4))
    assert [(t["setting"]["family"], t["seed"]) for t in tasks([TINY, conv], 2, 1)] == [
        ("dense", 0), ("plain", 0), ("dense", 1),
    ]  # fmt: skip
    assert sum(t["setting"]["family"] == "plain" for t in tasks([TINY, conv], 5)) == 5


def test_experiments_resume_and_gather(tmp_path):
    chosen = [TINY, replace(TINY, activation="relu")]
    seen = []
    results = ge.experiments(chosen, seeds=2, folder=tmp_path, workers=1, progress=seen.append)
    assert [(r.setting, r.seeds) for r in results] == [(s, (0, 1)) for s in chosen]
    notes = [state for state in seen if state.name == "training"]
    assert all(state.note.startswith("loss ") for state in notes)
    assert len(notes) == 4 * 6
    again = ge.experiments(chosen, seeds=2, folder=tmp_path, workers=1, progress=seen.append)
    assert seen[-1].resumed == 4
    for first, second in zip(results, again, strict=True):
        assert first.histories[1].losses.tobytes() == second.histories[1].losses.tobytes()
    pooled = ge.experiments(chosen[:1], seeds=2, folder=tmp_path, workers=1)
    assert np.array_equal(pooled[0].test, results[0].test)


def test_long_runs_keep_their_state(tmp_path, monkeypatch):
    monkeypatch.setattr("numerics.nonlinearity_generator.experiments.running.SAVE_EVERY", 2)
    with ge.places(checkpoints=tmp_path / "state"):
        ge.run(TINY, np.random.default_rng(0))
    assert len(list((tmp_path / "state").glob("*.npz"))) == 1


def test_places_are_told_and_forgotten(tmp_path, monkeypatch):
    monkeypatch.delenv(image_sets.FOLDER, raising=False)
    with ge.places(folder=tmp_path):
        assert os.environ[image_sets.FOLDER] == str(tmp_path)
        with ge.places():
            assert os.environ[image_sets.FOLDER] == str(tmp_path)
        with pytest.raises(DataError):
            ge.images("mnist16")
    assert image_sets.FOLDER not in os.environ
    with pytest.raises(ValueError, match="folder must be given for cifar10"):
        ge.images("cifar10")
    with pytest.raises(ChunkError, match="folder must be given for mnist"):
        ge.experiments([replace(TINY, data="mnist32")], seeds=1, workers=1)


def test_mnist_is_padded_and_halved(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    raw = data.Dataset("mnist", *(
        part
        for size in (5, 3)
        for part in (rng.integers(0, 256, (size, 28, 28, 1)).astype(np.uint8), rng.integers(0, 10, size))
    ))  # fmt: skip
    monkeypatch.setattr(data, "load", lambda *_, **__: raw)
    with ge.places(folder=tmp_path):
        assert ge.images("mnist32").image == (32, 32, 1)
        small = ge.images("mnist16")
    assert small.image == (16, 16, 1)
    block = raw.test_images[0, 10:12, 4:6].mean() - raw.train_images[:, 10:12, 4:6].mean()
    assert small.test_images[0, 6, 3, 0] * 255 == pytest.approx(block, abs=1)


def history(accuracies, *, diverged=False, test=0.5):
    clipped = np.array([[0.1, 0.2], [0.3, 0.4]])
    return History(
        len(accuracies) if diverged else None,
        np.ones(len(accuracies)),
        np.asarray(accuracies, float),
        np.array([0, 6]),
        np.array([0.1, test]),
        np.array([0.1, test]),
        clipped,
        -clipped,
        np.ones((2, 3, 3)),
    )


def test_results_put_seeds_together():
    setting = replace(TINY, steps=4, tested=100)
    result = Result(setting, (0, 1), (history([0.2, 0.4, 0.6, 0.8]), history([0.5], diverged=True)))
    assert result.diverged == 1
    assert result.training.tolist() == [0.5, CHANCE]
    assert result.test.tolist() == [0.5, CHANCE]
    steps, mean, error = result.curve()
    assert steps.tolist() == [0.5, 1.5, 2.5, 3.5]
    np.testing.assert_allclose(mean, [0.35, 0.25, 0.35, 0.45])
    assert error[1] == pytest.approx(0.15)
    assert result.curve(2)[0].tolist() == [1.0, 3.0]
    low, high = result.interval()
    assert low < 0.3 < high
    assert (result.tested, Result(TINY, (0,), ()).tested) == (100, 20)
    np.testing.assert_allclose(result.by_layer("clipped"), [0.3, 0.4])
    np.testing.assert_allclose(result.by_layer("shares", 0), np.full((3, 3), 1 / 3))
    lost = Result(setting, (0,), (history([], diverged=True),))
    assert np.isnan(lost.by_layer("clipped")).all()
    assert lost.by_layer("clipped").shape == (2,)
    nothing = Result(setting, (0,), (History("diverged", 0),))
    assert nothing.by_layer("levels").size == 0
