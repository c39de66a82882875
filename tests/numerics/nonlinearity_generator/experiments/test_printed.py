"""The printed tables, and what their numbers can tell."""

import doctest

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from numerics.nonlinearity_generator.experiments import printed
from numerics.nonlinearity_generator.experiments.printed import ACCURACIES, EPOCH_SECONDS, two_proportion_z


def test_z_is_the_root_of_the_chi_square_of_the_two_by_two_table():
    a, b, n = 0.9025, 0.8915, 10_000
    table = [[round(p * n), n - round(p * n)] for p in (a, b)]
    expected = chi2_contingency(table, correction=False).statistic
    assert two_proportion_z(a, b, n) ** 2 == pytest.approx(expected, rel=1e-12)
    assert two_proportion_z(b, a, n) == -two_proportion_z(a, b, n)


def test_rows_are_those_of_the_tables():
    assert [(row.table, row.family, row.depth) for row in ACCURACIES[:8]] == [
        (3, family, depth) for family in ("plain", "resnet") for depth in (20, 32, 44, 56)
    ]
    assert len(ACCURACIES) == 24
    assert {row.prelu for row in ACCURACIES if row.family == "resnet"} == {None}
    assert {row.z("relu") for row in ACCURACIES if row.table > 4 and row.depth > 20} == {None}
    values = [v for row in ACCURACIES for v in (row.relu, row.prelu, row.generator) if v is not None]
    assert 0.8 < min(values) < max(values) < 1
    assert all(np.isclose(1e4 * v, round(1e4 * v)) for v in values)
    assert set(EPOCH_SECONDS) == {"plain", "resnet"}


@pytest.mark.parametrize(
    ("arguments", "error", "name"),
    [
        ((1.1, 0.5, 10), ValueError, "first"),
        ((0.5, -0.1, 10), ValueError, "second"),
        ((1.0, 1.0, 10), ValueError, "first"),
        ((0.5, 0.5, 0), ValueError, "count"),
        (("a", 0.5, 10), TypeError, "first"),
    ],
)
def test_bad_arguments(arguments, error, name):
    with pytest.raises(error, match=name):
        two_proportion_z(*arguments)
    with pytest.raises(ValueError, match="rival must be"):
        ACCURACIES[0].z("tanh")


@pytest.mark.parametrize("module", [printed])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0
