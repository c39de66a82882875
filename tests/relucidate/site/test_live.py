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
    starts = [(w, b) for w in (-0.9, -0.3, 0.4, 0.9) for b in (-0.7, -0.1, 0.6)]
    fates = page.evaluate(
        "([all, how]) => all.map(([w, b]) => lesson.outcome(lesson.train(w, b, how).at(-1), how.gamma))",
        [starts, how],
    )
    ends = relu_unit.train([[w] for w, _ in starts], [b for _, b in starts], **how)
    assert fates == [str(label) for label in relu_unit.outcome(ends.w, ends.b, how["gamma"])]
    assert len(set(fates)) > 1
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


def test_certain_ends_of_the_shortcut(look):
    page = look("lessons/shortcut.html")
    setting = {"k": 16, "q2": 0.05, "size": 1.0, "etaA": 0.17, "etaW": 1.3}
    starts = [(s, c, a) for s in (-0.9, 0.1, 0.8) for c in (-0.2, 0.0, 0.2) for a in (0.5, 1.4, 2.4)]
    fates = page.evaluate(
        "([all, s]) => all.map((at) => lesson.run(at, s, {warm: 40, steps: 2000, stop: true}).fate)",
        [starts, setting],
    )
    codes = reduced.success(
        *np.transpose(starts), k=16, q2=0.05, size=1.0, schedule=[(40, 0.17, 0.013), (1960, 0.17, 1.3)]
    ).codes
    assert fates == [("", "optimum", "spurious")[code] for code in codes]
    assert {"optimum", "spurious"} <= set(fates)


def test_a_first_angle_beyond_a_right_one_can_succeed_from_every_start(look):
    """The answer that the lesson gives."""
    page = look("lessons/shortcut.html")
    found = page.evaluate(
        """() => {
            const k = 100, q2 = 0.2, etaA = Math.PI / (k + Math.PI - 1);
            const setting = { k, q2, size: 1, etaA, etaW: 0.1 * etaA }, fates = [];
            for (let n = 0; n < 48; n++) {
                const [u1, u2] = [Math.cos((n * Math.PI) / 24), Math.sin((n * Math.PI) / 24)];
                const start = [u1, (Math.sqrt(q2) * u2) / Math.sqrt(1 - q2), 0.6 * Math.PI];
                const how = { warm: 0, steps: 3000, every: 3000, stop: true };
                fates.push(lesson.run(start, setting, how).fate);
            }
            return fates;
        }"""
    )
    assert set(found) == {"optimum"}


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


def test_training_the_small_network(look):
    page = look("lessons/invariances.html")
    found = page.evaluate(
        """() => {
            let { net, data, loss } = lesson.generic(3);
            const first = structuredClone(net);
            for (let t = 0; t < 50; t++) net = lesson.step(net, data, 0.05, loss);
            return [first, data, net, lesson.balance(net, 0), lesson.pair(net, 0, 1)];
        }"""
    )
    first, data, last, balance, pair = found
    edges = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 4), (3, 4)]
    theta = np.array([*np.ravel(first["u"]), *first["c"]])
    for _ in range(50):
        graph = Network(2, edges, theta.tolist(), {2: RELU, 3: RELU}, 4)
        errors = [float(graph.forward(point["x"])) - point["y"] for point in data]
        slopes = [np.asarray(graph.gradient(point["x"]), dtype=float) for point in data]
        theta = theta - 0.05 * np.mean([e * g for e, g in zip(errors, slopes, strict=True)], axis=0)
    np.testing.assert_allclose([*np.ravel(last["u"]), *last["c"]], theta, atol=1e-11)
    u, c = theta[:4].reshape(2, 2), theta[4:]
    np.testing.assert_allclose(
        [balance, pair], [u[0] @ u[0] - c[0] ** 2, u[0] @ u[1] - c[0] * c[1]], atol=1e-11
    )


@pytest.mark.parametrize("update", ["gradual", "simultaneous"])
def test_a_step_of_a_layer(look, update):
    page = look("lessons/gunn.html")
    omega, x = [[0.2, -0.1, 0.3], [0.5, 0.1, -0.4], [-0.2, 0.6, 0.1]], [1.0, -0.5, 0.7]
    read, target, eta = [1.0, 0.5, -0.3], 0.4, 0.1
    found = page.evaluate(
        "([w, x, how, gradual]) => lesson.step(w, x, how, gradual)",
        [omega, x, {"read": read, "target": target, "eta": eta}, update == "gradual"],
    )
    y = np.asarray(gunn.forward(omega, x, update=update), dtype=float)
    g = np.array(read) * (y @ read - target)
    after = gunn.gradient_step(np.array(omega), np.array([x]), g[None], eta, update=update)
    np.testing.assert_allclose(found, np.asarray(after), atol=1e-13)


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


def test_what_layers_of_the_generator_put_out_and_send_back(look):
    page = look("lessons/nonlinearity_generator.html")
    levels = ng.energies(0.7, depth=20, scale=1.2)
    found = page.evaluate("q => lesson.outputs(q, {activation: 'generator', t: -1})", levels.tolist())
    mean, square = ng.moments(np.zeros(21), np.sqrt(levels), np.full(21, -1.0))
    np.testing.assert_allclose(np.transpose(found), [mean, square - mean**2], rtol=1e-9)
    found = page.evaluate("q => lesson.outputs(q, {activation: 'prelu'})", [2.0])
    mean, square = ng.moments(0.0, np.sqrt(2.0), 0.0)
    expected = [0.75 * mean, square + (2.0 - square) / 16 - (0.75 * mean) ** 2]
    np.testing.assert_allclose(found, [expected], rtol=1e-9)
    back = page.evaluate(
        "q => lesson.gradients(q, {scale: 1.2, activation: 'generator', t: -1})", levels.tolist()
    )
    factors = ng.gradient_factor(levels[:-1], 1.2)
    np.testing.assert_allclose(back[0], np.prod(factors), rtol=1e-9)


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
