"""Half the multiplications give the same convolution, where it is taken and where it is not."""

from fractions import Fraction

import numpy as np
import pytest

from numerics import cnn
from numerics.cnn import columns, winograd, workspace


def problem(shape, c_out, dtype=np.float64):
    rng = np.random.default_rng(0)
    shapes = shape, (3, 3, shape[-1], c_out), (*shape[:-1], c_out), (c_out,)
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def by_definition(x, w):
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))
    return np.einsum("nhwcij,ijco->nhwo", windows, w)


@pytest.mark.parametrize(
    "shape",
    [(7, 4, 1, 3), (7, 8, 5, 16), (2, 16, 16, 20), (1, 12, 3, 1), (3, 4, 2, 2), (5, 8, 17, 3), (2, 4, 33, 2)],
)
@pytest.mark.parametrize("block", [1, 1 << 14, 1 << 30])
@pytest.mark.parametrize("narrow", [0, 16, 100])
def test_it_is_the_definition(shape, block, narrow, monkeypatch):
    """In blocks of one image, of a few, and of all, with every third place taken together or every row's."""
    for name, value in (("BLOCK", block), ("NARROW_BLOCK", block), ("NARROW", narrow)):
        monkeypatch.setattr(winograd, name, value)
    workspace.forget()
    x, w, gradient, bias = problem(shape, 5)
    np.testing.assert_allclose(winograd.forward(x, w, None), by_definition(x, w), atol=1e-11)
    np.testing.assert_allclose(winograd.forward(x, w, bias), by_definition(x, w) + bias, atol=1e-11)
    to_x, to_w = winograd.backward(x, w, gradient)
    # A convolution is linear in each, so that pairing the gradient with any change gives its effect.
    rng = np.random.default_rng(1)
    for _ in range(5):
        dx, dw = rng.standard_normal(x.shape), rng.standard_normal(w.shape)
        assert np.vdot(to_x, dx) == pytest.approx(np.vdot(gradient, by_definition(dx, w)), abs=1e-9)
        assert np.vdot(to_w, dw) == pytest.approx(np.vdot(gradient, by_definition(x, dw)), abs=1e-9)


def test_in_integers_it_is_exact():
    """Weights of a multiple of 24 stay whole at the points, so that rounding can't hide a wrong formula."""
    rng = np.random.default_rng(2)
    x = rng.integers(-9, 10, (3, 8, 6, 16)).astype(np.float64)
    gradient = 24.0 * rng.integers(-9, 10, (3, 8, 6, 16))
    w = 24.0 * rng.integers(-9, 10, (3, 3, 16, 16))
    # A sixth is not exact in binary, which leaves errors far below one half.
    assert np.array_equal(np.round(winograd.forward(x, w, None)), by_definition(x, w))
    for ours, other in zip(winograd.backward(x, w, gradient), columns.backward(x, w, gradient), strict=True):
        assert np.array_equal(np.round(ours), other)


def test_filters_are_taken_at_the_points():
    """A row is a filter's polynomial at a point, over the product of the differences to the others."""
    points = [0, 1, -1, 2, -2]
    for row, point in zip(winograd.FILTERS, points, strict=False):
        others = np.prod([point - other for other in points if other != point])
        wanted = [Fraction(point) ** power / int(others) for power in range(3)]
        np.testing.assert_allclose(row, [float(v) for v in wanted], rtol=1e-15)
    assert winograd.FILTERS[-1].tolist() == [0, 0, 1]


@pytest.mark.parametrize(("channels", "side"), [(16, 32), (32, 16), (64, 8)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_loses_less_than_one_digit(channels, side, dtype):
    """Errors against double precision, or against products taken one by one in it, relative to the results.

    Rounding is relative to sums in which the combinations of pixels and of filters enter with weights up to
    eight, so that up to one decimal digit is lost; taken one by one, products err by about two units.
    """
    x, w, gradient, bias = problem((8, side, side, channels), channels)
    exact = [columns.forward(x, w, bias), *columns.backward(x, w, gradient)]
    x, w, gradient, bias = (v.astype(dtype) for v in (x, w, gradient, bias))
    ours = [winograd.forward(x, w, bias), *winograd.backward(x, w, gradient)]
    for found, wanted in zip(ours, exact, strict=True):
        assert found.dtype == dtype
        error = np.sqrt(np.mean((found - wanted) ** 2) / np.mean(wanted**2))
        assert error < 20 * np.finfo(dtype).eps


@pytest.mark.parametrize(
    ("c_in", "c_out", "size", "height", "taken"),
    [
        (16, 16, 3, 8, True),
        (16, 24, 3, 4, True),
        (16, 16, 3, 6, False),
        (16, 16, 3, 5, False),
        (16, 16, 5, 8, False),
        (3, 16, 3, 8, False),
        (16, 3, 3, 8, False),
    ],
)
def test_it_is_taken_where_it_fits_and_pays(c_in, c_out, size, height, taken, monkeypatch):
    def never(*_):
        raise AssertionError

    other = columns if taken else winograd
    monkeypatch.setattr(other, "forward", never)
    monkeypatch.setattr(other, "backward", never)
    rng = np.random.default_rng(3)
    layer = cnn.Convolution(c_in, c_out, size=size, padding=size // 2, dtype=np.float64)
    layer.weights.value[...] = rng.standard_normal(layer.weights.value.shape)
    x, results = rng.standard_normal((5, height, 7, c_in)), []
    gradient = rng.standard_normal((5, height, 7, c_out))
    for fast in (True, False):
        layer.fast = fast
        out = layer.forward(x)
        results.append([out, layer.backward(gradient), *(p.gradient.copy() for p in layer.parameters)])
    for ours, portable in zip(*results, strict=True):
        np.testing.assert_allclose(ours, portable, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("order", ["batch", "channels"])
def test_arrays_may_lie_in_memory_in_any_order(order):
    x, w, gradient, bias = problem((6, 8, 8, 16), 16)
    wanted = [winograd.forward(x, w, bias), *winograd.backward(x, w, gradient)]
    if order == "batch":
        x, gradient = (np.repeat(v, 2, axis=0)[::2] for v in (x, gradient))
    else:
        x, gradient = (
            np.ascontiguousarray(v.transpose(0, 3, 1, 2)).transpose(0, 2, 3, 1) for v in (x, gradient)
        )
    found = [winograd.forward(x, w, bias), *winograd.backward(x, w, gradient)]
    for a, b in zip(found, wanted, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12)
