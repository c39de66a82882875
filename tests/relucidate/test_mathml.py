"""Nothing but mathematics gets into the page as markup."""

import pytest

from relucidate.mathml import safe_mathml


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
def test_what_is_no_mathematics_is_shown_as_text(hostile):
    assert safe_mathml(hostile, "x < 1") == "<pre>x &lt; 1</pre>"


def test_mathematics_keeps_its_form_and_loses_what_could_act():
    head = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mi onclick="x" href="y">x</mi>'
    kept = safe_mathml(head + "<mo><</mo><mn>1</mn><mo>&InvisibleTimes;</mo><mi>&#xe9;</mi></math>", "")
    assert kept == (
        '<math display="block"><mi>x</mi><mo>&lt;</mo><mn>1</mn>'
        "<mo>\N{INVISIBLE TIMES}</mo><mi>\xe9</mi></math>"
    )
