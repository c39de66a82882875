import pytest
from sympy import latex, pretty, symbols

from theory.expectation import Expectation, variance

a, X, Y, Z = symbols("a X Y Z", real=True)


def test_random_symbols_are_bound():
    mean = Expectation(a * X * Z, (X,), (Z,))
    assert mean.free_symbols == {a}
    assert mean.subs(X, 3) == mean
    assert mean.subs(a, 2) == Expectation(2 * X * Z, (X,), (Z,))
    assert variance(X, (X, Y)).free_symbols == set()


def test_it_shows_itself():
    assert str(Expectation(X**2, (X,))) == "E[X**2]"
    assert pretty(Expectation(X * Y, (X, Y)), use_unicode=True) == "E[X⋅Y]"
    assert latex(Expectation(X, (X,))) == r"\mathbb{E}\left[X\right]"


@pytest.mark.parametrize("groups", [(), ((X,), (X,)), ((),)])
def test_each_random_symbol_is_named_once(groups):
    with pytest.raises(ValueError, match="name each random symbol once"):
        Expectation(X, *groups)


def test_only_symbols_are_random():
    with pytest.raises(TypeError, match="symbols"):
        Expectation(X, (X + 1,))
