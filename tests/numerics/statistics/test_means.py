import numpy as np
import pytest

from numerics.statistics import mean_and_error


def test_mean_and_standard_error():
    mean, error = mean_and_error([[1.0, 2.0], [3.0, 2.0]])
    np.testing.assert_allclose(mean, [2, 2])
    np.testing.assert_allclose(error, [1, 0])


def test_one_run_has_no_error_bar():
    mean, error = mean_and_error([[1.0, 2.0]])
    assert mean.tolist() == [1, 2]
    assert np.all(np.isnan(error))
    with pytest.raises(ValueError, match=r"^values must be"):
        mean_and_error(np.zeros((0, 2)))
