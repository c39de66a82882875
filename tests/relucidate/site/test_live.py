"""What lessons compute in the browser is what `numerics` computes."""

import numpy as np
import pytest
from scipy.stats import norm

from numerics import gunn
from numerics import nonlinearity_generator as ng
from numerics.dying_relu import relu_unit
from numerics.invariances.network import RELU, Network
from numerics.shortcut import reduced


def test_the_normal_distribution(look):
    page = look("lessons/dying_relu.html")
    x = np.linspace(-12, 12, 97)
    found = np.array(page.evaluate("xs => xs.map(x => [live.phi(x), live.Phi(x)])", x.tolist()))
    np.testing.assert_allclose(found[:, 0], norm.pdf(x), rtol=1e-13)
    np.testing.assert_allclose(found[:, 1], norm.cdf(x), rtol=1e-12)


def test_gradient_run_and_separatrix_of_a_unit(look):
    page = look("lessons/dying_relu.html")
    grid = [(w, b, g) for w in (-0.9, -0.2, 0.3, 1.0) for b in (-0.8, 0.1, 0.7) for g in (0.01, 0.3, 1.0)]
    found = page.evaluate("points => points.map(([w, b, g]) => lesson.gradient(w, b, g))", grid)
    for (w, b, gamma), pair in zip(grid, found, strict=True):
        slope, bias = relu_unit.population_gradient([w], b, gamma)
        np.testing.assert_allclose(pair, [float(slope[0]), float(bias)], rtol=1e-9, atol=1e-12)
    how = {"gamma": 0.3, "eta": 0.1, "beta": 0.9, "steps": 500}
    path = page.evaluate("how => lesson.train(-0.5, 0.6, how)", how)
    end = relu_unit.train([[-0.5]], [0.6], **how)
    np.testing.assert_allclose(path[-1], [float(end.w[0, 0]), float(end.b[0])], atol=1e-8)
    curve = np.array(page.evaluate("lesson.separatrix(0.5, 1)"))[1:]
    claimed = np.asarray(relu_unit.separatrix(-curve[::40, 0] / 0.5)) * -curve[::40, 0]
    np.testing.assert_allclose(curve[::40, 1], claimed, atol=1e-6)


def test_the_reduced_run_of_the_shortcut(look):
    page = look("lessons/shortcut.html")
    setting = {"k": 16, "q2": 0.05, "size": 1.0, "etaA": 0.17, "etaW": 1.3}
    path = np.array(
        page.evaluate("s => lesson.run([-0.5, -0.1, 1.4], s, {warm: 0, steps: 200}).path", setting)
    )
    state = reduced.State(np.array(-0.5), np.array(-0.1), np.array(1.4))
    for _ in range(200):
        state = reduced.step(state, 16, 0.05, 1.0, 0.17, 1.3)
    np.testing.assert_allclose(path[-1], [float(number) for number in state], atol=1e-10)


def test_gradients_of_the_small_network(look):
    page = look("lessons/invariances.html")
    net, data = (
        {"u": [[0.5, -1.2], [0.8, 0.3]], "c": [0.7, -0.4]},
        [{"x": [1.0, 0.5], "y": 2.0}, {"x": [-0.3, 1.1], "y": 1.0}],
    )
    found = page.evaluate("([net, data]) => lesson.gradient(net, data, lesson.square)", [net, data])
    edges = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 4), (3, 4)]
    graph = Network(2, edges, [0.5, -1.2, 0.8, 0.3, 0.7, -0.4], {2: RELU, 3: RELU}, 4)
    slopes = np.zeros(6)
    for point in data:
        value, gradient = (
            float(graph.forward(point["x"])),
            np.asarray(graph.gradient(point["x"]), dtype=float),
        )
        slopes += (value - point["y"]) * gradient / 2
    np.testing.assert_allclose([*np.ravel(found["u"]), *found["c"]], slopes, atol=1e-12)


def test_a_gradual_layer(look):
    page = look("lessons/gunn.html")
    omega, x = [[0.2, -0.1, 0.3], [0.5, 0.1, -0.4], [-0.2, 0.6, 0.1]], [1.0, -0.5, 0.7]
    found = page.evaluate("([w, x]) => lesson.forward(w, x).y", [omega, x])
    np.testing.assert_allclose(found, np.asarray(gunn.forward(omega, x), dtype=float), atol=1e-14)


def test_moments_and_energies_of_the_generator(look):
    page = look("lessons/nonlinearity_generator.html")
    for mu, sigma, t in [(0, 1, -1), (0.3, 0.5, 2), (-1, 2, -0.4)]:
        found = page.evaluate("([m, s, t]) => lesson.moments(m, s, t)", [mu, sigma, t])
        np.testing.assert_allclose(found, [float(m) for m in ng.moments(mu, sigma, t)], rtol=1e-10)
    for activation in ng.ACTIVATIONS:
        found = page.evaluate("a => lesson.energies(1, {depth: 55, scale: 1, activation: a})", activation)
        np.testing.assert_allclose(found, ng.energies(1.0, depth=55, activation=activation), rtol=1e-9)


@pytest.mark.parametrize("gradual", [True, False])
def test_collapsed_units_compute_the_same(look, gradual):
    page = look("lessons/gunn.html")
    both = page.evaluate(
        """gradual => {
            const x = [1, -.5, .7];
            const w = lesson.collapse([[.2, -.1, .3], [.5, .1, -.4], [-.2, .6, .1]], 1, 2, gradual);
            return gradual ? lesson.forward(w, x).y : lesson.simultaneous(w, x);
        }""",
        gradual,
    )
    assert abs(both[1] - both[2]) < 1e-14
