"""Training many networks side by side."""

import numpy as np
import pytest

from numerics.cnn import dense_stack
from numerics.cnn.trials import CHUNK, Trials, run_trials

RNG = np.random.default_rng(5)
LABELS = RNG.integers(0, 3, 90)
IMAGES = (np.eye(3)[LABELS] + 0.1 * RNG.normal(size=(90, 3))).astype(np.float32)
DATA = {"train": (IMAGES[:60], LABELS[:60]), "test": (IMAGES[30:], LABELS[30:])}


def nets(runs=2, **options):
    return [
        dense_stack(3, 8, "generator", rng=np.random.default_rng(seed), inputs=3, classes=3, **options)
        for seed in range(runs)
    ]


def train(runs=2, **changes):
    named = DATA | {"seeds": range(runs), "batch": 16, "rate": 0.1, "record": (0, 40)}
    return run_trials(changes.pop("models", None) or nets(runs), **(named | changes))


def test_an_easy_task_is_learnt():
    found = train()
    assert found.steps == (0, 40)
    assert found.accuracy.shape == (2, 2)
    assert found.loss.shape == (2, 40)
    assert (found.accuracy[:, -1] > 0.95).all()
    assert not found.diverged.any()


def test_runs_do_not_touch_each_other():
    together, alone = train(3), train(2)
    np.testing.assert_allclose(together.loss[:2], alone.loss, rtol=1e-5)


def test_more_test_images_than_are_classified_at_a_time():
    assert len(LABELS[30:]) > CHUNK
    whole = train(record=(20,))
    parts = [
        train(record=(20,), test=(IMAGES[i : i + 20], LABELS[i : i + 20])).accuracy for i in (30, 50, 70)
    ]
    np.testing.assert_allclose(whole.accuracy, np.mean(parts, axis=0))


def test_divergence_is_an_outcome():
    found = train(rate=1e20, record=(0, 5))
    assert found.diverged.all()
    assert (found.accuracy[:, -1] == 0).all()


def test_a_finite_loss_far_above_its_start_is_a_divergence():
    losses = np.array([[2.0, 9.0, 1.0, 1e19], [2.0, 1e19, 9.0, 2.0], [2.0, 1.0, np.inf, 1.0]])
    assert Trials((4,), np.zeros((3, 1)), losses, nets()[0]).diverged.tolist() == [True, False, True]


def test_nothing_to_train():
    found = train(record=(0,))
    assert found.loss.shape == (2, 0)
    assert not found.diverged.any()


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"record": ()}, ValueError, "record"),
        ({"record": (5, 5)}, ValueError, "record"),
        ({"record": (-1, 5)}, ValueError, "record"),
        ({"batch": 0}, ValueError, "batch"),
        ({"batch": 1.5}, TypeError, "batch"),
        ({"seeds": (1,)}, ValueError, "seeds"),
        ({"seeds": (1, -2)}, ValueError, "seeds"),
        ({"train": (IMAGES, LABELS[:5])}, ValueError, "train"),
        ({"train": (IMAGES[:0], LABELS[:0])}, ValueError, "train"),
        ({"test": (IMAGES, LABELS.astype(float))}, ValueError, "test"),
        ({"rate": 0.0}, ValueError, "rate"),
        ({"momentum": 1.0}, ValueError, "momentum"),
        ({"decay": -1.0}, ValueError, "decay"),
    ],
)
def test_bad_arguments(changes, error, message):
    with pytest.raises(error, match=message):
        train(**changes)
