"""Faster ways give what the simple ones give, and the number of threads changes no bit."""

import subprocess
import sys

import numpy as np
import pytest

from numerics import cnn
from numerics.cnn import columns, pooling, schedule, workspace


@pytest.fixture
def threads():
    """Set the number of threads for one test."""
    before = []
    yield lambda count: before.append(cnn.set_threads(count))
    if before:
        cnn.set_threads(before[0])


def test_the_batches_of_these_tests_are_cut():
    parts = schedule.split(np.zeros((150, 8, 8, 3), np.float32))
    assert [len(part) for part in parts] == [64, 64, 22]
    assert len(schedule.split(np.zeros((150, 8, 8, 3), object))) == 1


def trained(build, kind, batch_norm, n=150):
    rng = np.random.default_rng(0)
    model = build(8, kind, rng=rng, image=(8, 8, 3), batch_norm=batch_norm)
    images, labels = rng.standard_normal((n, 8, 8, 3)).astype(np.float32), rng.integers(10, size=n)
    optimiser = cnn.SGD(model.parameters, 0.01)
    for _ in range(3):
        _, gradient = cnn.softmax_cross_entropy(model.forward(images), labels)
        back = model.backward(gradient)
        optimiser.step()
    shares = [layer.clipped for layer in model.walk() if hasattr(layer, "clipped")]
    return [back, shares, *(p.value for p in model.parameters), *model.state.values()]


@pytest.mark.parametrize("build", [cnn.plain, cnn.resnet])
@pytest.mark.parametrize("kind", cnn.ACTIVATIONS)
@pytest.mark.parametrize("batch_norm", [False, True])
def test_results_do_not_depend_on_the_number_of_threads(build, kind, batch_norm, threads):
    found = []
    for count in (1, 2, 5):
        threads(count)
        found.append(trained(build, kind, batch_norm))
    for other in found[1:]:
        assert all(np.array_equal(a, b) for a, b in zip(found[0], other, strict=True))


@pytest.mark.parametrize("build", [cnn.plain, cnn.resnet])
@pytest.mark.parametrize("kind", cnn.ACTIVATIONS)
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 1e-3)])
def test_fast_ways_agree_with_the_portable_one(build, kind, batch_norm, dtype, tolerance, monkeypatch):
    """In single precision sums of some thousand terms of both signs are taken in another order."""
    rng = np.random.default_rng(1)
    model = build(8, kind, rng=rng, image=(8, 8, 3), batch_norm=batch_norm, bias=True, dtype=dtype)
    x = rng.standard_normal((137, 8, 8, 3)).astype(dtype)
    found = []
    for fast in (True, False):
        if not fast:
            monkeypatch.setattr(schedule, "plain", lambda _: False)
        out = model.forward(x)
        back = model.backward(np.cos(np.arange(out.size, dtype=dtype)).reshape(out.shape))
        shares = [layer.clipped for layer in model.walk() if hasattr(layer, "clipped")]
        found.append([out, back, shares, *(p.gradient.copy() for p in model.parameters)])
    for a, b in zip(*found, strict=True):
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance * max(1, np.max(np.abs(b))))


@pytest.mark.parametrize("size", [1, 3, 5])
def test_columns_are_the_definition(size):
    rng = np.random.default_rng(2)
    x, w = rng.normal(size=(3, 6, 4, 2)), rng.normal(size=(size, size, 2, 3))
    padded = np.pad(x, ((0, 0), (size // 2,) * 2, (size // 2,) * 2, (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(1, 2))
    np.testing.assert_allclose(
        columns.forward(x, w, None), np.einsum("nhwcij,ijco->nhwo", windows, w), atol=1e-12
    )


def test_of_equal_pixels_the_first_in_reading_order_is_the_largest(monkeypatch):
    """All sixteen patterns of equals among four pixels, and three levels."""
    squares = np.stack(np.meshgrid(*[[0.0, 1.0, 2.0]] * 4), axis=-1).reshape(-1, 2, 2, 1)
    gradient = np.arange(1.0, len(squares) + 1).reshape(-1, 1, 1, 1)
    layer = cnn.MaxPool(2)
    fast = layer.forward(squares), layer.backward(gradient)
    monkeypatch.setattr(pooling.schedule, "plain", lambda _: False)
    simple = layer.forward(squares), layer.backward(gradient)
    assert all(np.array_equal(a, b) for a, b in zip(fast, simple, strict=True))


def test_memory_is_used_again_but_never_shared():
    shape = (64, 32, 32)
    a = workspace.empty(shape, np.float32)
    a[...] = 1
    b = workspace.empty(shape, np.float32)
    b[...] = 2
    assert not np.shares_memory(a, b)
    part, address = a[3:5], a.ctypes.data
    del a
    assert workspace.empty(shape, np.float32).ctypes.data != address, "a view still looks at it"
    assert (part == 1).all()
    del part
    assert any(workspace.empty(shape, np.float32).ctypes.data == address for _ in range(1))


def test_outputs_stay_as_they_were_when_the_layer_is_used_again():
    rng = np.random.default_rng(3)
    layer = cnn.Chain([cnn.Convolution(3, 16), cnn.ReLU()])
    cnn.initialise(layer, "he", rng=rng)
    x = rng.standard_normal((20, 16, 16, 3)).astype(np.float32)
    first = layer.forward(x)
    before, inputs = first.copy(), x.copy()
    gradient = np.ones_like(first)
    layer.backward(gradient)
    layer.forward(2 * x)
    assert np.array_equal(first, before)
    assert np.array_equal(x, inputs)
    assert (gradient == 1).all()


def test_a_step_of_plain_56_needs_less_than_four_gibibytes():
    code = """
import resource, numpy as np
from numerics import cnn
rng = np.random.default_rng(0)
model = cnn.plain(56, "generator", rng=rng, batch_norm=True)
out = model.forward(rng.standard_normal((128, 32, 32, 3)).astype(np.float32))
model.backward(out)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""
    peak = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert 0.5 < float(peak) < 4
