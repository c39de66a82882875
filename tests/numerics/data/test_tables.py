"""Regression tables: standardised, reproducible, and helpful when scikit-learn is missing."""

import sys

import numpy as np
import pytest

from numerics.data import tables


def _available(name):
    if name != "synthetic":
        pytest.importorskip("sklearn", reason="the real tables ship with scikit-learn")
    return tables.load(name)


@pytest.mark.parametrize("name", tables.TABLES)
def test_every_column_has_mean_zero_and_variance_one(name):
    table = _available(name)
    assert table.name == name
    assert table.about
    assert table.inputs.shape[0] == table.targets.shape[0] > table.inputs.shape[1]
    for columns in (table.inputs, table.targets):
        assert columns.dtype == np.float64
        np.testing.assert_allclose(columns.mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose((columns**2).mean(axis=0), 1, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "shape"),
    [("diabetes", (442, 10)), ("breast_cancer", (569, 29)), ("wine", (178, 12)), ("iris", (150, 3))],
)
def test_shapes_of_the_real_tables(name, shape):
    assert _available(name).inputs.shape == shape


@pytest.mark.parametrize("name", ["breast_cancer", "wine", "iris"])
def test_the_target_column_is_not_among_the_inputs(name):
    table = _available(name)
    correlations = table.inputs.T @ table.targets / table.targets.size
    assert np.abs(correlations).max() < 1 - 1e-6


def test_the_pulse_is_predicted_from_the_exercises():
    datasets = pytest.importorskip("sklearn.datasets", reason="the real tables ship with scikit-learn")
    raw = datasets.load_linnerud()
    pulse = raw.target[:, raw.target_names.index("Pulse")]
    assert abs(np.corrcoef(pulse, tables.load("linnerud").targets)[0, 1] - 1) < 1e-12


def test_the_made_up_table_depends_on_its_seed_alone():
    again = tables.synthetic(seed=0)
    assert np.array_equal(tables.load("synthetic").inputs, again.inputs)
    assert not np.array_equal(tables.synthetic(seed=1).inputs, again.inputs)
    assert tables.synthetic(10, 5, seed=3).inputs.shape == (10, 5)


def test_without_scikit_learn_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ImportError, match=r"relucidate\[tables\]"):
        tables.load("diabetes")
    assert tables.load("synthetic").targets.size == 256


def test_the_default_falls_back_to_the_made_up_table(monkeypatch):
    monkeypatch.setattr(tables, "find_spec", lambda _: None)
    assert tables.preferred() == "synthetic"
    monkeypatch.setattr(tables, "find_spec", lambda _: object())
    assert tables.preferred() == "diabetes"


def test_bad_arguments(rejects):
    rejects(tables.load, {"name": "synthetic"}, {"name": "choice"}, calls=50)
    rejects(
        tables.synthetic,
        {"rows": 8, "columns": 4, "seed": 0},
        dict.fromkeys(("rows", "columns", "seed"), "count"),
        calls=100,
    )
    with pytest.raises(ValueError, match=r"rows must be .* at least 2"):
        tables.synthetic(1)
