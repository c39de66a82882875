import numpy as np
import pytest

from numerics import shortcut


def test_critical_points_have_no_slope():
    v, a = np.array([0.6, 0.8]), np.array([1.0, -0.5, 0.2])
    kinds = {}
    for point in shortcut.critical_points(v, a):
        turn = np.array(
            [[np.cos(point.angle), -np.sin(point.angle)], [np.sin(point.angle), np.cos(point.angle)]]
        )
        slopes = shortcut.population_gradient(turn @ v - 2**-0.5, point.a, v, a)
        assert max(float(np.abs(slope).max()) for slope in slopes) < 1e-8
        kinds[point.kind] = point.loss
    assert kinds["global"] < kinds["spurious"] < kinds["saddle"]
    assert [p.kind for p in shortcut.critical_points(v, [1.0, 1.0, 1.0])] == ["global", "degenerate"]


@pytest.mark.parametrize("function", [shortcut.spurious_optimum, shortcut.critical_points])
def test_bad_teachers_are_named(function, rejects):
    good = {"v_star": np.array([0.6, 0.0, 0.8]), "a_star": np.array([1.0, -0.5, 2.0])}
    rejects(function, good, dict.fromkeys(("v_star", "a_star"), "vector"), calls=300)
    for name, value in (("v_star", [1.0, 0.0, 0.1]), ("a_star", [0.0, 0.0])):
        with pytest.raises(ValueError, match=name):
            function(**{**good, name: value})


def test_loss_of_the_spurious_point_is_that_of_the_network():
    v, a = np.array([0.6, 0.8]), np.array([1.0, -0.5, 0.2])
    w, output, loss = shortcut.spurious_optimum(v, a)
    assert float(shortcut.population_loss(w, output, v, a)) == pytest.approx(loss, rel=1e-13)


def test_a_single_patch_has_no_spurious_minimum():
    assert [p.kind for p in shortcut.critical_points([0.6, 0.8], [0.7])] == ["global", "degenerate"]
    assert shortcut.shape_of([0.7]) == (1, 1.0, pytest.approx(0.49))
    assert shortcut.shape_of([1.0, -1.0])[1] == 0
    with pytest.raises(ValueError, match="q2"):
        shortcut.saddle_angle(1, 0.5)
