"""Each paper has two slides, in larger type."""

import matplotlib
import numpy as np
import pytest

from figures import registry, style
from theory.bibliography import PAPERS


@pytest.mark.parametrize("paper", list(PAPERS))
def test_every_paper_has_two_slides(paper):
    assert sum(plate.has_slide for plate in registry.load(paper)) == 2


def test_type_on_a_slide_is_twice_as_large_as_in_print():
    with style.context():
        small = matplotlib.rcParams["font.size"]
    with style.slide():
        assert matplotlib.rcParams["font.size"] >= 2 * small
        assert tuple(matplotlib.rcParams["figure.figsize"]) == style.SLIDE


@pytest.mark.parametrize("name", ["gunn.separation", "gunn.one_step", "shortcut.beyond_barrier"])
def test_a_slide_has_a_heading_and_one_drawing_or_a_row_of_them(name):
    picture = registry.get(name).draw(slide=True)
    assert picture.get_suptitle()
    assert len({round(ax.get_position().y0, 3) for ax in picture.axes}) == 1
    assert np.isclose(picture.get_figwidth() / picture.get_figheight(), 16 / 9)


def test_a_second_slide_or_none_is_an_error(make_plate):
    plate = make_plate()
    with pytest.raises(ValueError, match=r"'toy\.fig1' has no slide"):
        plate.draw(slide=True)
    plate.slide(plate._draw)
    with pytest.raises(ValueError, match=r"'toy\.fig1' already has a slide"):
        plate.slide(plate._draw)
