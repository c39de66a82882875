"""Chunks put together, networks looked up, means and their errors."""

import numpy as np
import pytest

from numerics.dying_relu.regression.results import find, gather


def _chunk(seeds, *, depth=1):
    task = {"table": "synthetic", "kind": "plain", "depth": depth, "width": 4, "optimiser": "adam"}
    values = np.array(seeds, np.float32)[:, None, None] + np.zeros((1, 2, 3), np.float32)
    result = {"steps": np.array([0, 5, 9]), "error": values, "dead": values / 100}
    return {**task, "gammas": [1.0, 0.1], "seeds": list(seeds), "steps": 9}, result


def test_chunks_of_one_network_are_put_together():
    first, deeper = gather([_chunk((0, 1)), _chunk((0, 1), depth=2), _chunk((2,))])
    assert (first.seeds, deeper.seeds) == ((0, 1, 2), (0, 1))
    assert first.steps == (0, 5, 9)
    assert first.error.dtype == first.dead.dtype == np.float64
    assert first.of("error", 0.1)[:, 0].tolist() == [0, 1, 2]
    np.testing.assert_allclose(first.of("dead", 1.0)[2], 0.02)
    assert find([first, deeper], kind="plain", depth=2) is deeper


def test_what_was_not_measured_is_named():
    (one,) = gather([_chunk((0,))])
    with pytest.raises(ValueError, match=r"^gamma must be one of"):
        one.of("dead", 0.5)
    with pytest.raises(ValueError, match=r"^what must be"):
        one.of("loss", 1.0)
    with pytest.raises(ValueError, match=r"results must hold a network with \{'depth': 3\}"):
        find([one], depth=3)
