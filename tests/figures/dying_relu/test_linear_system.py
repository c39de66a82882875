"""The numbers behind the figure of the linear system, against runs and definitions of their own."""

import numpy as np
import pytest

from figures.dying_relu import linear_system
from figures.output import render


@pytest.fixture(scope="module")
def data():
    return linear_system.overshooting.data()


def _run(eta, beta, steps):
    """Distances to the optimum, by the update itself."""
    theta, m, path = 1.0, 0.0, []
    for _ in range(steps):
        path.append(theta)
        m = beta * m + (1 - beta) * theta
        theta -= eta * m
    return np.array(path)


def test_numbers_hash_alike_and_pictures_agree_to_the_byte(tmp_path):
    sidecars = [render(linear_system.overshooting, tmp_path / name) for name in ("one", "two")]
    assert sidecars[0] == sidecars[1]
    for name in sidecars[0]["files"].values():
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("index", [0, 1])
def test_radii_are_those_of_the_matrix(data, index):
    eta = data["eta"][index]
    for beta, radius in zip(data[f"beta_{index}"][::20], data[f"radius_{index}"][::20], strict=True):
        matrix = [[beta, 1 - beta], [-eta * beta, 1 - eta * (1 - beta)]]
        # Near the onset an eigenvalue moves by the root of the rounding of beta to 8 decimals.
        assert radius == pytest.approx(np.abs(np.linalg.eigvals(matrix)).max(), abs=1e-6)
    assert data[f"radius_{index}"].min() >= (1 - eta) / (1 + eta)
    assert data[f"onset_{index}"] == pytest.approx(((1 - eta) / (1 + eta)) ** 2, abs=1e-8)


@pytest.mark.parametrize("index", [0, 1])
def test_first_negative_steps_are_those_of_runs(data, index):
    eta = data["eta"][index]
    for beta, step in zip(data[f"sampled_{index}"], data[f"simulated_{index}"], strict=True):
        assert np.flatnonzero(_run(eta, beta, 400) < 0)[0] == step
    for beta, step in list(zip(data[f"fine_{index}"], data[f"closed_form_{index}"], strict=True))[40::60]:
        run = _run(eta, beta, int(step) + 1)
        assert run[-1] < 0 <= run[:-1].min()
