"""Steps that carry out derivatives inside derivatives and integrals.

Python guesses a derivative or an antiderivative with SymPy; the step that it writes has Rocq derive it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy import Derivative, Expr, Integral, Interval, Poly, PolynomialError, Set, expand, integrate
from sympy import S as _S

from proofs_check.kernel.translate import Translation
from theory.gaussian import Phi, phi


@dataclass
class Node:
    """A derivative or an integral as it stands in a statement.

    Attributes
    ----------
    text, bound, body
        The term, its bound variable, and what stands under it.
    expr, limit
        The expression under it, and the variable that it is derived by or the limit of the integral.
    names
        What stood for each symbol there.
    """

    text: str
    bound: str
    body: str
    expr: Any
    limit: Any
    names: dict[Any, str] = field(repr=False)

    @property
    def is_integral(self) -> bool:
        """Whether it is an integral, not a derivative."""
        return not self.limit.is_Symbol

    @property
    def function(self) -> str:
        """The function that is derived or integrated."""
        return f"(fun {self.bound} => {self.body})"


class Recording(Translation):
    """A translation that remembers its derivatives, integrals and arguments of the Gaussian functions."""

    def __init__(self, symbols: Any) -> None:
        super().__init__(symbols)
        self.nodes: list[Node] = []
        self.arguments: dict[str, tuple[Any, dict[Any, str]]] = {}

    def term(self, expr: Any) -> str:
        """Translate, and note the arguments of ``phi`` and ``Phi``."""
        text = super().term(expr)
        if isinstance(expr, phi | Phi):
            self.arguments.setdefault(super().term(expr.args[0]), (expr.args[0], dict(self.names)))
        return text

    def _note(self, text: str, bound: str, expr: Any, limit: Any) -> str:
        opening = f"(fun {bound} => "
        start = text.index(opening) + len(opening)
        self.nodes.append(Node(text, bound, _upto_its_end(text, start), expr, limit, dict(self.names)))
        return text

    def _integral(self, expr: Any, limits: tuple[Any, ...]) -> str:
        if not limits:
            return super()._integral(expr, limits)
        bound = f"t{self._bound + 1}"
        text = super()._integral(expr, limits)
        inner = Integral(expr, *limits[:-1]) if len(limits) > 1 else expr
        return self._note(text, bound, inner, limits[-1])

    def _derivative(self, expr: Any, variables: tuple[Any, ...]) -> str:
        if not variables:
            return super()._derivative(expr, variables)
        bound = f"t{self._bound + 1}"
        text = super()._derivative(expr, variables)
        inner = Derivative(expr, *variables[:-1]) if len(variables) > 1 else expr
        return self._note(text, bound, inner, variables[-1])

    def written(self, expr: Any, names: Mapping[Any, str]) -> str:
        """Translate in the names of another place, noting nothing."""
        other = Translation(())
        other.names = dict(names)
        return other.term(expr)


def _upto_its_end(text: str, start: int) -> str:
    depth = 0
    for i in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth < 0:
            return text[start:i]
    return text[start:]


def steps(recording: Recording, statement: str, domain: Mapping[Any, Set]) -> list[str]:
    """Steps for what ``derivatives`` does not do by itself, outermost nodes only."""
    inside = [node for node in recording.nodes if node.text in statement]
    outermost = [n for n in inside if not any(n is not m and n.text in m.body for m in inside)]
    found: list[str] = []
    for node in outermost:
        step = _step(node, recording, domain)
        if step and step not in found:
            found.append(step)
    return found


def existences(recording: Recording, domain: Mapping[Any, Set]) -> list[str]:
    """Tactics each of which may show that one integral or derivative exists."""
    found: list[str] = []
    for node in recording.nodes:
        if node.is_integral:
            proof = _gaussian(node, recording, domain)
            if proof is not None:
                kind, q, k, shape, _ = proof
                found.append(f"apply ({kind}_exists _ {q} {k}); {shape}")
        elif any(node is not m and m.text in node.body for m in recording.nodes):
            value, near = _inner_value(node, recording, domain)
            if value is not None:
                found.append(
                    f"apply (ex_derive_near {node.function} {value} {near}); "
                    f"[near | intros {node.bound} ?; {_inside(node, recording, domain)}derivatives; algebra "
                    "| differentiable]"
                )
    return list(dict.fromkeys(found))


def _inside(node: Node, recording: Recording, domain: Mapping[Any, Set]) -> str:
    return "".join(f"{step}; " for step in steps_in(node, recording, domain))


def steps_in(node: Node, recording: Recording, domain: Mapping[Any, Set]) -> list[str]:
    """Steps for what stands under a node."""
    below = [m for m in recording.nodes if m is not node and m.text in node.body]
    top = [m for m in below if not any(m is not other and m.text in other.body for other in below)]
    found = [_step(m, recording, domain) for m in top]
    return list(dict.fromkeys(step for step in found if step))


def _step(node: Node, recording: Recording, domain: Mapping[Any, Set]) -> str | None:
    if not node.is_integral:
        if not any(node is not m and m.text in node.body for m in recording.nodes):
            return None
        value, near = _inner_value(node, recording, domain)
        if value is None:
            return None
        proof = f"intros {node.bound} ?; {_inside(node, recording, domain)}derivatives; algebra"
        at = node.names[node.limit]
        return f"try (rewrite (Derive_near {node.function} {value} {near} {at}); [ | near | {proof}])"
    gaussian = _gaussian(node, recording, domain)
    if gaussian is not None:
        kind, q, k, shape, ends = gaussian
        return f"try (rewrite ({kind}_value {node.function} {q} {k} {ends}); [cbn [ev] | {shape}])"
    return _elementary(node, recording)


def _near(symbol: Any, domain: Mapping[Any, Set]) -> str:
    values = domain.get(symbol)
    if isinstance(values, Interval):
        if values.start == 0:
            return "(fun y => 0 < y)"
        if values.end == 0 and values.start.is_infinite:
            return "(fun y => y < 0)"
        if values.start.is_finite and values.end.is_finite:
            low, high = (Translation(()).term(end) for end in (values.start, values.end))
            return f"(fun y => {low} < y < {high})"
    return "(fun _ => True)"


def _inner_value(node: Node, recording: Recording, domain: Mapping[Any, Set]) -> tuple[str | None, str]:
    value = node.expr.replace(lambda x: isinstance(x, Derivative), lambda x: x.doit(integrals=False))
    value = value.replace(lambda x: isinstance(x, Integral), integrated)
    if value.has(Derivative, Integral):
        return None, ""
    names = {**node.names, node.limit: node.bound}
    return f"(fun {node.bound} => {recording.written(value, names)})", _near(node.limit, domain)


def split_off(integrand: Expr, variable: Any) -> tuple[list[Expr], Expr] | None:
    """Coefficients of q, and k, such that ``p phi`` is the derivative of ``q phi`` plus ``k phi``."""
    try:
        poly = Poly(expand(expand(integrand) / phi(variable)), variable)
    except PolynomialError:
        return None
    if any(variable in c.free_symbols for c in poly.all_coeffs()):
        return None
    c = list(reversed(poly.all_coeffs()))
    q: list[Expr] = [_S.Zero] * max(1, len(c) - 1)
    for i in range(len(c) - 1, 0, -1):  # p = q' - v q + k
        q[i - 1] = -c[i]
        if i >= 2:
            c[i - 2] -= (i - 1) * q[i - 1]
    return q, c[0]


def integrated(node: Integral) -> Expr:
    """Value of a Gaussian integral by the same rule, or the integral where it is none."""
    inner = node.function.replace(lambda x: isinstance(x, Integral), integrated)
    for variable, low, high in node.limits:
        parts = split_off(inner, variable)
        if parts is None:
            return node
        q, k = parts
        anti = sum(c * variable**i for i, c in enumerate(q)) * phi(variable) + k * Phi(variable)
        ends = [
            anti.subs(variable, e) if not e.is_infinite else (k if e == _S.Infinity else _S.Zero)
            for e in (high, low)
        ]
        inner = expand(ends[0] - ends[1])
    return inner


def _gaussian(
    node: Node, recording: Recording, domain: Mapping[Any, Set]
) -> tuple[str, str, str, str, str] | None:
    variable, low, high = node.limit
    inner = node.expr.replace(lambda x: isinstance(x, Integral), integrated)
    if not inner.has(phi(variable)):
        return None
    parts = split_off(inner, variable)
    if parts is None:
        return None
    q = "(" + " :: ".join([*(recording.written(c, node.names) for c in parts[0]), "nil"]) + ")"
    k = recording.written(parts[1], node.names)
    kind = {(True, True): "between", (True, False): "up", (False, True): "down", (False, False): "line"}
    ends = [recording.written(e, node.names) for e in (low, high) if not e.is_infinite]
    for end in (low, high):
        if not end.is_infinite:
            recording.arguments.setdefault(recording.written(end, node.names), (end, node.names))
    shape = f"intro {node.bound}; cbv beta; {_inside(node, recording, domain)}cbn [ev dev]; algebra"
    return kind[not low.is_infinite, not high.is_infinite], q, k, shape, " ".join(ends)


def _elementary(node: Node, recording: Recording) -> str | None:
    variable, low, high = node.limit
    if low.is_infinite or high.is_infinite or node.expr.has(Integral, Derivative):
        return None
    anti = integrate(expand(node.expr), variable)
    if anti.has(Integral):
        return None
    written = recording.written(anti, {**node.names, variable: node.bound})
    ends = " ".join(recording.written(e, node.names) for e in (low, high))
    return f"try (antiderivative (fun {node.bound} => {written}) {node.function} {ends})"


def mirrors(recording: Recording) -> list[str]:
    """Steps that write ``phi`` and ``Phi`` of what SymPy takes for negative by those of its opposite."""
    found = []
    for text, (argument, names) in recording.arguments.items():
        if argument.could_extract_minus_sign():
            found.append(f"mirrored {text} {recording.written(-argument, names)}")
    return found
