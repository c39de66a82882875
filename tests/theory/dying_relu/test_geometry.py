"""Reflections that turn a vector onto the last axis."""

from sympy import Matrix

from theory.dying_relu.geometry import axis, mirror, norm, reflect


def test_mirror_image_of_a_rational_vector():
    v = Matrix([1, 2, -2])
    assert norm(v) == 3
    assert reflect(v, mirror(v)) == 3 * axis(3)
    assert reflect(reflect(Matrix([5, 7, 11]), v), v) == Matrix([5, 7, 11])
    assert reflect(v, v) == -v


def test_axis_is_the_last_unit_vector():
    assert list(axis(4)) == [0, 0, 0, 1]
