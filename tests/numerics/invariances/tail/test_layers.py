"""Bounds of linear tails."""

import numpy as np
import pytest

from numerics.invariances import tail


def _balanced(rng):
    u, v = rng.normal(size=4), rng.normal(size=3)
    u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
    return [("dense", 2 * np.outer(u, v)), ("dense", 2 * u[None])]


def test_a_balanced_chain_is_of_rank_one_with_bound_zero():
    limits = tail.bounds(_balanced(np.random.default_rng(0)))
    assert limits.gamma == pytest.approx([1, 1])
    assert limits.bound == pytest.approx([0, 0], abs=1e-12)


def test_bound_of_a_dense_chain_by_the_sum():
    rng = np.random.default_rng(1)
    chain = [("dense", rng.normal(size=s)) for s in ((4, 3), (3, 4), (1, 3))]
    expected = np.cumsum([0.0] + [
        np.trace(c) - np.linalg.eigvalsh(c)[0] for c in tail.differences(chain)[::-1]
    ])[::-1]  # fmt: skip
    assert tail.bounds(chain).bound == pytest.approx(expected)


def test_sines():
    first, second = _balanced(np.random.default_rng(2))
    sine, bound = tail.sines(first[1], second[1])
    assert sine == pytest.approx(0, abs=1e-12)
    assert bound == pytest.approx(0, abs=1e-12)


def test_errors_name_the_layer():
    with pytest.raises(ValueError, match=r"layers\[0\] must be one of"):
        tail.bounds([("pool", np.ones((1, 1))), ("dense", np.ones((1, 1)))])
    with pytest.raises(ValueError, match=r"layers\[0\] must be a dense row"):
        tail.bounds([("dense", np.ones((2, 2)))])
