import array_api_strict as strict
import mpmath
import numpy as np
import pytest
from mpmath import mp

from numerics import gaussian
from numerics.gaussian.pair import corner_moments

RTOL = 5e-14  # relative errors measured over these points stay below 3e-14
CS = np.concatenate(
    [np.linspace(-37, 8, 46), np.random.default_rng(0).uniform(-4, 1, 30), [-3, -1, -1e-9, 0, 1e-9]]
)


def phi(c):
    return mpmath.exp(-c * c / 2) / mpmath.sqrt(2 * mp.pi)


def big_phi(c):
    return mpmath.erfc(-c / mpmath.sqrt(2)) / 2


TEXTBOOK = {
    "pdf": phi,
    "cdf": big_phi,
    "second_moment": lambda c: big_phi(c) - c * phi(c),
    "second_moment_from_zero": lambda c: big_phi(c) - mp.mpf(1) / 2 - c * phi(c),
    "mean_excess": lambda c: c * big_phi(c) + phi(c),
    "mean_square_excess": lambda c: (1 + c * c) * big_phi(c) + c * phi(c),
}


@pytest.mark.parametrize("name", TEXTBOOK)
def test_textbook_formulas_in_high_precision(name):
    ours = getattr(gaussian, name)(CS)
    with mp.workdps(380):  # the smallest terms are near 1e-300
        for c, value in zip(CS, ours, strict=True):
            exact = TEXTBOOK[name](mp.mpf(float(c)))
            assert abs(mp.mpf(float(value)) - exact) <= RTOL * abs(exact), c


@pytest.mark.parametrize("t", [-2.0, -0.5, 0.0, 1.0, 2.999, 3.0, 3.5, 7.0, 40.0, 1e3, 1e8])
def test_scaled_tail_moments_are_their_integrals(t):
    ours = gaussian.scaled_tail_moments(np.asarray(t))
    with mp.workdps(60):
        x = mp.mpf(t)
        zeroth = mpmath.quad(
            lambda u: mpmath.exp(-x * u - u * u / 2), [0, 1 / (1 + abs(x)), 5 / (1 + abs(x)), 3, 9, 20]
        )
        first = 1 - x * zeroth
        for value, exact in zip(ours, (zeroth, first, zeroth - x * first), strict=True):
            assert abs(float(value) / float(exact) - 1) <= RTOL


@pytest.mark.parametrize("name", TEXTBOOK)
def test_far_out_values_underflow_or_saturate_without_warnings(name):
    function = getattr(gaussian, name)
    far = 1e150 if name == "mean_square_excess" else 1e300
    low, high = function(np.asarray([-far, far]))
    limits = {"pdf": 0, "mean_excess": far, "mean_square_excess": 1e300, "second_moment_from_zero": 0.5}
    assert high == pytest.approx(limits.get(name, 1), rel=1e-14)
    assert low == (-0.5 if name == "second_moment_from_zero" else 0)


@pytest.mark.parametrize("name", TEXTBOOK)
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_other_array_libraries_and_precisions(name, precision):
    given = strict.asarray([-3.5, -0.5, 2.0], dtype=getattr(strict, precision))
    ours = getattr(gaussian, name)(given)
    assert type(ours) is type(given)
    assert ours.dtype == given.dtype
    expected = getattr(gaussian, name)(np.asarray([-3.5, -0.5, 2.0]))
    np.testing.assert_allclose(np.asarray(ours), expected, rtol=1e-15 if precision == "float64" else 1e-7)


@pytest.mark.parametrize("name", TEXTBOOK)
def test_a_thousand_bad_calls(name, rejects):
    rejects(getattr(gaussian, name), {"c": 0.5}, {"c": "real"})


def test_squares_out_of_range_are_refused():
    with pytest.raises(ValueError, match=r"^c must be at most 1e\+150 in size"):
        gaussian.mean_square_excess(1e200)


def corner_by_quadrature(c, s):
    """Moments over z > -c, x < 0 by integrating over z in high precision."""
    c, s = mp.mpf(c), mp.mpf(s)
    k, h = mpmath.sqrt(1 - s * s), -c

    def mean_at(z):
        return s * phi(k * z / s) - k * z * big_phi(-k * z / s)

    if h >= 0:
        length = s * min(1, s / max(h, s))
        cuts = [h] + [h + length * mp.mpf(2) ** j for j in range(-2, 9)]
    else:
        cuts = [
            h,
            *sorted(
                x for x in (sign * s * mp.mpf(4) ** j for j in range(20) for sign in (1, -1)) if h < x < 15
            ),
        ]
        cuts = sorted({*cuts, mp.mpf(0), mp.mpf(15)})
    scale = mpmath.exp(max(h, 0) ** 2 / (2 * s * s)) / s**2  # the quadrature's own tolerance is absolute
    integrands = (
        lambda z: phi(z) * big_phi(-k * z / s),
        lambda z: phi(z) * mean_at(z),
        lambda z: (z + c) * phi(z) * mean_at(z),
    )
    return [mpmath.quad(lambda z, f=f: scale * f(z), cuts) / scale for f in integrands]


@pytest.mark.parametrize(
    ("c", "s"),
    [
        (0.3, 0.6),
        (-2.0, 0.9),
        (-20.0, 0.95),
        (-1e-5, 1e-6),
        (1e-6, 1e-5),
        (2.5, 0.01),
        (0.0, 0.3),
        (-0.4, 0.02),
    ],
)
def test_corner_moments_by_quadrature_in_high_precision(c, s):
    k = np.sqrt((1 - s) * (1 + s))
    corner = corner_moments(*map(np.asarray, (c, k, s)))
    ours = (corner.probability, corner.mean, corner.slope * c + corner.offset)
    with mp.workdps(25):
        for value, exact in zip(ours, corner_by_quadrature(c, s), strict=True):
            # c / s carries a rounding error, which the exponent magnifies by its square.
            assert abs(float(value) / float(exact) - 1) <= 5e-14 + 4e-16 * (min(c, 0) / s) ** 2


def test_corner_moments_where_the_pair_degenerates():
    c, k, s = np.asarray([[-2.0, 1, 0], [2, 1, 0], [0, 1, 0], [1, 0, 1], [-1, 0, 1], [-1e6, 0.6, 0.8]]).T
    corner = corner_moments(c, k, s)
    cdf = gaussian.cdf(c)
    np.testing.assert_allclose(corner.probability, [0, cdf[1] - 0.5, 0, cdf[3] / 2, cdf[4] / 2, 0], rtol=RTOL)
    root = np.sqrt(2 * np.pi)
    between = (1 - np.exp(-2)) / root
    np.testing.assert_allclose(corner.mean, [0, between, 0, cdf[3] / root, cdf[4] / root, 0], rtol=RTOL)
    independent = gaussian.mean_excess(c) / root
    both = corner.slope * c + corner.offset
    np.testing.assert_allclose(both[3:5], independent[3:5], rtol=RTOL)
    assert not both[[0, 2, 5]].any()
