"""How a claim shows itself: on a terminal, in LaTeX and in MathML."""

from __future__ import annotations

from sympy import FiniteSet, Interval, Set, Symbol, latex, oo
from sympy import S as _S
from sympy.logic.boolalg import Boolean
from sympy.printing.mathml import MathMLPresentationPrinter
from sympy.printing.pretty import pretty

from theory.claim import Claim


class _MathML(MathMLPresentationPrinter):  # type: ignore[misc]
    """SymPy's presentation printer with the two Gaussian functions under their usual glyphs."""

    def _named_call(self, glyph: str, argument: object) -> object:
        row = self.dom.createElement("mrow")
        name = self.dom.createElement("mi")
        name.appendChild(self.dom.createTextNode(glyph))
        fence = self.dom.createElement("mrow")
        for token in ("(", argument, ")"):
            if isinstance(token, str):
                child = self.dom.createElement("mo")
                child.appendChild(self.dom.createTextNode(token))
            else:
                child = self._print(token)
            fence.appendChild(child)
        row.appendChild(name)
        row.appendChild(fence)
        return row

    def _print_phi(self, expr: object) -> object:
        return self._named_call("φ", expr.args[0])  # type: ignore[attr-defined]

    def _print_Phi(self, expr: object) -> object:  # noqa: N802 - SymPy dispatches on class names
        return self._named_call("Φ", expr.args[0])  # type: ignore[attr-defined]


def mathml(expression: object) -> str:
    """Presentation MathML of a SymPy expression, as a self-contained ``math`` element."""
    body = _MathML({"mul_symbol": "&#xB7;"}).doprint(expression)
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">{body}</math>'


def formula_mathml(claim: Claim, *, printed: bool = False) -> dict[str, str]:
    """MathML of every part of a claim (or of its printed form), by part name."""
    return {name: mathml(part) for name, part in _formulas(claim, printed).items()}


def formula_latex(claim: Claim, *, printed: bool = False) -> dict[str, str]:
    """LaTeX of every part of a claim (or of its printed form), by part name."""
    return {name: latex(part) for name, part in _formulas(claim, printed).items()}


def formula_text(claim: Claim, *, printed: bool = False, width: int = 100) -> dict[str, str]:
    """Two-dimensional Unicode text of every part of a claim, by part name."""
    return {
        name: pretty(part, use_unicode=True, num_columns=width)
        for name, part in _formulas(claim, printed).items()
    }


def _formulas(claim: Claim, printed: bool) -> dict[str, Boolean]:
    return claim.printed if printed else claim.parts


def domain_text(symbol: Symbol, values: Set) -> str:
    """One symbol's domain in words that fit a line, such as ``0 < gamma`` or ``beta in [0, 1)``."""
    if values == _S.Reals:
        return f"{symbol} real"
    if isinstance(values, Interval):
        if values.start == -oo:
            return f"{symbol} {'<' if values.right_open else '≤'} {values.end}"
        if values.end == oo:
            return f"{symbol} {'>' if values.left_open else '≥'} {values.start}"
        left, right = "(" if values.left_open else "[", ")" if values.right_open else "]"
        return f"{symbol} in {left}{values.start}, {values.end}{right}"
    if isinstance(values, FiniteSet):
        return f"{symbol} in {{{', '.join(str(v) for v in values)}}}"
    return f"{symbol} in {values}"


def domain_lines(claim: Claim, *, printed: bool = False) -> list[str]:
    """Domain and assumptions of a claim (or of its printed form), one line each."""
    domain = claim.printed_domain if printed else claim.domain
    assuming = claim.printed_assuming if printed else claim.assuming
    reals = [str(symbol) for symbol, values in domain.items() if values == _S.Reals]
    lines = [domain_text(symbol, values) for symbol, values in domain.items() if values != _S.Reals]
    if reals:
        lines.append(f"{', '.join(reals)} real")
    return lines + [str(relation) for relation in assuming]
