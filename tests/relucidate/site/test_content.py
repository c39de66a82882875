"""What the pages say of claims."""

import pytest

from relucidate.prose import formulas, mathml
from relucidate.site import content
from theory import catalog
from theory.claim import claims


def test_every_erratum_is_told_in_one_sentence():
    catalog.load()
    told = {claim.id: claim.objection for claim in claims() if claim.printed}
    assert len(told) >= 40
    for name, sentence in told.items():
        assert sentence, f"{name} needs an objection: what the paper says, and why it fails"
        assert sentence.endswith("."), name
        assert ". " not in sentence.replace("Eq. ", ""), name
        assert all(mathml(formula) for formula in formulas(sentence)), name


def test_witnesses_are_set_as_mathematics():
    html = str(content.values({"gamma": "-1/2", "p_tiny": "2445038673549771/9007199254740992"}))
    assert html.count("<math") == 2
    assert "\N{GREEK SMALL LETTER GAMMA}" in html
    assert "0.2715" in html.replace("</mn><mo>.</mo><mn>", ".")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("at -3 on the left", ["<math", "\N{MINUS SIGN}", ">3<"]),
        ("it is 5.6e-06 there", ["<math", "5.6", "10", ">6<"]),
        ("in 50-digit numbers, 12 of <them>", ["50-digit numbers, 12 of &lt;them&gt;"]),
    ],
)
def test_signs_and_powers_of_numbers_are_set(text, parts):
    html = str(content.numbers(text))
    for part in parts:
        assert part in html, html
