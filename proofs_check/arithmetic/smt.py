"""SymPy relations over the reals as Z3 formulas.

Everything that is not polynomial, rational, piecewise or a root becomes a fresh real variable, within the
range of the function where that is known: that only generalises, so a proof of the generalisation is a proof;
a counterexample to it is not one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import z3
from sympy import Expr, Rational, Set, Subs, Symbol
from sympy.core.function import AppliedUndef

from proofs_check.arithmetic import balls, definedness, nodes, powers, total_functions
from proofs_check.arithmetic.sets import is_exact, membership, variable_for
from theory.claim.symbols import is_integral

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
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
    widened
        Whether the domain could only be described by a larger one.
    integral, fixed
        Symbols with integer values, and symbols with one value only: powers, sums and factorials of these are
        evaluated.
    roots
        Variables for roots, by radicand and degree.
    differentiable
        Derivatives that are known to exist all over the domain.
    closing
        Whether branches must be defined on the closure of their regions.
    """

    def __init__(self, domain: Mapping[Symbol, Set]) -> None:
        self.domain = domain
        # Plain names: Z3 does not quote others when it writes a query for the second solver.
        self.variables: dict[Symbol, Any] = {
            symbol: variable_for(values, f"x{index}") for index, (symbol, values) in enumerate(domain.items())
        }
        self.integral = {symbol for symbol, values in domain.items() if is_integral(values)}
        self.fixed: dict[Symbol, Rational] = {
            symbol: values.args[0]
            for symbol, values in domain.items()
            if values.is_FiniteSet and len(values.args) == 1 and values.args[0].is_Rational
        }
        self.widened = not all(is_exact(values) for values in domain.values())
        self.obligations: list[Any] = []
        self.side: list[Any] = [
            membership(self.variables[symbol], values) for symbol, values in domain.items()
        ]
        self.abstracted: dict[Expr, Any] = {}
        self.differentiable: set[Expr] = set()
        self.closing = False
        self.roots: dict[tuple[Expr, int], Any] = {}
        self._guards: list[Any] = []
        self._names = 0

    def oblige(self, condition: Any) -> None:
        """Note a condition without which the statement is undefined, under the guards that hold here."""
        guard = z3.And(*self._guards) if self._guards else z3.BoolVal(True)
        self.obligations.append(z3.Implies(guard, condition))

    def guarded(self, guard: Any, translate: Callable[[Any], Any], node: Any) -> Any:
        """Translate a node that only matters where a guard holds."""
        self._guards.append(guard)
        try:
            return translate(node)
        finally:
            self._guards.pop()

    def fresh(self, sort: Callable[[str], Any] = z3.Real, name: str = "a") -> Any:
        """A Z3 variable that nothing else uses."""
        self._names += 1
        return sort(f"{name}_{self._names}")

    def value_of(self, expr: Expr) -> Any:
        """Value of an expression whose symbols are all fixed, or ``None``."""
        return expr.xreplace(self.fixed) if expr.free_symbols <= self.fixed.keys() else None

    def is_integer(self, expr: Expr) -> bool:
        """Whether an expression certainly has integer values only, wherever it is defined."""
        if expr.is_Integer or expr in self.integral:
            return True
        if expr.is_Add or expr.is_Mul:
            return all(self.is_integer(arg) for arg in expr.args)
        return bool(expr.is_Pow and self.is_integer(expr.base) and expr.exp.is_Integer and expr.exp >= 0)

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
        if expr.is_Pow:
            return powers.translated(self, expr)
        if isinstance(expr, AppliedUndef):  # it may bear the name of a known function
            raise balls.Unsupported(f"nothing is known of the function {expr.func}")
        if type(expr).__name__ in _NODES:
            return _NODES[type(expr).__name__](self, expr)
        definedness.oblige(self, expr)
        return self.abstract(expr)

    def abstract(self, expr: Expr) -> Any:
        """Fresh variable for a subexpression that is defined."""
        if expr not in self.abstracted:
            variable = self.abstracted[expr] = self.fresh()
            self.side += total_functions.within_range(expr, variable)
        return self.abstracted[expr]

    def _piecewise(self, expr: Expr) -> Any:
        branches = []
        covered: list[Any] = []
        passed: list[Any] = []
        for value, condition in expr.args:
            test = self.formula(condition)
            here = z3.And(test, *[z3.Not(c) for c in covered])
            # Inside an integral a branch must be defined on the closure of its region, or it may diverge.
            closed = [
                definedness.closure(self, condition),
                *[definedness.closure(self, c, negated=True) for c in passed],
            ]
            branches.append((here, self.guarded(z3.And(*closed) if self.closing else here, self.term, value)))
            covered.append(test)
            passed.append(condition)
        self.oblige(z3.Or(*covered))
        result = branches[-1][1]
        for here, value in reversed(branches[:-1]):
            result = z3.If(here, value, result)
        return result

    def _substituted(self, expr: Subs) -> Any:
        """Value at a point: as if each variable were the point, so that nothing undefined cancels."""
        definedness.oblige(self, expr)
        if expr.expr.has(*definedness.ANALYTIC):
            return self.abstract(expr)
        return self.term(expr.expr.xreplace(dict(zip(expr.variables, expr.point, strict=True))))

    def with_value(self, symbol: Symbol, value: Rational, expr: Expr) -> Any:
        """Translate an expression in which a bound symbol has a value."""
        name = symbol.as_dummy()
        self.variables[name], self.fixed[name] = z3.RatVal(int(value.p), int(value.q)), value
        if value.is_Integer:
            self.integral.add(name)
        try:
            return self.term(expr.xreplace({symbol: name}))
        finally:
            del self.variables[name], self.fixed[name]
            self.integral.discard(name)

    def formula(self, relation: Any) -> Any:
        """Translate a Boolean."""
        if relation in (True, False):
            return z3.BoolVal(bool(relation))
        name = type(relation).__name__
        if name in ("And", "Or", "Xor"):
            joined = {"And": z3.And, "Or": z3.Or}.get(name)
            parts = [self.formula(arg) for arg in relation.args]
            return joined(*parts) if joined else reduce(z3.Xor, parts)
        if name == "Not":
            return z3.Not(self.formula(relation.args[0]))
        if name == "Implies":
            premise = self.formula(relation.args[0])
            return z3.Implies(premise, self.guarded(premise, self.formula, relation.args[1]))
        if name == "ITE":
            test = self.formula(relation.args[0])
            then = self.guarded(test, self.formula, relation.args[1])
            return z3.If(test, then, self.guarded(z3.Not(test), self.formula, relation.args[2]))
        if name == "Equivalent":
            first, *others = [self.formula(arg) for arg in relation.args]
            return z3.And(*[first == other for other in others])
        if name == "Equality":
            return z3.And(*[self.term(left) == self.term(right) for left, right in balls.sides(relation)])
        if name == "Unequality":
            return z3.Or(*[self.term(left) != self.term(right) for left, right in balls.sides(relation)])
        if name not in _COMPARISONS:
            raise balls.Unsupported(f"no Z3 formula for {relation}")
        return _COMPARISONS[name](self.term(relation.lhs), self.term(relation.rhs))


_NODES: dict[str, Callable[[Translation, Any], Any]] = {
    "Abs": nodes.absolute,
    "sign": nodes.sign,
    "Heaviside": nodes.heaviside,
    "Max": nodes.extremum,
    "Min": nodes.extremum,
    "floor": nodes.rounded,
    "ceiling": nodes.rounded,
    "factorial": nodes.of_integers,
    "binomial": nodes.of_integers,
    "Sum": nodes.written_out,
    "Piecewise": Translation._piecewise,
    "Subs": Translation._substituted,
}


def model_values(translation: Translation, model: Any) -> tuple[dict[Symbol, Rational], bool]:
    """Values of the symbols in a model, and whether they are all exact."""
    values: dict[Symbol, Rational] = {}
    exact = True
    for symbol in translation.domain:
        number = model.eval(translation.variables[symbol].translate(model.ctx), model_completion=True)
        if z3.is_algebraic_value(number):
            exact = False
            number = number.approx(30)
        if z3.is_int_value(number):
            values[symbol] = Rational(number.as_long())
        else:
            values[symbol] = Rational(number.numerator_as_long(), number.denominator_as_long())
    return values, exact
