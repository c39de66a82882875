"""What would contradict a statement, as alternatives, each a list of polynomial relations.

The search for a certificate works on these. Nothing depends on their being right: a wrong one only leads to a
script that Rocq rejects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sympy import (
    Abs,
    Add,
    Dummy,
    FiniteSet,
    Implies,
    Interval,
    MatrixBase,
    Max,
    Min,
    Mul,
    Naturals,
    Not,
    Piecewise,
    Rational,
    Symbol,
    exp,
    expand,
    floor,
    fraction,
    preorder_traversal,
    sqrt,
    together,
)
from sympy import Or as _Or
from sympy.functions import cos, sin

from theory.gaussian import Phi, phi

#: Alternatives beyond which the search gives up.
MOST = 64
Sign = Literal["gt", "ge", "eq"]
#: What is known of an expression: that it is positive, nonnegative or zero.
Known = tuple[Sign, Any]


class TooMany(Exception):
    """The statement falls into more cases than are worth a search."""


def _compared(name: str, left: Any, right: Any) -> Known:
    if name in ("StrictLessThan", "LessThan"):
        return ("gt" if name == "StrictLessThan" else "ge", right - left)
    if name in ("StrictGreaterThan", "GreaterThan"):
        return ("gt" if name == "StrictGreaterThan" else "ge", left - right)
    return "eq", left - right


def _opposite(known: Known) -> list[list[Known]]:
    sign, expr = known
    if sign == "eq":
        return [[("gt", expr)], [("gt", -expr)]]
    return [[("ge" if sign == "gt" else "gt", -expr)]]


def _all(parts: list[list[list[Known]]]) -> list[list[Known]]:
    product: list[list[Known]] = [[]]
    for part in parts:
        product = [one + other for one in product for other in part]
        if len(product) > MOST:
            raise TooMany
    return product


def alternatives(relation: Any, negated: bool = False) -> list[list[Known]]:
    """Disjunctive normal form of a relation or of its negation."""
    if relation in (True, False):
        return [[]] if bool(relation) != negated else []
    name = type(relation).__name__
    if name == "Not":
        return alternatives(relation.args[0], not negated)
    if name == "Implies":
        first, second = relation.args
        return alternatives(_Or(Not(first, evaluate=False), second, evaluate=False), negated)
    if name in ("And", "Or"):
        parts = [alternatives(arg, negated) for arg in relation.args]
        if (name == "And") != negated:
            return _all(parts)
        return [one for part in parts for one in part]
    if name == "Equivalent":
        first, second = relation.args[0], relation.args[1]
        there, back = Implies(first, second, evaluate=False), Implies(second, first, evaluate=False)
        parts = [alternatives(way, negated) for way in (there, back)]
        return parts[0] + parts[1] if negated else _all(parts)
    pairs = [(relation.lhs, relation.rhs)]
    if isinstance(relation.lhs, MatrixBase):
        pairs = list(zip(list(relation.lhs), list(relation.rhs), strict=True))
    knowns = [_compared(name, left, right) for left, right in pairs]
    if (name == "Unequality") != negated:
        return [one for known in knowns for one in _opposite(known)]
    return [knowns]


def _cases(node: Any) -> list[tuple[list[Known], Any]]:
    if isinstance(node, Abs):
        inner = node.args[0]
        return [([("ge", inner)], inner), ([("ge", -inner)], -inner)]
    if isinstance(node, Max | Min):
        sign = 1 if isinstance(node, Max) else -1
        return [([("ge", sign * (a - b)) for b in node.args if b != a], a) for a in node.args]
    found: list[tuple[list[Known], Any]] = []
    earlier: list[Any] = []
    for value, condition in node.args:
        here = _all([alternatives(Not(e, evaluate=False)) for e in earlier] + [alternatives(condition)])
        found += [(known, value) for known in here]
        earlier.append(condition)
    return found


def without_cases(knowns: list[Known]) -> list[list[Known]]:
    """Split on every absolute value, maximum, minimum and piece."""
    todo, done = [knowns], []
    while todo:
        current = todo.pop()
        nodes = [
            x for _, e in current for x in preorder_traversal(e) if isinstance(x, Abs | Max | Min | Piecewise)
        ]
        if not nodes:
            done.append(current)
        else:
            node = min(nodes, key=lambda x: x.count_ops())
            for extra, value in _cases(node):
                todo.append([(sign, e.xreplace({node: value})) for sign, e in current] + extra)
        if len(todo) + len(done) > MOST:
            raise TooMany
    return done


@dataclass
class Problem:
    """Polynomial relations that are to be shown contradictory.

    Attributes
    ----------
    knowns
        The relations, between symbols and atoms.
    atoms
        The symbol that stands for each subexpression that is no polynomial.
    cleared
        Relations whose denominators were cleared: sign, expression, denominator, product.
    """

    knowns: list[Known] = field(default_factory=list)
    atoms: dict[Any, Symbol] = field(default_factory=dict)
    cleared: list[tuple[Sign, Any, Any, Any]] = field(default_factory=list)
    _facts: list[Known] = field(default_factory=list)

    def shown(self, expr: Any) -> Any:
        """An expression with the subexpressions back in the place of atoms."""
        back = {symbol: atom for atom, symbol in self.atoms.items()}
        while expr.free_symbols & set(back):
            expr = expr.xreplace(back)
        return expr

    def _atom(self, expr: Any, *facts: Any) -> Symbol:
        if expr not in self.atoms:
            symbol = self.atoms[expr] = Dummy("a")
            for fact in facts:
                self._facts += fact(symbol)
        return self.atoms[expr]

    def rational(self, expr: Any) -> Any:
        """Put atoms in the place of what is not rational."""
        if expr.is_Symbol or expr.is_Rational:
            return expr
        if expr.is_Add or expr.is_Mul:
            return (Add if expr.is_Add else Mul)(*[self.rational(arg) for arg in expr.args])
        if expr.is_Pow and expr.exp.is_Rational and expr.exp.q in (1, 2):
            if expr.exp.q == 1:
                return self.rational(expr.base) ** expr.exp
            inner = self.rational(expr.base)
            sure: Sign = "gt" if expr.base.is_number or expr.exp < 0 else "ge"
            root = self._atom(sqrt(expr.base), lambda s: [(sure, s), ("eq", s * s - inner)])
            return root**expr.exp.p
        facts: list[Any] = []
        if isinstance(expr, phi | exp):
            facts.append(lambda s: [("gt", s)])
        if isinstance(expr, phi):
            facts.append(lambda s: [("gt", Rational(2, 5) - s)])
        if isinstance(expr, Phi):
            facts.append(lambda s: [("gt", s), ("gt", 1 - s)])
        if isinstance(expr, sin | cos):
            other = (cos if isinstance(expr, sin) else sin)(expr.args[0])
            if other in self.atoms:
                facts.append(lambda s: [("eq", s**2 + self.atoms[other] ** 2 - 1)])
        if expr.is_number:
            low, high = around(expr)
            facts.append(lambda s: [("gt", s - low), ("gt", high - s), *([("gt", s)] if low > 0 else [])])
        return self._atom(expr, *facts)


def around(number: Any, digits: int = 4) -> tuple[Rational, Rational]:
    """Decimal fractions below and above a number: further apart than the tolerance of a linear program."""
    scale = 10**digits
    nearest = floor(number.evalf(40) * scale)
    return Rational(nearest, scale), Rational(nearest + 1, scale)


def _certainly_positive(expr: Any, positive: set[Any]) -> bool:
    for term in Add.make_args(expand(expr)):
        coefficient, rest = term.as_coeff_Mul()
        if coefficient < 0 or not all(
            power.is_even or base in positive for base, power in rest.as_powers_dict().items() if rest != 1
        ):
            return False
    return True


def problems(formula: Any, domain: Mapping[Any, Any], assuming: tuple[Any, ...]) -> list[Problem]:
    """One problem for each way in which a statement could be false.

    Raises
    ------
    TooMany
        If there are too many ways.
    """
    chosen = [alternatives(relation) for relation in assuming] + [alternatives(formula, negated=True)]
    for symbol, values in domain.items():
        if isinstance(values, FiniteSet):
            chosen.append([[("eq", symbol - value)] for value in values.args])
    return [_problem(case, domain) for one in _all(chosen) for case in without_cases(one)]


def _problem(knowns: list[Known], domain: Mapping[Any, Any]) -> Problem:
    problem = Problem()
    raw: list[Known] = []
    for symbol, values in domain.items():
        if isinstance(values, Interval):
            if not values.start.is_infinite:
                raw.append(("gt" if values.left_open else "ge", problem.rational(symbol - values.start)))
            if not values.end.is_infinite:
                raw.append(("gt" if values.right_open else "ge", problem.rational(values.end - symbol)))
        elif values == Naturals:
            raw.append(("ge", symbol - 1))
    raw += [(sign, problem.rational(expr)) for sign, expr in knowns]
    raw += problem._facts
    positive = {expr for sign, expr in raw if sign == "gt" and expr.is_Symbol}
    for sign, expr in raw:
        numerator, denominator = fraction(together(expr))
        if denominator.is_number:
            problem.knowns.append((sign, expand(expr)))
            continue
        if sign != "eq" and not _certainly_positive(denominator, positive):
            numerator, denominator = numerator * denominator, denominator**2
        problem.knowns.append((sign, expand(numerator)))
        problem.cleared.append((sign, expr, denominator, numerator))
    return problem


def contradicts_itself(problem: Problem) -> bool:
    """Whether one of the relations is plainly false."""
    false = {"gt": lambda e: e <= 0, "ge": lambda e: e < 0, "eq": lambda e: e != 0}
    return any(expr.is_number and bool(false[sign](expr)) for sign, expr in problem.knowns)
