"""SymPy relations over the reals as Z3 formulas.

Everything that is not polynomial, rational, piecewise or a square root becomes a fresh real variable: that
only generalises, so a proof of the generalisation is a proof; a counterexample to it is not one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import z3
from sympy import Expr, FiniteSet, Integers, Interval, Rational, Set, Symbol, Union
from sympy import floor as _floor

from proofs_check import balls

#: Z3's resource limit for one query: deterministic, unlike seconds.
RESOURCES = 30_000_000

_COMPARISONS = {
    "Equality": lambda a, b: a == b,
    "Unequality": lambda a, b: a != b,
    "StrictLessThan": lambda a, b: a < b,
    "LessThan": lambda a, b: a <= b,
    "StrictGreaterThan": lambda a, b: a > b,
    "GreaterThan": lambda a, b: a >= b,
}


class Translation:
    """One query under construction.

    Attributes
    ----------
    obligations
        Conditions, under their guards, without which the statement is undefined: denominators and radicands.
    side
        Defining constraints of auxiliary variables.
    abstracted
        Subexpressions that became fresh variables.
    """

    def __init__(self, domain: Mapping[Symbol, Set]) -> None:
        self.domain = domain
        self.variables: dict[Symbol, Any] = {
            symbol: z3.Int(str(symbol)) if _is_integral(values) else z3.Real(str(symbol))
            for symbol, values in domain.items()
        }
        self.obligations: list[Any] = []
        self.side: list[Any] = [
            _membership(self.variables[symbol], values) for symbol, values in domain.items()
        ]
        self.abstracted: dict[Expr, Any] = {}
        self._roots: dict[Expr, Any] = {}
        self._guards: list[Any] = []

    def _oblige(self, condition: Any) -> None:
        guard = z3.And(*self._guards) if self._guards else z3.BoolVal(True)
        self.obligations.append(z3.Implies(guard, condition))

    def _guarded(self, guard: Any, translate: Any, node: Any) -> Any:
        self._guards.append(guard)
        try:
            return translate(node)
        finally:
            self._guards.pop()

    def term(self, expr: Expr) -> Any:
        """Translate a real-valued expression."""
        if expr.is_Symbol:
            variable = self.variables[expr]
            return z3.ToReal(variable) if z3.is_int(variable) else variable  # Z3's "/" on integers truncates
        if expr.is_Rational:
            return z3.RatVal(int(expr.p), int(expr.q))
        if expr.is_Add:
            return reduce(lambda a, b: a + b, [self.term(arg) for arg in expr.args])
        if expr.is_Mul:
            return reduce(lambda a, b: a * b, [self.term(arg) for arg in expr.args])
        if expr.is_Pow and expr.exp.is_Rational and expr.exp.q in (1, 2):
            return self._power(expr)
        name = type(expr).__name__
        if name == "Abs":
            inner = self.term(expr.args[0])
            return z3.If(inner >= 0, inner, -inner)
        if name == "sign":
            inner = self.term(expr.args[0])
            return z3.If(inner > 0, z3.RealVal(1), z3.If(inner < 0, z3.RealVal(-1), z3.RealVal(0)))
        if name in ("Max", "Min"):
            parts = [self.term(arg) for arg in expr.args]
            larger = name == "Max"
            return reduce(lambda a, b: z3.If((a >= b) if larger else (a <= b), a, b), parts)
        if name == "Piecewise":
            return self._piecewise(expr)
        return self.abstracted.setdefault(expr, z3.Real(f"abstract!{len(self.abstracted)}"))

    def _power(self, expr: Expr) -> Any:
        base = self.term(expr.base)
        exponent = int(expr.exp.p)
        if expr.exp.q == 2:
            base = self._root(expr.base, base)
        if exponent < 0:
            self._oblige(base != 0)
        power = reduce(lambda a, b: a * b, [base] * abs(exponent))
        return 1 / power if exponent < 0 else power

    def _root(self, radicand: Expr, term: Any) -> Any:
        self._oblige(term >= 0)
        if radicand not in self._roots:
            root = z3.Real(f"root!{len(self._roots)}")
            self._roots[radicand] = root
            self.side += [root >= 0, z3.Implies(term >= 0, root * root == term)]
        return self._roots[radicand]

    def _piecewise(self, expr: Expr) -> Any:
        branches = []
        covered: list[Any] = []
        for value, condition in expr.args:
            test = z3.BoolVal(True) if condition == True else self.formula(condition)  # noqa: E712
            here = z3.And(test, *[z3.Not(c) for c in covered])
            branches.append((here, self._guarded(here, self.term, value)))
            covered.append(test)
        self._oblige(z3.Or(*covered))
        result = branches[-1][1]
        for here, value in reversed(branches[:-1]):
            result = z3.If(here, value, result)
        return result

    def formula(self, relation: Any) -> Any:
        """Translate a Boolean."""
        if relation in (True, False):
            return z3.BoolVal(bool(relation))
        name = type(relation).__name__
        if name == "And":
            return z3.And(*[self.formula(arg) for arg in relation.args])
        if name == "Or":
            return z3.Or(*[self.formula(arg) for arg in relation.args])
        if name == "Not":
            return z3.Not(self.formula(relation.args[0]))
        if name == "Implies":
            premise = self.formula(relation.args[0])
            return z3.Implies(premise, self._guarded(premise, self.formula, relation.args[1]))
        if name == "Equivalent":
            first, *others = [self.formula(arg) for arg in relation.args]
            return z3.And(*[first == other for other in others])
        if name not in _COMPARISONS:
            raise balls.Unsupported(f"no Z3 formula for {relation}")
        if name == "Equality":
            return z3.And(*[self.term(difference) == 0 for difference in balls.differences(relation)])
        if name == "Unequality":
            return z3.Or(*[self.term(difference) != 0 for difference in balls.differences(relation)])
        return _COMPARISONS[name](self.term(relation.lhs), self.term(relation.rhs))


def _is_integral(values: Set) -> bool:
    return values.is_subset(Integers) is True


def _outward(number: Any, down: bool) -> Any:
    """Rational at or beyond an end of an interval: a larger domain, so still sound for proving."""
    if number.is_Rational:
        return z3.RatVal(int(number.p), int(number.q))
    scaled = _floor(number * 10**12)
    return z3.RatVal(int(scaled) if down else int(scaled) + 1, 10**12)


def _membership(variable: Any, values: Set) -> Any:
    if isinstance(values, Interval):
        bounds = []
        if not values.start.is_infinite:
            low = _outward(values.start, down=True)
            strict = values.left_open and values.start.is_Rational
            bounds.append(variable > low if strict else variable >= low)
        if not values.end.is_infinite:
            high = _outward(values.end, down=False)
            strict = values.right_open and values.end.is_Rational
            bounds.append(variable < high if strict else variable <= high)
        return z3.And(*bounds)
    if isinstance(values, FiniteSet):
        return z3.Or(*[variable == z3.RatVal(int(v.p), int(v.q)) for v in values.args])
    if isinstance(values, Union):
        return z3.Or(*[_membership(variable, part) for part in values.args])
    if _is_integral(values) and values.inf is not None:
        bounds = []
        if not values.inf.is_infinite:
            bounds.append(variable >= int(values.inf))
        if not values.sup.is_infinite:
            bounds.append(variable <= int(values.sup))
        return z3.And(*bounds)
    raise balls.Unsupported(f"no Z3 constraint for the set {values}")


def check(constraints: list[Any]) -> tuple[str, Any]:
    """Ask Z3 whether constraints can be met: ``("sat", model)``, ``("unsat", None)`` or ``("unknown", why)``."""
    why = "resource limit"
    for solver in (z3.Solver(), z3.SolverFor("QF_NRA")):
        solver.set("rlimit", RESOURCES)
        solver.add(*constraints)
        answer = solver.check()
        if answer == z3.unsat:
            return "unsat", None
        if answer == z3.sat:
            return "sat", solver.model()
        why = solver.reason_unknown()
    return "unknown", why


def model_values(translation: Translation, model: Any) -> tuple[dict[Symbol, Rational], bool]:
    """Values of the symbols in a model, and whether they are all exact."""
    values: dict[Symbol, Rational] = {}
    exact = True
    for symbol, variable in translation.variables.items():
        number = model.eval(variable, model_completion=True)
        if z3.is_algebraic_value(number):
            exact = False
            number = number.approx(30)
        if z3.is_int_value(number):
            values[symbol] = Rational(number.as_long())
        else:
            values[symbol] = Rational(number.numerator_as_long(), number.denominator_as_long())
    return values, exact
