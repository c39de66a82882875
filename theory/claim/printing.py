"""How a claim shows itself: on a terminal, in LaTeX and in MathML."""

from __future__ import annotations

import html
import re
from typing import Any

from sympy import Basic, FiniteSet, Integral, Interval, Ne, Set, Symbol, Union, latex, oo
from sympy import S as _S
from sympy.logic.boolalg import Boolean
from sympy.printing.mathml import MathMLPresentationPrinter
from sympy.printing.pretty import pretty

from theory.claim.arrays import array_text, variables
from theory.claim.statement import Claim


class _MathML(MathMLPresentationPrinter):  # type: ignore[misc]
    """SymPy's presentation printer, with the Gaussian functions under their glyphs and derivatives fenced."""

    def _element(self, tag: str, *children: Any) -> Any:
        element = self.dom.createElement(tag)
        for child in children:
            element.appendChild(self.dom.createTextNode(child) if isinstance(child, str) else child)
        return element

    def _fenced(self, inside: Any) -> Any:
        return self._element("mrow", self._element("mo", "("), inside, self._element("mo", ")"))

    def _named_call(self, glyph: str, argument: Any) -> Any:
        return self._element("mrow", self._element("mi", glyph), self._fenced(self._print(argument)))

    def _print_phi(self, expr: Any) -> Any:
        return self._named_call("φ", expr.args[0])

    def _print_Phi(self, expr: Any) -> Any:  # noqa: N802 - SymPy dispatches on class names
        return self._named_call("Φ", expr.args[0])

    def _print_Expectation(self, expr: Any) -> Any:  # noqa: N802 - SymPy dispatches on class names
        return self._named_call("E", expr.args[0])

    def _print_Derivative(self, expr: Any) -> Any:  # noqa: N802 - SymPy dispatches on class names
        if expr.derivative_count != 1:
            return super()._print_Derivative(expr)
        variable = self._element("mrow", self._element("mo", "∂"), self._print(expr.variables[0]))
        fraction = self._element("mfrac", self._element("mo", "∂"), variable)
        return self._element("mrow", fraction, self._fenced(self._print(expr.expr)))

    def _print_Piecewise(self, expr: Any) -> Any:  # noqa: N802 - SymPy dispatches on class names
        rows = []
        for value, condition in expr.args:
            case = self._element("mtext", "otherwise")
            if condition != True:  # noqa: E712 - SymPy's own truth values
                case = self._element(
                    "mrow", self._element("mtext", "if\N{NO-BREAK SPACE}"), self._print(condition)
                )
            cells = (self._element("mtd", cell) for cell in (self._print(value), case))
            rows.append(self._element("mtr", *cells))
        table = self._element("mtable", *rows)
        table.setAttribute("columnalign", "left")
        return self._element("mrow", self._element("mo", "{"), table)


def _order(expression: object) -> str | None:
    """How to order terms: as they come where SymPy would evaluate integrals to numbers, again and again."""
    integrals = expression.atoms(Integral) if isinstance(expression, Basic) else ()
    return None if all(integral.free_symbols for integral in integrals) else "none"


def mathml(expression: object) -> str:
    """Presentation MathML of a SymPy expression, as a self-contained ``math`` element."""
    body = _MathML({"mul_symbol": "&#xB7;", "order": _order(expression)}).doprint(expression)
    # SymPy writes some glyphs by names that HTML knows and XML does not.
    body = re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;)\w+;", lambda name: html.unescape(name[0]), body)
    body = body.replace("<mo><</mo>", "<mo>&lt;</mo>")
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">{body}</math>'


def formula_mathml(claim: Claim, *, printed: bool = False) -> dict[str, str]:
    """MathML of every part of a claim (or of its printed form), by part name."""
    return {name: mathml(part) for name, part in _formulas(claim, printed).items()}


def formula_latex(claim: Claim, *, printed: bool = False) -> dict[str, str]:
    """LaTeX of every part of a claim (or of its printed form), by part name."""
    return {name: latex(part, order=_order(part)) for name, part in _formulas(claim, printed).items()}


def formula_text(claim: Claim, *, printed: bool = False, width: int = 100) -> dict[str, str]:
    """Two-dimensional Unicode text of every part of a claim, by part name."""
    return {
        name: pretty(part, use_unicode=True, num_columns=width, order=_order(part))
        for name, part in _formulas(claim, printed).items()
    }


def _formulas(claim: Claim, printed: bool) -> dict[str, Boolean]:
    return claim.printed if printed else claim.parts


def set_text(values: Set) -> str:
    """A set on one line, such as ``[0, 1)`` or ``(0, 1) or (1, oo)``."""
    if isinstance(values, Interval):
        left, right = "(" if values.left_open else "[", ")" if values.right_open else "]"
        return f"{left}{values.start}, {values.end}{right}"
    if isinstance(values, FiniteSet):
        return f"{{{', '.join(str(v) for v in values)}}}"
    if isinstance(values, Union):
        return " or ".join(set_text(part) for part in values.args)
    return str(values)


def domain_text(symbol: Symbol, values: Set) -> str:
    """One symbol's domain on a line, such as ``eta > 0`` or ``beta in [0, 1)``."""
    array = array_text(symbol, values)
    if array is not None:
        return array
    if values == _S.Reals:
        return f"{symbol} real"
    if isinstance(values, Interval) and values.start == -oo:
        return f"{symbol} {'<' if values.right_open else '≤'} {values.end}"
    if isinstance(values, Interval) and values.end == oo:
        return f"{symbol} {'>' if values.left_open else '≥'} {values.start}"
    return f"{symbol} in {set_text(values)}"


def relation_text(relation: Boolean) -> str:
    """Return a relation on one line, such as ``y_1 ≠ y_2`` or ``v^2 > 0``."""
    text = f"{relation.lhs} ≠ {relation.rhs}" if isinstance(relation, Ne) else str(relation)
    return text.replace("**", "^").replace("<=", "≤").replace(">=", "≥")


def domain_lines(claim: Claim, *, printed: bool = False) -> list[str]:
    """Domain and assumptions of a claim (or of its printed form), one line each."""
    domain = claim.printed_domain if printed else claim.domain
    assuming = claim.printed_assuming if printed else claim.assuming
    used = set().union(*(variables(r) for r in (*_formulas(claim, printed).values(), *assuming)))
    shown = {symbol: values for symbol, values in domain.items() if symbol in used}
    reals = [str(symbol) for symbol, values in shown.items() if values == _S.Reals]
    lines = [domain_text(symbol, values) for symbol, values in shown.items() if values != _S.Reals]
    if reals:
        lines.append(f"{', '.join(reals)} real")
    return lines + [relation_text(relation) for relation in assuming]
