"""Every layer and whole small networks beside PyTorch's, in double and in single precision."""

import numpy as np
import pytest

from numerics import cnn

torch = pytest.importorskip("torch", reason="PyTorch is the oracle here: pip install -e '.[oracle]'")
torch.set_num_threads(1)
F = torch.nn.functional

DOUBLE = 1e-10
SINGLE = 2e-4
"""Rounding of 2^-24 a term, in sums of up to 10^4 terms whose order differs, through some twenty layers."""


def first(x):
    return x.permute(0, 3, 1, 2) if x.ndim == 4 else x


def last(x):
    return x.permute(0, 2, 3, 1) if x.ndim == 4 else x


def call(layer, x, given, training):
    """Compute a layer by PyTorch, taking its parameters from the iterator `given`."""
    if isinstance(layer, cnn.Chain):
        for inner in layer.layers:
            x = call(inner, x, given, training)
        return x
    if isinstance(layer, cnn.Residual):
        return call(layer.branch, x, given, training) + call(layer.shortcut, x, given, training)
    own = [next(given) for _ in layer.own_parameters]
    if isinstance(layer, cnn.Convolution):
        bias = own[1] if layer.bias else None
        kernel = own[0].permute(3, 2, 0, 1)
        return last(F.conv2d(first(x), kernel, bias, stride=layer.stride, padding=layer.padding))
    if isinstance(layer, cnn.Dense):
        return F.linear(x.flatten(1), own[0].T, own[1])
    if isinstance(layer, cnn.BatchNorm):
        mean, variance = (torch.tensor(layer.own_state[k]) for k in ("mean", "variance"))
        out = F.batch_norm(first(x), mean, variance, *own, training, 1 - layer.momentum, layer.epsilon)
        layer.running = {"mean": mean, "variance": variance}
        return last(out)
    if isinstance(layer, cnn.MaxPool):
        return last(F.max_pool2d(first(x), layer.size))
    if isinstance(layer, cnn.GlobalAveragePool):
        return x.mean(dim=(1, 2))
    if isinstance(layer, cnn.PReLU):
        return (
            last(F.prelu(first(x), own[0]))
            if x.ndim == 4 and own[0].ndim == 1
            else torch.where(x > 0, x, own[0] * x)
        )
    if isinstance(layer, cnn.NonlinearityGenerator):
        return torch.maximum(x, own[0])
    if isinstance(layer, cnn.IdentityShortcut):
        return F.pad(x[:, :: layer.stride, :: layer.stride], (0, layer.c_out - layer.c_in))
    assert isinstance(layer, cnn.ReLU)
    return torch.relu(x)


def close(ours, theirs, tolerance):
    theirs = theirs.detach().numpy()
    size = max(float(np.abs(theirs).max()), 1.0) if theirs.size else 1.0
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance * size)


def compare(layer, x, training, tolerance):
    inputs = torch.tensor(x, requires_grad=True)
    given = [torch.tensor(p.value, requires_grad=True) for p in layer.parameters]
    theirs = call(layer, inputs, iter(given), training)
    ours = layer.forward(x, training=training)
    close(ours, theirs, tolerance)
    gradient = np.random.default_rng(5).normal(size=ours.shape).astype(x.dtype)
    theirs.backward(torch.tensor(gradient))
    close(layer.backward(gradient), inputs.grad, tolerance)
    for parameter, other in zip(layer.parameters, given, strict=True):
        close(parameter.gradient, other.grad, tolerance)
    for inner in layer.walk():
        for name, value in inner.own_state.items():
            close(value, inner.running[name], tolerance)


@pytest.mark.parametrize("training", [True, False])
def test_every_layer_in_double_precision(case, training):
    _, layer, x = case
    compare(layer, x, training, DOUBLE)


@pytest.mark.parametrize("training", [True, False])
def test_every_layer_in_single_precision(case, training):
    _, layer, x = case
    layer.convert(lambda a: a.astype(np.float32))
    compare(layer, x.astype(np.float32), training, SINGLE)


@pytest.mark.parametrize("build", [cnn.plain, cnn.resnet])
@pytest.mark.parametrize("kind", cnn.ACTIVATIONS)
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("side", [8, 16])
def test_the_networks_of_the_paper(build, kind, batch_norm, side):
    rng = np.random.default_rng(6)
    how = {"rng": rng, "batch_norm": batch_norm, "bias": not batch_norm, "image": (side, side, 3)}
    x = rng.standard_normal((5, side, side, 3))
    compare(build(20, kind, dtype=np.float64, **how), x, True, DOUBLE)
    compare(build(8, kind, **how), x.astype(np.float32), True, SINGLE)


def test_ten_steps_of_descent():
    rng = np.random.default_rng(7)
    model = cnn.resnet(
        8, "generator", rng=rng, image=(8, 8, 3), widths=(4, 5, 6), batch_norm=True, dtype=np.float64
    )
    x, labels = rng.standard_normal((6, 8, 8, 3)), rng.integers(10, size=6)
    ours = cnn.SGD(model.parameters, 0.05)
    given = [torch.tensor(p.value, requires_grad=True) for p in model.parameters]
    groups = [
        {
            "params": [t for t, p in zip(given, model.parameters, strict=True) if p.decays is decays],
            "weight_decay": w,
        }
        for decays, w in ((True, 5e-4), (False, 0.0))
    ]
    theirs = torch.optim.SGD(groups, lr=0.05, momentum=0.9)
    for _ in range(10):
        theirs.zero_grad()
        other = F.cross_entropy(call(model, torch.tensor(x), iter(given), True), torch.tensor(labels))
        other.backward()
        theirs.step()
        loss, gradient = cnn.softmax_cross_entropy(model.forward(x), labels)
        model.backward(gradient)
        ours.step()
        assert loss == pytest.approx(other.item(), rel=1e-9)
    for parameter, tensor in zip(model.parameters, given, strict=True):
        close(parameter.value, tensor, 1e-9)


def test_the_engine_runs_on_tensors(case):
    _, layer, x = case
    out = layer.forward(x)
    weights = np.cos(np.arange(out.size)).reshape(out.shape)
    back = layer.backward(weights)
    found = [p.gradient.copy() for p in layer.parameters]
    layer.convert(torch.from_numpy)
    tensor = layer.forward(torch.tensor(x))
    assert isinstance(tensor, torch.Tensor)
    close(out, tensor, DOUBLE)
    close(back, layer.backward(torch.tensor(weights)), DOUBLE)
    for ours, parameter in zip(found, layer.parameters, strict=True):
        close(ours, parameter.gradient, DOUBLE)
