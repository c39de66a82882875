"""What relies on what: columns, lines and boxes."""

from relucidate.site import graph


def node(name):
    return graph.Node(name, name, f"{name}: a title", "proved", "✓", f"{name}.html")


def test_each_claim_stands_right_of_what_it_relies_on():
    edges = [("c", "b"), ("b", "a"), ("c", "a"), ("d", "elsewhere")]
    assert graph.columns("abcd", edges) in ([["a", "d"], ["b"], ["c"]], [["d", "a"], ["b"], ["c"]])


def test_a_circle_does_not_stop_the_drawing():
    assert sum(map(len, graph.columns("ab", [("a", "b"), ("b", "a")]))) == 2


def test_boxes_are_links_and_say_what_they_are():
    drawn = str(graph.drawing({"a": node("a"), "b": node("b")}, [("b", "a")], 'of "all"', here="b"))
    assert drawn.count("<a href=") == 2
    assert drawn.count('class="edge"') == 1
    assert 'class="node proved here"' in drawn
    assert 'aria-label="of &quot;all&quot;"' in drawn


def test_nothing_is_drawn_of_nothing():
    assert str(graph.drawing({}, [], "nothing")) == ""
