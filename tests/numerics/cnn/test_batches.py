"""Batches are cut, and faster ways on NumPy arrays give what the portable one gives."""

import subprocess
import sys

import numpy as np
import pytest

from numerics import cnn
from numerics.cnn import batches


def test_the_batches_of_these_tests_are_cut():
    parts = batches.split(np.zeros((150, 8, 8, 3), np.float32))
    assert [len(part) for part in parts] == [64, 64, 22]
    assert len(batches.split(np.zeros((150, 8, 8, 3), object))) == 1


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
            monkeypatch.setattr(batches, "plain", lambda _: False)
        out = model.forward(x)
        back = model.backward(np.cos(np.arange(out.size, dtype=dtype)).reshape(out.shape))
        shares = [layer.clipped for layer in model.walk() if hasattr(layer, "clipped")]
        found.append([out, back, shares, *(p.gradient.copy() for p in model.parameters)])
    for a, b in zip(*found, strict=True):
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance * max(1, np.max(np.abs(b))))


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


def test_sums_are_taken_part_by_part():
    parts = [[np.float32(2**24), np.ones(2)], [np.float32(1), np.ones(2)], [np.float32(1), np.ones(2)]]
    single, double = batches.total(parts)
    assert single == 2**24  # each 1 is lost where it is added on its own
    assert double.tolist() == [3.0, 3.0]
    assert batches.leads()


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("build", [cnn.plain, cnn.resnet])
def test_parameters_alone_have_the_same_gradients(build, batch_norm):
    rng = np.random.default_rng(5)
    model = build(
        8, "generator", rng=rng, image=(8, 8, 3), batch_norm=batch_norm, bias=True, dtype=np.float64
    )
    x = rng.standard_normal((70, 8, 8, 3))
    gradient = np.cos(model.forward(x))
    model.backward(gradient)
    wanted = [p.gradient.copy() for p in model.parameters]
    for p in model.parameters:
        p.gradient[...] = 0
    model.forward(x)
    assert model.backward_to_parameters(gradient) is None
    for p, value in zip(model.parameters, wanted, strict=True):
        np.testing.assert_allclose(p.gradient, value, rtol=1e-10, atol=1e-12 * np.abs(value).max())


def test_a_batch_of_the_wrong_shape_leaves_nothing_to_go_back_through():
    model = cnn.Dense(3, 2)
    model.forward(np.ones((4, 3), np.float32))
    with pytest.raises(ValueError, match=r"^x must"):
        model.forward(np.ones((4, 5), np.float32))
    with pytest.raises(RuntimeError, match="forward"):
        model.backward(np.ones((4, 2), np.float32))
