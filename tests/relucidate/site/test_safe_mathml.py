"""Nothing but mathematics gets into the page as markup."""

from xml.etree import ElementTree

import pytest

from relucidate.site.safe_mathml import checked


@pytest.mark.parametrize(
    "hostile",
    [
        "<math><script>alert(1)</script></math>",
        "<math><mtext><img src='x'/></mtext></math>",
        "<math><annotation-xml><b/></annotation-xml></math>",
        "<svg><mi>x</mi></svg>",
        "<math><mi>x</math>",
        "no markup",
    ],
)
def test_what_is_no_mathematics_is_refused(hostile):
    assert checked(hostile) is None


def test_mathematics_keeps_its_form_and_loses_what_could_act():
    head = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mi onclick="x" href="y">x</mi>'
    kept = checked(head + "<mo><</mo><mn>1</mn><mo>&InvisibleTimes;</mo><mi>&#xe9;</mi></math>")
    assert ElementTree.tostring(kept, encoding="unicode") == (
        '<math display="block"><mi>x</mi><mo>&lt;</mo><mn>1</mn>'
        "<mo>\N{INVISIBLE TIMES}</mo><mi>\xe9</mi></math>"
    )
