"""Animations: frames from data, and files that are the same every time."""

import json

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from figures import moving
from figures.moving import animation, render


@pytest.fixture
def film(monkeypatch):
    monkeypatch.setattr(moving, "_films", {})

    @animation("toy.moving", title="Toy", caption="It\n  moves.", shows=("toy.eq1",), frames="t")
    def line():
        return {"t": [0, 1, 2], "x": np.arange(3.0)}

    @line.frame
    def draw(data, number):
        picture = Figure(figsize=(2, 1))
        picture.subplots().plot(data["x"][: number + 1], marker="o")
        return picture

    return line


def test_a_film_has_a_frame_for_each_value_and_a_sidecar(film, tmp_path):
    file = render(film, tmp_path)
    with Image.open(file) as picture:
        assert picture.n_frames == 3
        assert picture.size == (180, 90)
    said = json.loads((tmp_path / "toy.moving.json").read_text())
    assert said["caption"] == "It moves."
    assert said["files"] == {"gif": "toy.moving.gif"}
    again = render(film, tmp_path / "again")
    assert again.read_bytes() == file.read_bytes()


def test_wrong_frames_and_a_second_film_of_the_name_are_refused(film):
    with pytest.raises(ValueError, match=r"number=3 of toy\.moving: must be from 0 to 2"):
        film.draw(film.data(), 3)
    with pytest.raises(ValueError, match="taken"):
        animation("toy.moving", title="t", caption="c", shows=("toy.eq1",), frames="t")(dict)


def test_the_two_stages_part_the_runs_with_and_without_warm_up():
    (film,) = moving.moving("shortcut")
    data = film.data()
    assert data["warm_angle"][-1] < 0.01
    assert data["warm_share"][-1] > 0.99
    assert data["cold_angle"][-1] > 0.9
    assert data["cold_share"][-1] < 0
    assert (data["shown"][0], data["shown"][-1]) == (0, data["warm_angle"].size - 1)
    film.draw(data, 10)
