import numpy as np
import pytest

from numerics.shortcut import reduced
from numerics.shortcut.coordinates import reduce, state_of

V = np.array([0.6, 0.8])


def test_numbers_of_a_known_iterate():
    state = reduce(V - 2**-0.5, [3.0, 1.0], V, [2.0, 0.0])
    assert [float(x) for x in state] == pytest.approx([2.0, 1.0, 0.0], abs=1e-7)


@pytest.mark.parametrize(
    ("a_star", "missing"), [([1.0, -1.0, 0.0], "sigma"), ([2.0, 2.0, 2.0], "chi"), ([0.1] * 3, "chi")]
)
def test_what_has_no_meaning_is_zero(a_star, missing):
    state = reduce([0.1, 0.0], [0.3, 0.2, 0.1], V, a_star)
    assert float(getattr(state, missing)) == 0
    assert np.isfinite([float(x) for x in state]).all()


def test_a_single_patch_and_batches():
    assert float(reduce([0.1, 0.0], [0.3], V, [0.6]).sigma) == pytest.approx(0.5)
    state = reduce(np.zeros((4, 1, 2)), np.ones((5, 3)), V, [1.0, 2.0, 3.0])
    assert all(x.shape == (4, 5) for x in state)


def test_states_are_broadcast_and_checked(rejects):
    assert state_of(0.1, [0.2, 0.3], 1.0).sigma.shape == (2,)
    assert reduced.State is type(state_of(0.1, 0.2, 0.3))
    rejects(
        state_of,
        dict.fromkeys(("sigma", "chi", "phi"), np.full(3, 0.1)),
        dict.fromkeys(("sigma", "chi", "phi"), "real"),
    )
    with pytest.raises(ValueError, match="phi"):
        state_of(0.1, 0.2, 3.2)
