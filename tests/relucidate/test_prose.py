"""Formulas in sentences; those of every built-in claim are sound."""

import pytest

from relucidate.prose import BrokenFormulaError, formulas, mathml, to_text
from relucidate.selection import select
from theory.claim import Claim


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\frac{a+b}{c}", "(a + b)/c"),
        (r"\frac{1}{2x}", "1/(2x)"),
        (r"\tfrac12 x", "(1/2)x"),
        (r"x^{-1/2}", "x^(−1/2)"),
        (r"x^{n-1}", "x^(n−1)"),
        (r"e^{-c^2/2}/\sqrt{2\pi}", "e^(−c²/2)/√(2π)"),
        (r"\sqrt{x^2+1}", "√(x² + 1)"),
        (r"(a+b)^2", "(a + b)²"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿxᵢ"),
        (r"-\nabla L \ge -1", "−∇L ≥ −1"),
        (r"W_{j+1}^\top W", "Wⱼ₊₁ᵀW"),
        (r"\hat\gamma_{ij}'", "γ̂ᵢⱼ′"),
        (r"a \log b", "a log b"),
        (r"\mathrm{Var}(x)", "Var(x)"),
        (r"1_{x>0}", "1_{x>0}"),
        (r"\begin{pmatrix} a & b \\ c & d\end{pmatrix}", "(a, b; c, d)"),
        (r"y \in [0,1)", "y ∈ [0, 1)"),
        (r"\lVert x\rVert \le |b|", "‖x‖ ≤ |b|"),
    ],
)
def test_formulas_on_a_line(tex, text):
    assert to_text(f"${tex}$") == text


@pytest.mark.parametrize("tex", [r"\foo", r"\frac{a", r"\frac{a}", "a}", r"\left(x", "x^"])
def test_broken_formulas_are_found_and_stay_as_they_are(tex):
    with pytest.raises(BrokenFormulaError, match="formula="):
        mathml(tex)
    assert to_text(f"If ${tex}$ so.") == f"If {tex} so."


def test_dollars_can_be_said():
    assert to_text(r"It costs 3 \$.") == "It costs 3 $."
    assert formulas("Of $x$ and $y$.") == ["x", "y"]


@pytest.mark.parametrize("claim", select([]), ids=lambda claim: claim.id)
def test_no_formula_of_a_claim_is_broken(claim: Claim):
    texts = [saying.text for saying in claim.sayings] + [*claim.captions.values()]
    texts += [text for text in (claim.conjecture, claim.scaled) if text]
    for text in texts:
        for tex in formulas(text):
            assert "<math" in mathml(tex)
            assert not {"\\", "$"} & set(to_text(f"${tex}$"))
