"""The numbers behind the figures on gradual layers, against laws that they must obey."""

import numpy as np
import pytest

from figures.gunn import dependency, one_step, separation
from figures.output import render
from figures.registry import load


@pytest.fixture(scope="module")
def courses():
    return separation.courses.data()


@pytest.fixture(scope="module")
def step():
    return one_step.one_step.data()


def test_figures_show_claims_of_their_own_paper():
    assert {plate.id for plate in load("gunn")} == {"gunn.separation", "gunn.one_step", "gunn.dependency"}
    assert all(claim.startswith("gunn.") for plate in load("gunn") for claim in plate.shows)


def test_numbers_hash_alike_and_pictures_agree_to_the_byte(tmp_path):
    sidecars = [render(one_step.one_step, tmp_path / name) for name in ("one", "two")]
    assert sidecars[0] == sidecars[1]
    for name in sidecars[0]["files"].values():
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_only_the_gradual_pair_parts(courses):
    assert courses["gradual"][0] == 0
    assert courses["gradual"][1] > 1e-2
    assert courses["gradual"][-1] > 1e-2
    assert courses["simultaneous"].max() < 1e-12


def test_rows_come_together(courses):
    assert courses["rows"].shape[0] == 3
    assert (courses["rows"][:, 0] > 0.1).all()
    assert (courses["rows"][:, -1] < 1e-9).all()


def test_slopes_and_spectra(step):
    small = step["size"] < 1e-2
    for name, power in (("gap", 1), ("error", 2)):
        slope = np.polyfit(np.log(step["size"][small]), np.log(step[name][small]), 1)[0]
        assert slope == pytest.approx(power, abs=0.05)
    assert (np.diff(step["spectrum"], axis=0) >= 0).all()
    assert (step["spectrum"] > 0).all()


def test_units_depend_on_those_before_only():
    data = dependency.dependency.data()
    assert np.abs(np.triu(data["inverse"], 1)).max() == 0
    lower, upper = np.tril(data["weights"], -1), np.triu(data["weights"])
    assert (np.eye(8) - lower) @ data["map"] == pytest.approx(np.eye(8) + upper, abs=1e-9)
