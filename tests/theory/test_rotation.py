"""The symbolic Householder reflection."""

from sympy import Matrix, Rational, eye

from theory.rotation import axis, householder, norm


def test_reflection_of_a_rational_vector():
    v = Matrix([1, Rational(2), -2])
    u = householder(v)
    assert norm(v) == 3
    assert u * u.T == eye(3)
    assert u * v == 3 * axis(3)
    assert u == u.T


def test_axis_is_the_last_unit_vector():
    assert list(axis(4)) == [0, 0, 0, 1]
