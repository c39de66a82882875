"""Formulas and sentences as they stand on a page."""

import pytest
from sympy import Integral, Symbol, symbols

from relucidate.site import mathematics
from relucidate.site.breaking import COLUMN, broken, width
from relucidate.site.safe_mathml import checked
from theory.claim.printing import mathml

x, y = symbols("x y", real=True)


def test_sentences_keep_their_words_and_set_their_formulas():
    html = str(mathematics.prose(r"Where $a < b$ the share is $\frac{1}{2}$, see `eq28` & more <b>."))
    assert html.count("<math") == 2
    assert "<mfrac>" in html
    assert "<code>eq28</code>" in html
    assert "&amp; more &lt;b&gt;." in html


@pytest.mark.parametrize("tex", [r"\frac{1", r"\nosuchcommand x", r"x^{2"])
def test_a_broken_formula_is_named(tex):
    with pytest.raises(ValueError, match="formula="):
        mathematics.prose(f"So ${tex}$.")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("gamma > 0", ("\N{GREEK SMALL LETTER GAMMA}", "&gt;")),
        ("beta in [0, 1)", ("β", "∈")),
        ("x, y real", ("real",)),
        ("omega_1_2 ≠ 0", ("ω", "1,2", "≠")),
        ("u_{jL} in (0, oo)", ("jL", "∞")),
        ("lambda' real", ("λ", "\N{PRIME}")),
    ],
)
def test_domains_are_set_as_mathematics(line, parts):
    html = str(mathematics.relation(line))
    assert html.startswith("<math")
    squeezed = html.replace("</mn><mo>,</mo><mn>", ",").replace("</mi><mi>", "")
    for part in parts:
        assert part in squeezed, html


def test_plain_letters_and_no_dots_between_symbols():
    html = str(mathematics.formula(mathml(Integral(x * y, (x, 0, 1))), ""))
    assert "\N{DOUBLE-STRUCK ITALIC SMALL D}" not in html
    assert "·" not in html
    assert ">d<" in html
    assert "<mn>2</mn><mo>·</mo><mn>3</mn>" in str(
        mathematics.formula("<math><mrow><mn>2</mn><mo>·</mo><mn>3</mn></mrow></math>", "")
    )


def test_what_is_no_mathml_is_shown_as_text():
    assert (
        str(mathematics.formula("<math><script/></math>", "x < 1"))
        == '<pre class="formula-text">x &lt; 1</pre>'
    )


def test_wide_sums_break_before_their_signs_and_lose_nothing():
    long = sum(Symbol(f"coefficient_{i}") * x**i for i in range(30))
    root = checked(mathml(long))
    lines = broken(root)
    assert width(root) > COLUMN >= max(width(row) for row in lines[0])
    first = [next(leaf for leaf in row.iter() if leaf.tag in ("mo", "mi", "mn")) for row in lines[0]]
    assert all(leaf.tag == "mo" for leaf in first[1:])
    assert _leaves(lines) == _leaves(root)


def test_what_fits_is_left_alone():
    root = checked(mathml(x + y))
    assert broken(root) is root


def _leaves(root):
    return [leaf.text for leaf in root.iter() if not len(leaf) and leaf.text]


@pytest.mark.parametrize(
    ("tex", "pieces"),
    [
        (r"a = b", 1),
        (r"\alpha + \beta + \gamma + \delta + \epsilon = a b c d e f g h i j k l", 2),
        (r"f(a + b + c + d + e + f + g + h + i + j + k)", 1),  # nowhere but in brackets
        (r"- a b c d e f g h i j k l m n o p q r s t u v w x", 1),  # a sign, no difference
    ],
)
def test_long_formulas_in_a_line_may_break_outside_of_brackets(tex, pieces):
    html = str(mathematics.inline(tex, "."))
    assert html.count("<math") == pieces
    assert html.endswith("</math>.</span>")


def test_a_wide_fraction_is_broken_inside():
    symbols_ = symbols("a0:40", real=True)
    root = checked(mathml(sum(symbols_) / (1 + x**2)))
    assert width(root) > COLUMN
    new = broken(root)
    assert width(new) <= COLUMN
    assert new.find(".//mfrac/mtable") is not None


@pytest.mark.parametrize(
    ("name", "shown"), [("d'", "\U0001d451\N{PRIME}"), ("delta'", "δ\N{PRIME}"), ("eps", "ε")]
)
def test_names_that_are_written_out_become_letters(name, shown):
    html = str(mathematics.formula(mathml(Symbol(name) + 1), ""))
    assert shown in html
