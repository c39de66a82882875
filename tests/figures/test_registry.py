import subprocess
import sys

import numpy as np
import pytest

from figures import registry


def test_decorated_function_becomes_the_figure_with_its_particulars(make_plate):
    plate = make_plate()
    assert (plate.id, plate.paper, plate.title) == ("toy.fig1", "toy", "A toy")
    assert plate.caption == "Noise, drawn as a line."  # layout of the source is not part of it
    assert plate.shows == ("toy.eq1", "toy.eq2")
    assert plate.seeds == (7,)


def test_data_come_from_the_recorded_seeds_as_arrays(make_plate):
    data = make_plate(seeds=(3, 4)).data()
    np.testing.assert_array_equal(data["noise"], np.random.default_rng((3, 4)).normal(size=20))
    assert data["level"].shape == ()


def test_two_figures_cannot_share_an_id(make_plate):
    make_plate()
    with pytest.raises(ValueError, match=r"'toy\.fig1' is taken by .*plate"):
        make_plate()


@pytest.mark.parametrize(
    "bad", ["fig1", "toy.", ".fig1", "Toy.fig1", "toy.fig 1", "toy/../fig1", "toy.fig1\n"]
)
def test_malformed_ids_are_refused_by_name(make_plate, bad):
    with pytest.raises(ValueError, match="must read <paper>") as refusal:
        make_plate(bad)
    assert repr(bad) in str(refusal.value)
    with pytest.raises(ValueError, match="must read <paper>"):
        make_plate(shows=("toy.eq1", bad))


@pytest.mark.parametrize(("what", "empty"), [("title", " "), ("caption", "\n"), ("shows", ())])
def test_a_figure_must_say_what_it_is(make_plate, what, empty):
    with pytest.raises(ValueError, match=rf"'toy\.fig1' needs a {what}"):
        make_plate(**{what: empty})


def test_one_string_is_not_a_collection_of_ids(make_plate):
    with pytest.raises(TypeError, match=r"shows='toy\.eq1'"):
        make_plate(shows="toy.eq1")
    with pytest.raises(TypeError, match=r"names='toy'"):
        registry.select("toy")


def test_a_second_drawing_or_none_is_an_error(make_plate):
    plate = make_plate()
    with pytest.raises(ValueError, match=r"'toy\.fig1' already has a drawing"):
        plate.drawing(lambda _: None)
    plate = registry.figure("toy.fig2", title="t", caption="c", shows=["toy.eq1"])(dict)
    with pytest.raises(ValueError, match=r"'toy\.fig2' has no drawing"):
        plate.draw()


def test_selection_takes_ids_and_papers_once_each_in_the_order_asked(make_plate):
    first, second, other = make_plate("toy.fig1"), make_plate("toy.fig2"), make_plate("own.fig1")
    assert registry.select(["own", "toy.fig2", "toy"]) == [other, second, first]
    assert registry.get("toy.fig2") is second


def test_figures_come_in_reading_order_those_with_a_number_first(make_plate):
    for name in ("fig10", "fate", "fig2", "figment", "fig2b", "fig1"):
        make_plate(f"toy.{name}")
    names = [plate.id.removeprefix("toy.") for plate in registry.load("toy")]
    assert names == ["fig1", "fig2", "fig2b", "fig10", "fate", "figment"]


def test_unknown_names_are_answered_with_what_exists(make_plate):
    make_plate()
    with pytest.raises(registry.UnknownFigureError, match=r"'toy\.fig9'; there are toy\.fig1$"):
        registry.get("toy.fig9")
    with pytest.raises(registry.UnknownFigureError, match=r"paper 'tyo'; .*dying_relu.*toy"):
        registry.load("tyo")
    with pytest.raises(registry.UnknownFigureError, match="'tyo'"):
        registry.select(["toy", "tyo.fig1"])


@pytest.mark.parametrize("machinery", sorted(registry.MACHINERY))
def test_machinery_is_no_paper(machinery):
    assert machinery not in registry.papers()
    with pytest.raises(registry.UnknownFigureError, match=machinery):
        registry.load(machinery)


def test_papers_are_found_and_loaded_by_looking_at_the_package():
    assert "dying_relu" in registry.papers()
    ids = [plate.id for plate in registry.load("dying_relu")]
    of_the_paper = [f"dying_relu.fig{number}" for number in range(1, 7)]
    assert [name for name in ids if name in of_the_paper] == of_the_paper
    assert {plate.id for plate in registry.all_figures()} >= set(ids)


def test_importing_the_room_leaves_matplotlib_and_pyplot_alone():
    check = (
        "import sys, figures.registry; assert 'matplotlib' not in sys.modules; "
        "import figures.output; figures.registry.all_figures(); assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", check], check=True)
