"""The index is a script that can hold anything."""

import json

from relucidate.site import search


def test_tex_is_found_by_its_words():
    assert search.entry("T", "k", "u", r"the angle $\phi_0$ is $\frac{1}{2}$")["w"] == "the angle 0 is 1 2"


def test_nothing_in_the_index_ends_the_script():
    script = search.script([search.entry("</script>\u2028", "k", "u")])
    assert "</" not in script
    assert "\u2028" not in script
    content = script.removeprefix("window.searchIndex = ").removesuffix(";\n")
    assert json.loads(content)[0]["t"] == "</script>\u2028"
