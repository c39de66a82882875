"""Processes that share batches give the same bits as one, and whatever befalls one of them is told."""

import os
import signal
import threading
import time

import numpy as np
import pytest

from numerics import cnn
from numerics.cnn import measurement, team
from numerics.cnn.training import train

IMAGE = (8, 8, 3)


def net(build=cnn.plain, kind="generator", batch_norm=True):
    return build(8, kind, rng=np.random.default_rng(0), image=IMAGE, batch_norm=batch_norm)


def images(n=150):
    return np.random.default_rng(1).standard_normal((n, *IMAGE)).astype(np.float32)


def trained(model, n=150):
    x, labels = images(n), np.random.default_rng(2).integers(10, size=n)
    optimiser = cnn.SGD(model.parameters, 0.01)
    for _ in range(3):
        _, gradient = cnn.softmax_cross_entropy(model.forward(x), labels)
        back = model.backward(gradient)
        optimiser.step()
    tested = model.forward(x[:70], training=False)
    shares = measurement.clipped_shares(model)
    return [back, tested, shares, *(p.value.copy() for p in model.parameters), *model.state.values()]


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("build", [cnn.plain, cnn.resnet])
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("processes", [1, 2, 4])
def test_the_number_of_processes_changes_no_bit(build, batch_norm, processes):
    alone = trained(net(build, batch_norm=batch_norm))
    with cnn.DataParallel(net(build, batch_norm=batch_norm), processes) as model:
        assert same(trained(model), alone)


@pytest.fixture(scope="module")
def pair():
    """Return a network that two processes share."""
    with cnn.DataParallel(net(), 2) as model:
        yield model


@pytest.mark.parametrize("n", [1, 64, 65, 150, 2, 0])
def test_batches_may_have_any_length(pair, n):
    x = images(n)
    out = pair.forward(x, training=False)
    assert np.array_equal(out, pair.model.forward(x, training=False))
    pair.forward(x, training=False)
    back = pair.backward(np.ones_like(out))
    found = [p.gradient.copy() for p in pair.parameters]
    pair.model.forward(x, training=False)
    assert np.array_equal(back, pair.model.backward(np.ones_like(out)))
    assert same(found, [p.gradient for p in pair.parameters])


def test_parameters_alone(pair):
    out = pair.forward(images())
    pair.backward(np.cos(out))
    wanted = [p.gradient.copy() for p in pair.parameters]
    pair.forward(images())
    pair.backward_to_parameters(np.cos(out))
    for p, value in zip(pair.parameters, wanted, strict=True):
        np.testing.assert_allclose(p.gradient, value, rtol=1e-3, atol=1e-4 * np.abs(value).max())


def test_an_optimiser_elsewhere_changes_all(pair):
    x = images()
    before = pair.forward(x, training=False)
    pair.parameters[-1].value += 1
    after = pair.forward(x, training=False)
    pair.parameters[-1].value -= 1
    np.testing.assert_allclose(after, before + 1, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("rank", [0, 1])
def test_an_error_in_one_process_is_raised_and_the_next_batch_is_right(pair, rank):
    x = images()
    wanted = pair.forward(x, training=False)
    bad = x.copy()
    bad[0 if rank == 0 else -1] = np.float32(3e38)
    with np.errstate(all="raise"), pytest.raises(FloatingPointError):
        pair.forward(bad, training=False)
    with pytest.raises(ValueError, match=r"^x must"):
        pair.forward(x[..., :2])
    assert np.array_equal(pair.forward(x, training=False), wanted)


def test_what_numpy_is_told_about_errors_holds_everywhere(pair):
    x = images()
    x[-1] = np.float32(3e38)
    with np.errstate(all="ignore"):
        assert not np.isfinite(pair.forward(x, training=False)[-1]).any()


def test_a_function_is_called_in_every_process(pair):
    first, second = pair.gather(process_of)
    assert first == os.getpid() != second


def process_of(_):
    return os.getpid()


def what_no_pickle_holds(_):
    return lambda: None


def test_an_answer_that_does_not_come_is_told():
    model = cnn.DataParallel(net(), 2)
    with pytest.raises(RuntimeError, match="has ended"):
        model.gather(what_no_pickle_holds)
    with pytest.raises(RuntimeError, match="closed"):
        model.forward(images())


def test_training_gives_the_same_history(tmp_path):
    rng = np.random.default_rng(3)
    x, labels = rng.standard_normal((200, *IMAGE)).astype(np.float32), rng.integers(10, size=200)
    task = {"steps": 4, "batch": 130, "rate": 0.1, "seed": 1, "test": (x[:90], labels[:90]), "save_every": 2}
    with cnn.DataParallel(net(), 2) as model:
        shared = train(model, x, labels, folder=tmp_path, **task).arrays()
    np.testing.assert_equal(train(net(), x, labels, **task).arrays(), shared)
    told = []
    again = train(net(), x, labels, folder=tmp_path, progress=told.append, **task)
    assert not told, "what was kept is found by one process alone"
    np.testing.assert_equal(again.arrays(), shared)


def test_a_process_that_dies_is_noticed(monkeypatch):
    monkeypatch.setattr(team, "GLANCE", 0.05)
    model = cnn.DataParallel(net(), 2)
    os.kill(model.gather(process_of)[1], signal.SIGKILL)
    with pytest.raises(RuntimeError, match="has ended"):
        model.forward(images())
    with pytest.raises(RuntimeError, match="closed"):
        model.forward(images())
    assert np.isfinite(model.model.forward(images())).all()


def test_an_interrupt_ends_the_others():
    model = cnn.DataParallel(net(), 2)
    other = model.gather(process_of)[1]
    done = threading.Event()
    threading.Thread(target=interrupts, args=(done,), daemon=True).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            for_long(model)
    finally:
        done.set()
    assert ended(other)


def interrupts(done, pause=0.3):
    """One is lost if it comes while Python clears up an object; then another one follows."""
    while not done.wait(pause):
        signal.raise_signal(signal.SIGINT)
        pause = 3


def for_long(model, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        model.forward(images(600))


def ended(process, patience=10.0):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_closing_twice_and_forgetting_to_close():
    model = cnn.DataParallel(net(), 2)
    other = model.gather(process_of)[1]
    model.close()
    model.close()
    assert ended(other)
    with pytest.raises(RuntimeError, match="closed"):
        model.forward(images())
    model = cnn.DataParallel(net(), 2)
    other = model.gather(process_of)[1]
    del model
    assert ended(other)


def test_what_can_not_be_shared_is_refused(pair):
    with pytest.raises(TypeError, match="converted"):
        pair.convert(np.asarray)
    mixed = cnn.Chain([cnn.Dense(2, 2), cnn.Dense(2, 2, dtype=np.float64)])
    for model in (mixed, cnn.Chain([]), cnn.Dense(2, 2, dtype=object)):
        with pytest.raises(ValueError, match=r"^model must"):
            cnn.DataParallel(model, 2)
    with pytest.raises(TypeError, match=r"^model must"):
        cnn.DataParallel("net", 2)
    for bad in (0, -1, 1.5, "2"):
        with pytest.raises((TypeError, ValueError), match=r"^processes must"):
            cnn.DataParallel(net(), bad)
