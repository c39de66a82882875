"""Updates of whole networks: gradients are derivatives, steps are those of the paper (Eqs. 5-9)."""

import numpy as np
import pytest

from numerics.cnn import SGD, BatchNorm, Convolution, NonlinearityGenerator, plain, resnet
from numerics.cnn import softmax_cross_entropy as cross_entropy
from proofs_check.engines import agrees
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator.unit import updates

STEP = 1e-6
BECAUSE = "central differences of 1e-6: truncation below 1e-9, rounding about 1e-10"


def _network(build, **options):
    rng = np.random.default_rng(56)
    net = build(8, "generator", rng=rng, image=(8, 8, 1), widths=(2, 3, 4), classes=3, bias=True,
                initialisation="xavier", dtype=np.float64, **options)  # fmt: skip
    for p in net.parameters:
        # Off the start, so that no factor is 1 and no summand 0, and some units are clipped, others not.
        if p.name != "weights":
            p.value += rng.uniform(0.1, 0.9, p.value.shape)
    return net, rng.normal(size=(6, 8, 8, 1)), rng.integers(0, 3, 6)


@pytest.mark.parametrize("shared", [True, False], ids=["channel", "element"])
@pytest.mark.parametrize("batch_norm", [False, True], ids=["bare", "normalised"])
@pytest.mark.parametrize("build", [plain, resnet])
@proof(updates)
def proof_that_gradients_are_derivatives(build, batch_norm, shared):
    """Along a random direction of each parameter, and of the images."""
    net, images, labels = _network(build, batch_norm=batch_norm, shared=shared)
    by_logits = cross_entropy(net.forward(images), labels)[1]
    by_images = net.backward(by_logits)
    rng = np.random.default_rng(9)
    for value, gradient in [(p.value, p.gradient.copy()) for p in net.parameters] + [(images, by_images)]:
        direction = rng.normal(size=value.shape)
        losses = []
        for sign in (1, -1):
            np.add(value, sign * STEP * direction, out=value)
            losses.append(cross_entropy(net.forward(images), labels)[0])
            np.subtract(value, sign * STEP * direction, out=value)
        slope = (losses[0] - losses[1]) / (2 * STEP)
        agrees(slope, (gradient * direction).sum(), rtol=1e-5, atol=1e-8, because=BECAUSE)


@proof(updates)
def proof_of_two_steps():
    """By the rule v <- m v + rate (gradient + decay W), W <- W - v; thresholds do not decay."""
    net, images, labels = _network(plain)
    optimiser = SGD(net.parameters, 0.1, momentum=0.9, decay=0.01)
    expected = [p.value.copy() for p in net.parameters]
    velocities = [0 * p.value for p in net.parameters]
    for _ in range(2):
        net.backward(cross_entropy(net.forward(images), labels)[1])
        for i, p in enumerate(net.parameters):
            decay = 0.01 if p.name == "weights" else 0
            velocities[i] = 0.9 * velocities[i] + 0.1 * (p.gradient + decay * expected[i])
            expected[i] = expected[i] - velocities[i]
        optimiser.step()
    for p, value in zip(net.parameters, expected, strict=True):
        agrees(value, p.value, rtol=1e-12, atol=1e-14, because="rounding")


@saboteur(updates)
def kernel_transposed_on_the_way_back(patch):
    _with_transposed_kernel(patch, "pull")


@saboteur(updates)
def kernel_transposed_on_the_way_forth(patch):
    _with_transposed_kernel(patch, "apply")


@saboteur(updates)
def batch_variance_held_constant(patch):
    """The term of the batch norm's gradient that comes from the variance is forgotten."""
    right = BatchNorm.pull_parts

    def wrong(layer, gradients, kept, overwrite=False, to_inputs=True):
        backs, found = right(layer, gradients, kept, overwrite, to_inputs)
        _, slope, _ = kept[0]
        count = sum(g.size for g in gradients) // layer.channels
        forgotten = layer.scale.value * slope**2 * sum(to_scale for to_scale, _ in found) / count
        return [back + forgotten * centred for back, (centred, *_) in zip(backs, kept, strict=True)], found

    patch.setattr(BatchNorm, "pull_parts", wrong)


@saboteur(updates)
def gradients_to_input_and_threshold_exchanged(patch):
    right = NonlinearityGenerator.pull

    def wrong(layer, gradient, kept, overwrite=False):
        whole = gradient.copy()
        to_x, (to_t,) = right(layer, gradient, kept, overwrite)
        shared = tuple(range(gradient.ndim - to_t.ndim))
        return whole - to_x, [whole.sum(axis=shared) - to_t]

    patch.setattr(NonlinearityGenerator, "pull", wrong)


@saboteur(updates)
def thresholds_decay(patch):
    right = SGD.step

    def wrong(optimiser, rate=None):
        for p in optimiser.parameters:
            p.decays = True
        right(optimiser, rate)

    patch.setattr(SGD, "step", wrong)


@saboteur(updates)
def momentum_with_the_wrong_sign(patch):
    right = SGD.step

    def wrong(optimiser, rate=None):
        for velocity in optimiser.velocities:
            np.negative(velocity, out=velocity)
        right(optimiser, rate)

    patch.setattr(SGD, "step", wrong)


def _with_transposed_kernel(patch, method):
    """Let a method of convolutions see their filters turned by the diagonal."""
    right = getattr(Convolution, method)

    def wrong(layer, *args, **named):
        value, layer.weights.value = layer.weights.value, np.swapaxes(layer.weights.value, 0, 1).copy()
        try:
            return right(layer, *args, **named)
        finally:
            layer.weights.value = value

    patch.setattr(Convolution, method, wrong)
