import numpy as np
import pytest

from numerics.dying_relu.relu_unit import gradient_flow, population_gradient


def test_rate_is_the_flow_of_the_unit():
    rng = np.random.default_rng(0)
    for _ in range(20):
        w, b, gamma, h = rng.normal(size=3), rng.normal(), rng.uniform(0.1, 2), 1e-6

        def reduced(w, b, gamma):
            size = np.linalg.norm(w)
            return np.array([b / size, w[-1] / size, gamma / size])

        by_weights, by_bias = population_gradient(w, b, gamma)
        ahead, behind = (reduced(w - s * by_weights, b - s * by_bias, gamma) for s in (h, -h))
        expected = (ahead - behind) / (2 * h)
        np.testing.assert_allclose(gradient_flow.rate(reduced(w, b, gamma)), expected, rtol=1e-6, atol=1e-7)


def test_flow_starts_at_its_start_and_goes_to_the_optimum():
    states = gradient_flow.flow(0.5, 0.9, 0.7, [0.0, 1.0, 60.0])
    np.testing.assert_allclose(states[:, 0], [0.5, 0.9, 0.7])
    np.testing.assert_allclose(states[:, -1], [0.0, 1.0, 1.0], atol=1e-2)


def test_angle_to_the_target_never_grows():
    cosine = gradient_flow.flow(0.3, -0.7, 0.2, np.linspace(0, 30, 200))[1]
    assert np.all(np.diff(cosine) >= 0)


@pytest.mark.parametrize(
    ("c", "k", "u", "fate"), [(0, 0.1, 0.01, False), (-2, -0.9, 1, True), (1, -1, 3, False), (0, -1, 3, True)]
)
def test_fates_that_are_known(c, k, u, fate):
    assert gradient_flow.dies(c, k, u) is fate


@pytest.mark.parametrize("u", [1.0, 0.05])
def test_critical_cosine_parts_the_fates(u):
    edge = gradient_flow.critical_cosine(u)
    assert gradient_flow.dies(0.0, edge - 1e-3, u)
    assert not gradient_flow.dies(0.0, edge + 1e-3, u)


def test_death_probability_is_the_share_of_the_sphere():
    edge = gradient_flow.critical_cosine(0.1)
    cosines = np.random.default_rng(1).normal(size=(100_000, 4))
    share = np.mean(cosines[:, -1] / np.linalg.norm(cosines, axis=1) < edge)
    assert gradient_flow.death_probability(0.1, 4) == pytest.approx(share, abs=0.01)
    assert gradient_flow.death_probability(0.1, 2) == pytest.approx(np.arccos(-edge) / np.pi, rel=1e-9)


def test_smaller_targets_kill_more_and_at_most_half():
    shares = [gradient_flow.death_probability(u, 10) for u in (1.0, 0.1, 1e-3, 1e-6)]
    assert np.all(np.diff(shares) > 0)
    assert shares[-1] < 0.5


NUMBER = [float("nan"), float("inf"), None, "1", 1j, [1.0, 2.0], True]


@pytest.mark.parametrize("bad", NUMBER)
@pytest.mark.parametrize("name", ["c", "k", "u"])
@pytest.mark.parametrize("function", [gradient_flow.dies, lambda **at: gradient_flow.flow(times=[1.0], **at)])
def test_bad_states_are_rejected(function, name, bad):
    with pytest.raises((TypeError, ValueError), match=rf"\b{name}\b"):
        function(**{"c": 0.1, "k": 0.2, "u": 0.3, name: bad})


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: gradient_flow.dies(0.0, 1.5, 1.0), "k"),
        (lambda: gradient_flow.dies(0.0, 0.5, 0.0), "u"),
        (lambda: gradient_flow.flow(0.0, 0.5, 1.0, [1.0, 0.5]), "times"),
        (lambda: gradient_flow.flow(0.0, 0.5, 1.0, []), "times"),
        (lambda: gradient_flow.critical_cosine(-1.0), "u"),
        (lambda: gradient_flow.death_probability(0.1, 1), "dimension"),
        (lambda: gradient_flow.death_probability(0.1, 2.0), "dimension"),
    ],
)
def test_bad_arguments_are_rejected(call, name):
    with pytest.raises((TypeError, ValueError), match=rf"\b{name}\b"):
        call()
