from xml.etree import ElementTree

import pytest
from sympy import Eq, FiniteSet, Gt, Integers, Integral, Interval, Piecewise, Symbol, oo, symbols

from theory.claim import Reals, positive
from theory.claim.printing import (
    domain_lines,
    domain_text,
    formula_latex,
    formula_mathml,
    formula_text,
    mathml,
)
from theory.gaussian import Phi, phi

x, c, n = symbols("x c n", real=True)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (Reals, "x real"),
        (positive, "x > 0"),
        (Interval(2, oo), "x ≥ 2"),
        (Interval.open(-oo, 1), "x < 1"),
        (Interval(-oo, 1), "x ≤ 1"),
        (Interval.Ropen(0, 1), "x in [0, 1)"),
        (Interval.Lopen(0, 1), "x in (0, 1]"),
        (FiniteSet(1, 2), "x in {1, 2}"),
        (Integers, "x in Integers"),
    ],
)
def test_domains_in_words(values, text):
    assert domain_text(Symbol("x"), values) == text


@pytest.fixture
def claim(make_claim):
    return make_claim(
        {"mean": Eq(Integral(x * phi(x), (x, c, oo)), phi(c)), "mass": Gt(Phi(c), n)},
        {c: Reals, x: Reals, n: positive},
        assuming=(Gt(n, 1),),
        printed=Gt(Phi(c), n),
        erratum="false",
        printed_domain={n: Interval(0, 1)},
        printed_assuming=(),
    )


def test_domain_lines_gather_the_reals_and_end_with_the_assumptions(claim):
    assert domain_lines(claim) == ["n > 0", "c real", "n > 1"]
    assert domain_lines(claim, printed=True) == ["n in [0, 1]", "c real"]


def test_mathml_is_wellformed_and_has_the_usual_glyphs(claim):
    shown = formula_mathml(claim)
    assert list(shown) == ["mean", "mass"]
    tree = ElementTree.fromstring(shown["mean"])
    assert tree.tag.endswith("math")
    text = "".join(tree.itertext())
    assert "φ" in text
    assert "∫" in text
    assert "Φ" in "".join(ElementTree.fromstring(mathml(Phi(c) ** 2)).itertext())


def test_latex_and_text(claim):
    assert formula_latex(claim)["mass"] == r"\Phi\left(c\right) > n"
    assert formula_text(claim, printed=True) == {"": "Φ(c) > n"}
    assert max(map(len, formula_text(claim, width=60)["mean"].splitlines())) <= 60


def test_cases_are_a_table_behind_a_brace():
    text = mathml(Piecewise((x, x > 0), (0, True)))
    words = [element.text for element in ElementTree.fromstring(text).iter() if element.tag.endswith("mtext")]
    assert words == ["if\N{NO-BREAK SPACE}", "otherwise"]
    assert text.count("<mtr>") == 2
    assert text.endswith("<mtd><mtext>otherwise</mtext></mtd></mtr></mtable></mrow></math>")
