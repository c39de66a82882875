import numpy as np
import pytest

from numerics import shortcut
from numerics.shortcut import loss, stochastic

STAR = {"v_star": [0.6, 0.0, -0.8], "a_star": [1.0, -0.4]}


def test_the_mean_gradient_is_that_of_the_population_loss():
    """Of one example along each output weight, in closed form."""
    rng = np.random.default_rng(0)
    w, a = rng.standard_normal(3), rng.standard_normal(2)
    _, by_a = shortcut.population_gradient(w, a, **STAR)
    angle = float(loss.checked(w, a, **STAR).angle)
    means = [stochastic.gradient_noise(a, STAR["a_star"], angle, unit)[0] for unit in np.eye(2)]
    np.testing.assert_allclose(means, by_a, rtol=1e-12)


def test_batches_average_to_the_population_gradient():
    rng = np.random.default_rng(1)
    at = loss.checked([[0.3, -0.2, 0.5]], [[0.4, 0.9]], **STAR)
    length = float(at.length[0])
    by_w, by_a = stochastic.example_gradients(at, rng.standard_normal((1, 400_000, 2, 3)))
    exact_w, exact_a = shortcut.population_gradient([[0.3, -0.2, 0.5]], [[0.4, 0.9]], **STAR)
    np.testing.assert_allclose(by_w, exact_w * length, atol=0.01)
    np.testing.assert_allclose(by_a, exact_a, atol=0.01)
    np.testing.assert_allclose(np.sum(by_w * at.filter), 0, atol=1e-12)


def test_a_large_batch_follows_gradient_descent():
    rng = np.random.default_rng(2)
    start, schedule = (np.zeros((3, 3)), np.full((3, 2), 0.1)), [(5, 0.2, 0.1)]
    angle, share = stochastic.stochastic_descent(rng, *start, **STAR, schedule=schedule, batch=20_000)
    run = shortcut.gradient_descent(start[0][0], start[1][0], **STAR, schedule=schedule, record=range(6))
    np.testing.assert_allclose(angle, np.repeat(run.angle[:, None], 3, axis=1), atol=0.02)
    assert angle.shape == share.shape == (6, 3)


def test_moments_at_the_ends():
    same, opposite = stochastic.moments(0.0), stochastic.moments(np.pi)
    for (i, j), value in same.items():
        assert value == pytest.approx(same[i + j, 0])
        if i and j:
            assert opposite[i, j] == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize(
    ("change", "named"),
    [({"batch": 0}, "batch"), ({"w": np.zeros(3)}, "w, a"), ({"schedule": [(1, -1, 1)]}, "eta_a")],
)
def test_bad_arguments_are_named(change, named):
    how = {"w": np.zeros((2, 3)), "a": np.ones((2, 2)), **STAR, "schedule": [(1, 0.1, 0.1)], "batch": 4}
    with pytest.raises(ValueError, match=named):
        stochastic.stochastic_descent(np.random.default_rng(0), **{**how, **change})
    with pytest.raises(ValueError, match="phi"):
        stochastic.moments(4.0)
    with pytest.raises(ValueError, match="along"):
        stochastic.gradient_noise([1.0], [1.0], 1.0, [1.0, 2.0])
