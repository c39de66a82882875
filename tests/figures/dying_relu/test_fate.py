"""Fates under the gradient flow: the numbers behind the figure, against orbits of their own."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.stats import beta, norm

from figures.dying_relu import fate

SHORT = np.geomspace(1e-3, 1, 4)


@pytest.fixture(scope="module")
def data():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fate, "SCALES", SHORT)
        patch.setattr(fate, "MARKED", slice(1, None))
        return fate.fates.data()


def _ends_at(v, c):
    """Slope b / |w_L| at which an orbit of the plane leaves: very low if it dies."""

    def downhill(_, at):
        ratio = at[1] / abs(at[0])
        pdf, cdf = norm.pdf(ratio), norm.cdf(ratio)
        slope = [(at[0] - 1) * cdf + ratio * pdf, at[1] * cdf - (at[0] - 1) * pdf]
        return -np.array(slope) / np.hypot(*slope)

    def settled(_, at):
        return abs(at[1]) - 4 * abs(at[0])

    settled.terminal = True
    orbit = solve_ivp(downhill, (0, 1e4), [-v, c * v], events=settled, method="LSODA", rtol=1e-9, atol=1e-12)
    return orbit.y[1, -1]


def test_crosses_die_and_dots_recover_on_either_side_of_the_line(data):
    line = np.interp(np.log(data["start_v"]), np.log(data["v"]), data["separatrix"])
    np.testing.assert_array_equal(data["dead"], data["start_c"] < line)
    for i in range(0, fate.STARTS, 12):
        assert (_ends_at(data["start_v"][i], data["start_c"][i]) < 0) == data["dead"][i]


def test_simulated_shares_are_the_probabilities_up_to_chance(data):
    expected = data["probability"][list(fate.FOLLOWED)][:, 1:]
    deviation = np.sqrt(expected * (1 - expected) / fate.UNITS)
    assert data["simulated"].shape == expected.shape
    assert np.all(np.abs(data["simulated"] - expected) < 3.5 * deviation)
    assert data["simulated"].max() > 0.2


def test_shares_fall_with_the_scale_and_belong_to_one_angle(data):
    assert np.all(np.diff(data["probability"], axis=1) <= 0)
    assert np.all(np.diff(data["probability"], axis=0) <= 0)
    assert np.all(data["probability"] < 0.5)
    # The share of directions below a cosine, turned round, must give one cosine for 3 inputs and for 10.
    squares = [beta.isf(2 * data["probability"][i], 0.5, (n - 1) / 2) for i, n in ((1, 3), (2, 10))]
    np.testing.assert_allclose(squares[0], squares[1], rtol=1e-3)
    np.testing.assert_allclose(data["probability"][2, [0, 1, 2]], [0.41, 0.26, 0.045], atol=0.01)
