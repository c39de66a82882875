import numpy as np
import pytest

from numerics import shortcut
from numerics.shortcut import chances, reduced

HOW = {"k": 16, "q2": 1 / 64, "size": 256.0, "schedule": [(20_000, 1 / 256, 1 / 256)]}


def test_labels_do_not_depend_on_how_often_exits_are_looked_for():
    u = chances.draw_output(16, 200, np.random.default_rng(0))
    start = dict(zip(("sigma", "chi"), chances.start_of(u, 1 / 64), strict=True), phi=1.4)
    each = reduced.success(**start, **HOW)
    seldom = reduced.success(**start, **HOW, every=50)
    np.testing.assert_array_equal(each.codes, seldom.codes)
    assert (each.steps <= seldom.steps).all()
    assert {"global", "spurious"} == set(each.labels)
    cut = reduced.success(-1.0, -0.1, 1.4, **{**HOW, "schedule": [(1, 1e-6, 1e-6)]})
    assert cut.labels == "undecided"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"schedule": [(5, 1.0, 1e-4)]}, "eta_a"),
        ({"schedule": [(5, 1e-3, 0.1)]}, "eta_w"),
        ({"q2": 1.5}, "q2"),
        ({"size": 0.0}, "size"),
        ({"k": 1}, "q2"),
        ({"k": 2.5}, "k"),
    ],
)
def test_what_cannot_be_certified_is_refused(change, named):
    with pytest.raises((ValueError, TypeError), match=named):
        reduced.success(0.1, 0.1, 1.0, **{**HOW, **change})
    with pytest.raises(ValueError, match="phi"):
        reduced.success(0.1, 0.1, 4.0, **HOW)


@pytest.mark.parametrize("a_star", [[1.0, -1.0, 0.5, -0.5], [2.0, 2.0, 2.0], [1.5]])
def test_degenerate_teachers_reduce_to_rounding(a_star):
    """1'a* = 0, a* parallel to 1, and a single patch, over 2000 steps in full dimension."""
    rng = np.random.default_rng(len(a_star))
    star = {"v_star": np.array([0.6, 0.0, -0.8]), "a_star": np.array(a_star)}
    k, q2, size = shortcut.shape_of(star["a_star"])
    w, a, schedule = (
        rng.standard_normal(3) / 10,
        rng.standard_normal(k),
        [(2000, 1.9 / (k + np.pi - 1), 0.2 / size)],
    )
    run = shortcut.gradient_descent(w, a, **star, schedule=schedule, record=[0, 500, 1000, 1500, 2000])
    now = reduced.reduce(w, a, **star)
    found = reduced.trajectory(now, k, q2, size, schedule, every=500)
    for one, other in zip(found, reduced.reduce(run.w, run.a, **star), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-13)


def test_a_start_far_outside_the_ball_may_leave_an_exit_and_is_refused():
    """k = 2, q^2 = .5: at sigma = 20 the step turns the filter past the teacher's and out of the set."""
    start = reduced.state_of(20.0, -0.95, 0.25)
    assert reduced.exits(start, 2, 0.5) == 1
    assert reduced.exits(reduced.step(start, 2, 0.5, 1.0, 0.01, 1.656), 2, 0.5) == 0
    how = {"k": 2, "q2": 0.5, "size": 1.0}
    with pytest.raises(ValueError, match="sigma, chi"):
        reduced.success(*start, **how, schedule=[(10, 0.01, 1.656)])
    small = 4 / float(reduced.reach(start, 0.5))
    assert reduced.success(*start, **how, schedule=[(1, 0.01, small)]).labels == "global"


def test_no_run_goes_beyond_its_reach():
    rng = np.random.default_rng(5)
    now = reduced.State(rng.uniform(-3, 3, 500), rng.uniform(-3, 3, 500), rng.uniform(0, np.pi, 500))
    most = reduced.reach(now, 0.4)
    for _ in range(50):
        now = reduced.step(now, 6, 0.4, 1.0, 2 * np.pi / (5 + np.pi), rng.uniform(0, 3))
        assert (abs(reduced.share(now, 0.4)) <= most + 1e-12).all()
        assert (reduced.reach(now, 0.4) <= most + 1e-12).all()
