"""The engine on a GPU, by CuPy and by PyTorch's tensors, beside the same steps on the CPU."""

import numpy as np
import pytest

from numerics import cnn

STEPS = 100
TOLERANCE = 1e-2
"""Roundings of 2^-24 in sums of another order grow: with normalisation to about 2e-3 in a hundred steps."""


def on_gpu(library):
    """Return the library's function that moves an array to the GPU, or skip with the reason."""
    module = pytest.importorskip(library, reason=f"{library} is not installed")
    if library == "cupy":
        try:
            module.cuda.runtime.getDeviceCount()
        except module.cuda.runtime.CUDARuntimeError as error:
            pytest.skip(f"no GPU: {error}")
        return module.asarray
    if not module.cuda.is_available():
        pytest.skip("PyTorch finds no GPU")
    return lambda array: module.from_numpy(np.ascontiguousarray(array)).to("cuda")


def losses(bring, batch_norm):
    rng = np.random.default_rng(0)
    model = cnn.plain(
        8, "generator", rng=rng, image=(16, 16, 3), batch_norm=batch_norm, initialisation="xavier"
    )
    images = rng.standard_normal((64, 16, 16, 3)).astype(np.float32)
    labels = rng.integers(10, size=64)
    model.convert(bring)
    x, y = bring(images), bring(labels)
    optimiser = cnn.SGD(model.parameters, 0.002)
    found = []
    for _ in range(STEPS):
        loss, gradient = cnn.softmax_cross_entropy(model.forward(x), y)
        model.backward(gradient)
        optimiser.step()
        found.append(loss)
    return found


@pytest.mark.parametrize("library", ["cupy", "torch"])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_a_hundred_steps_on_a_gpu_have_the_losses_of_the_cpu(library, batch_norm):
    bring = on_gpu(library)
    ours = losses(np.array, batch_norm)
    np.testing.assert_allclose(losses(bring, batch_norm), ours, rtol=TOLERANCE)


@pytest.mark.parametrize("batch_norm", [False, True])
def test_a_hundred_steps_by_another_library_on_the_cpu(batch_norm):
    """The same comparison where there is no GPU: PyTorch's tensors on the CPU."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    ours = losses(np.array, batch_norm)
    np.testing.assert_allclose(losses(torch.from_numpy, batch_norm), ours, rtol=TOLERANCE)
