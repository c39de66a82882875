import array_api_strict as strict
import numpy as np
import pytest

from numerics import cnn


def test_the_engine_runs_on_any_array_library(case):
    _, layer, x = case
    out = layer.forward(x)
    weights = np.cos(np.arange(out.size)).reshape(out.shape)
    back = layer.backward(weights)
    found = [p.gradient.copy() for p in layer.parameters]
    layer.convert(strict.asarray)
    other = layer.forward(strict.asarray(x))
    assert type(other) is type(strict.asarray(0.0))
    np.testing.assert_allclose(np.asarray(other), out, rtol=1e-12, atol=1e-12)
    to_inputs = layer.backward(strict.asarray(weights))
    np.testing.assert_allclose(np.asarray(to_inputs), back, rtol=1e-12, atol=1e-12)
    for ours, parameter in zip(found, layer.parameters, strict=True):
        np.testing.assert_allclose(np.asarray(parameter.gradient), ours, rtol=1e-12, atol=1e-12)


def test_descent_and_loss_run_on_any_array_library():
    models = [cnn.plain(8, "generator", rng=np.random.default_rng(0), image=(4, 4, 1)) for _ in range(2)]
    x, labels = np.random.default_rng(1).standard_normal((3, 4, 4, 1)).astype(np.float32), np.arange(3)
    models[1].convert(strict.asarray)
    losses = []
    for model, bring in zip(models, (np.asarray, strict.asarray), strict=True):
        optimiser = cnn.SGD(model.parameters, 0.01)
        for _ in range(3):
            loss, gradient = cnn.softmax_cross_entropy(model.forward(bring(x)), bring(labels))
            model.backward(gradient)
            optimiser.step()
        losses.append(loss)
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_ties_go_to_the_threshold_and_to_the_first_of_equals():
    layer = cnn.NonlinearityGenerator(1, dtype=np.float64)
    layer.forward(np.asarray([[-1.0], [-1.0], [0.0]]))
    assert layer.backward(np.asarray([[1.0], [2.0], [4.0]])).ravel().tolist() == [0, 0, 4]
    assert layer.thresholds.gradient.tolist() == [3]
    pool = cnn.MaxPool(2)
    pool.forward(np.ones((1, 2, 2, 1)))
    assert pool.backward(np.full((1, 1, 1, 1), 5.0)).ravel().tolist() == [5, 0, 0, 0]


@pytest.mark.parametrize("bring", [np.asarray, strict.asarray])
def test_a_threshold_that_clips_little_gets_an_accurate_gradient(bring):
    """Gradients to the inputs are a million times larger, and leave no rounding in the threshold's."""
    rng = np.random.default_rng(3)
    x = bring(rng.standard_normal((4096, 1)).astype(np.float32))
    gradient = rng.standard_normal((4096, 1)).astype(np.float32) * np.where(np.asarray(x) > -1, 1e6, 1)
    layer = cnn.NonlinearityGenerator(1)
    layer.convert(bring)
    layer.forward(x)
    layer.backward(bring(gradient.astype(np.float32)))
    exact = gradient[np.asarray(x) <= -1].sum(dtype=np.float64)
    assert float(np.asarray(layer.thresholds.gradient)[0]) == pytest.approx(exact, rel=1e-5)


@pytest.mark.parametrize("kind", cnn.ACTIVATIONS)
def test_infinite_inputs_make_no_nan_in_activations(kind):
    layer = cnn.activate(kind, (1,))
    out = layer.forward(np.asarray([[-np.inf], [np.inf], [2.0]], np.float32))
    assert not np.isnan(out).any()
    assert layer.clipped == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("kind", "scale", "variance"),
    [
        ("he", 1, 2 / 576),
        ("he", 0.01, 2e-4 / 576),
        ("he_prelu", 1, 2 / (1.0625 * 576)),
        ("xavier", 1, 2 / (576 + 1152)),
        ("xavier_printed", np.sqrt(6), 2 / (576 + 1152)),
        ("xavier_printed", 1e-5, 1e-10 / (3 * (576 + 1152))),
        ("msra_printed", 2.0, 2 / 576),
        ("msra_printed", 1e-5, 1e-5 / 576),
    ],
)
def test_variances_of_starts(kind, scale, variance):
    layer = cnn.Convolution(64, 128)
    layer.bias.value[...] = 1
    cnn.initialise(layer, kind, rng=np.random.default_rng(0), scale=scale)
    drawn = layer.weights.value.astype(np.float64)
    # 73728 draws: the standard error of their variance is at most a share sqrt(2 / 73728) = 0.5%.
    assert np.mean(drawn**2) == pytest.approx(variance, rel=0.03)
    uniform = kind.startswith("xavier")
    assert np.mean(drawn**4) / variance**2 == pytest.approx(1.8 if uniform else 3.0, rel=0.06)
    assert not layer.bias.value.any()
