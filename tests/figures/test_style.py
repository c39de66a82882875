import matplotlib
import pytest

from figures import style


def test_context_applies_the_sheet_over_any_settings_and_restores_them():
    with matplotlib.rc_context({"axes.grid": True, "font.size": 20}):
        with style.context(svg__hashsalt="salt"):
            assert matplotlib.rcParams["font.size"] == 8.5
            assert matplotlib.rcParams["svg.hashsalt"] == "salt"
            assert not matplotlib.rcParams["axes.grid"]
            assert matplotlib.rcParams["image.cmap"] == style.CMAP
        assert matplotlib.rcParams["font.size"] == 20


def test_roles_and_cycle_draw_from_the_palette_and_differ_in_grey_print():
    named = set(style.OKABE_ITO.values())
    assert {role.colour for name, role in style.ROLES.items() if name != "reference"} <= named
    for first, second in (("active", "dead"), ("dead", "linear cone"), ("nullcline of w", "nullcline of b")):
        assert style.ROLES[first].dashes != style.ROLES[second].dashes
    with style.context():
        cycle = matplotlib.rcParams["axes.prop_cycle"].by_key()
    assert set(cycle["color"]) <= named
    assert len(set(map(str, cycle["linestyle"]))) == len(cycle["color"])


def test_shades_grow_lighter_evenly():
    lightness = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b, _ in style.shades(6)]
    assert lightness == sorted(lightness)
    assert len(style.shades(1)) == 1
    with pytest.raises(ValueError, match="count=0"):
        style.shades(0)
