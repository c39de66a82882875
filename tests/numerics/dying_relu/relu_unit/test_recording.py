import array_api_strict as strict
import numpy as np
import pytest

from numerics.dying_relu.relu_unit import recording
from numerics.dying_relu.relu_unit.training import train

AXIS = (np.arange(8) + 0.5) / 4 - 1
W, B = (x.ravel() for x in np.meshgrid(AXIS, AXIS))
HOW = {"gamma": 0.3, "eta": 0.1, "beta": 0.9}


@pytest.mark.parametrize("inputs", [1, 2])
def test_the_path_is_that_of_shorter_runs(inputs):
    w = np.stack([0.2 + 0 * W, W], axis=-1)[:, 2 - inputs :]
    record = (0, 1, 10, 27)
    path = train(w, B, steps=27, record=record, **HOW)
    np.testing.assert_array_equal(path.path_w[0], w)
    np.testing.assert_array_equal(path.path_b[0], B)
    for at, count in enumerate(record[1:], start=1):
        end = train(w, B, steps=count, **HOW)
        np.testing.assert_allclose(path.path_w[at], end.w, rtol=0, atol=1e-14)
        np.testing.assert_allclose(path.path_b[at], end.b, rtol=0, atol=1e-14)
    np.testing.assert_array_equal(path.w, path.path_w[-1])


def test_ends_are_those_without_a_record(monkeypatch):
    monkeypatch.setattr(recording, "CAPACITY", 24)
    how = HOW | {"steps": 203, "tolerance": 1e-3}
    plain = train(W[:, None], B, **how)
    path = train(W[:, None], B, record=(5, 150, 203), **how)
    for name in plain._fields:
        np.testing.assert_array_equal(getattr(path, name), getattr(plain, name))
    # Who has settled stays.
    early = plain.steps <= 150
    assert early.any()
    np.testing.assert_array_equal(path.path_b[1][early], plain.b[early])


def test_shapes_follow_the_starts():
    path = train(W.reshape(2, 32, 1), B.reshape(2, 32), steps=4, record=[0, 4], **HOW)
    assert path.path_w.shape == (2, 2, 32, 1)
    assert path.path_b.shape == (2, 2, 32)
    assert train([0.0], 0.0, steps=3, record=[3], **HOW).path_b.shape == (1,)
    assert train(np.empty((0, 1)), np.empty(0), steps=3, record=[3], **HOW).path_w.shape == (1, 0, 1)


def test_other_array_libraries_record_as_well():
    w = strict.asarray(W[:, None])
    path = train(w, strict.asarray(B), steps=9, record=(2, 9), **HOW)
    expected = train(W[:, None], B, steps=9, record=(2, 9), **HOW)
    np.testing.assert_allclose(np.asarray(path.path_w), expected.path_w, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("record", "error"),
    [((), ValueError), ((3, 2), ValueError), ((5,), ValueError), ((0.5,), TypeError), (3, TypeError)],
)
def test_wrong_records_are_named(record, error):
    with pytest.raises(error, match="record"):
        train([0.5], 0.1, steps=4, record=record, **HOW)
