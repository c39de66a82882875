"""SymPy relations over the reals as Z3 formulas.

Everything that is not polynomial, rational, piecewise or a square root becomes a fresh real variable, within
the range of the function where that is known: that only generalises, so a proof of the generalisation is a
proof; a counterexample to it is not one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import z3
from sympy import (
    Derivative,
    Dummy,
    Expr,
    FiniteSet,
    Float,
    Integers,
    Integral,
    Interval,
    Naturals,
    Naturals0,
    NumberSymbol,
    Pow,
    Range,
    Rational,
    Set,
    Subs,
    Sum,
    Symbol,
    Union,
    acos,
    asin,
    atan,
    cos,
    cosh,
    erf,
    erfc,
    erfi,
    exp,
    log,
    sin,
    sinh,
    tan,
    tanh,
)
from sympy import floor as _floor
from sympy.core.function import AppliedUndef

from proofs_check.arithmetic import balls
from proofs_check.arithmetic.convergence import converges, tamed
from proofs_check.arithmetic.switches import boundaries_of
from theory.gaussian import Phi, phi

#: Z3's resource limit for one query: deterministic, unlike seconds.
RESOURCES = 30_000_000
#: Milliseconds after which a query is given up where its resources did not run out: a backstop only.
BACKSTOP = 30_000

_COMPARISONS = {
    "Equality": lambda a, b: a == b,
    "Unequality": lambda a, b: a != b,
    "StrictLessThan": lambda a, b: a < b,
    "LessThan": lambda a, b: a <= b,
    "StrictGreaterThan": lambda a, b: a > b,
    "GreaterThan": lambda a, b: a >= b,
}


#: Functions that are real on the whole line, with the range of their values (ends excluded, unless whole).
_TOTAL: dict[Any, tuple[Any, Any]] = {
    exp: (0, None),
    phi: (0, Rational(2, 5)),
    Phi: (0, 1),
    erf: (-1, 1),
    erfc: (0, 2),
    tanh: (-1, 1),
    atan: (-2, 2),
    cosh: (Rational(1, 2), None),
    sin: (-2, 2),
    cos: (-2, 2),
    sinh: (None, None),
    erfi: (None, None),
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
    differentiable
        Derivatives that are known to exist all over the domain.
    widened
        Whether the domain could only be described by a larger one.
    """

    def __init__(self, domain: Mapping[Symbol, Set]) -> None:
        self.domain = domain
        self.variables: dict[Symbol, Any] = {
            symbol: (z3.Int if _is_integral(values) else z3.Real)(f"{index}!{symbol}")
            for index, (symbol, values) in enumerate(domain.items())
        }
        self.widened = not all(_is_exact(values) for values in domain.values())
        self.obligations: list[Any] = []
        self.side: list[Any] = [
            _membership(self.variables[symbol], values) for symbol, values in domain.items()
        ]
        self.abstracted: dict[Expr, Any] = {}
        self.differentiable: set[Expr] = set()
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
        if isinstance(expr, AppliedUndef):  # it may bear the name of a known function
            raise balls.Unsupported(f"nothing is known of the function {expr.func}")
        name = type(expr).__name__
        if name == "Abs":
            inner = self.term(expr.args[0])
            return z3.If(inner >= 0, inner, -inner)
        if name == "sign":
            inner = self.term(expr.args[0])
            return z3.If(inner > 0, z3.RealVal(1), z3.If(inner < 0, z3.RealVal(-1), z3.RealVal(0)))
        if name == "Heaviside":
            inner = self.term(expr.args[0])
            at_zero = self.term(expr.args[1])
            return z3.If(inner > 0, z3.RealVal(1), z3.If(inner < 0, z3.RealVal(0), at_zero))
        if name in ("Max", "Min"):
            parts = [self.term(arg) for arg in expr.args]
            larger = name == "Max"
            return reduce(lambda a, b: z3.If((a >= b) if larger else (a <= b), a, b), parts)
        if name == "Piecewise":
            return self._piecewise(expr)
        self._oblige_defined(expr)
        return self._abstract(expr)

    def _abstract(self, expr: Expr) -> Any:
        """Fresh variable for a subexpression that is defined."""
        if expr not in self.abstracted:
            variable = self.abstracted[expr] = z3.Real(f"abstract!{len(self.abstracted)}")
            low, high = _TOTAL.get(expr.func, (None, None))
            if expr.is_number:
                low, high = _bounds(expr)
            self.side += [] if low is None else [variable > _rational(low)]
            self.side += [] if high is None else [variable < _rational(high)]
        return self.abstracted[expr]

    def _oblige_defined(self, expr: Expr) -> None:
        """Note under which conditions a subexpression outside real algebra is a real number."""
        if isinstance(expr, NumberSymbol | Float):
            return
        if expr.func in _TOTAL:
            self.term(expr.args[0])
        elif isinstance(expr, log):
            self._oblige(self.term(expr.args[0]) > 0)
        elif isinstance(expr, asin | acos):
            inner = self.term(expr.args[0])
            self._oblige(z3.And(inner >= -1, inner <= 1))
        elif isinstance(expr, tan):
            self._oblige(self.term(cos(expr.args[0])) != 0)
        elif isinstance(expr, Pow):
            base = self.term(expr.base)
            rooted = expr.exp.is_Rational and expr.exp > 0
            self._oblige(base >= 0 if rooted else base > 0)
            self.term(expr.exp)
        elif isinstance(expr, Derivative):
            self.term(expr.expr)
            self._oblige_differentiable(expr, {})
            derived = expr.doit(integrals=False)
            if not derived.has(Derivative) and expr not in self.differentiable:
                self.term(derived)
        elif isinstance(expr, Subs):
            self._oblige_at(expr)
        elif isinstance(expr, Integral | Sum):
            self._oblige_inside(expr)
        else:
            raise balls.Unsupported(f"cannot tell where {type(expr).__name__} is defined, in {expr}")

    def _oblige_at(self, node: Subs) -> None:
        """Note under which conditions an expression, or what it differentiates, is defined at a point."""
        inner, point = node.expr, dict(zip(node.variables, node.point, strict=True))
        derived = inner.doit(integrals=False)
        if derived.has(Derivative, Subs):
            raise balls.Unsupported(f"cannot tell where {node} is defined")
        if isinstance(inner, Derivative):
            self._oblige_differentiable(inner, point)
        for part in (derived, inner.expr if isinstance(inner, Derivative) else derived):
            self.term(part.xreplace(point))

    def _oblige_differentiable(self, node: Derivative, at: dict[Symbol, Expr]) -> None:
        """Note that a derivative is taken off every boundary, unless it is known to exist."""
        if node in self.differentiable:
            return
        gaps = boundaries_of(node)
        if gaps is None:
            raise balls.Unsupported(f"cannot tell where {node} exists")
        for gap in gaps:
            self._oblige(self.term(gap.xreplace(at)) != 0)

    def always(self, expr: Expr, comparison: str) -> bool:
        """Whether an expression is negative all over the domain (the only comparison that is asked for)."""
        if expr.is_number or comparison != "<":
            return bool(comparison == "<" and expr.is_negative)
        other = Translation(self.domain)
        try:
            goal = other.term(expr) < 0
        except (balls.Unsupported, KeyError):
            return False
        return check([*other.side, z3.Not(goal)])[0] == "unsat"

    def _oblige_inside(self, node: Expr) -> None:
        """Note under which conditions a sum is a sum, and an integral converges.

        On a closed range an integrand without singularities is bounded; infinite ranges need bounds far out.
        """
        if isinstance(node, Integral) and not converges(node, self.always):
            raise balls.Unsupported(f"cannot tell whether {node} converges")
        renamed: dict[Symbol, Symbol] = {}
        guards = []
        for limit in reversed(node.limits):
            if len(limit) != 3 or (isinstance(node, Sum) and any(end.is_infinite for end in limit[1:])):
                raise balls.Unsupported(f"cannot tell where {node} is defined")
            ends: list[Any] = [None if e.is_infinite else self.term(e.xreplace(renamed)) for e in limit[1:]]
            if isinstance(node, Sum):  # from one whole number to another, and not backwards
                self._oblige(z3.And(*[z3.IsInt(end) for end in ends], ends[0] - 1 <= ends[1]))
            bound = Dummy(str(limit[0]))
            kind = z3.Int if isinstance(node, Sum) else z3.Real
            variable = self.variables[bound] = kind(f"{len(self.variables)}!{bound.name}")
            renamed[limit[0]] = bound
            guards.append(_between(variable, *ends, either_way=isinstance(node, Integral)))
        function = tamed(node) if isinstance(node, Integral) else node.function
        self._guarded(z3.And(*guards), self.term, function.xreplace(renamed))
        for bound in renamed.values():
            del self.variables[bound]

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
            return z3.And(*[self.term(left) == self.term(right) for left, right in balls.sides(relation)])
        if name == "Unequality":
            return z3.Or(*[self.term(left) != self.term(right) for left, right in balls.sides(relation)])
        return _COMPARISONS[name](self.term(relation.lhs), self.term(relation.rhs))


def _rational(number: Any) -> Any:
    return z3.RatVal(int(Rational(number).p), int(Rational(number).q))


def _bounds(constant: Expr) -> tuple[Any, Any]:
    """Rationals below and above a constant, such as pi."""
    try:
        with balls.precision():
            nearest = (balls.enclose(constant, {}) * 10**12).floor().unique_fmpz()
    except balls.Unsupported:
        nearest = None
    if nearest is None:
        return None, None
    return Rational(int(nearest) - 1, 10**12), Rational(int(nearest) + 1, 10**12)


def _between(variable: Any, low: Any, high: Any, *, either_way: bool) -> Any:
    """Between the ends of an integral, in either order, or from the first to the last of a sum."""
    upward = [] if low is None else [low <= variable]
    downward = [] if low is None else [low >= variable]
    upward += [] if high is None else [variable <= high]
    downward += [] if high is None else [variable >= high]
    return z3.Or(z3.And(*upward), z3.And(*downward)) if either_way else z3.And(*upward)


def _is_integral(values: Set) -> bool:
    return values.is_subset(Integers) is True


def _is_exact(values: Set) -> bool:
    """Whether `_membership` describes a set as it is, not a larger one."""
    if isinstance(values, Interval):
        return all(end.is_Rational or end.is_infinite for end in (values.start, values.end))
    if isinstance(values, Union):
        return all(_is_exact(part) for part in values.args)
    return isinstance(values, FiniteSet | Range) or values in (Integers, Naturals, Naturals0)


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
    if values.is_empty or (isinstance(values, FiniteSet) and not all(v.is_Rational for v in values.args)):
        raise balls.Unsupported(f"no Z3 constraint for the set {values}")
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
        if isinstance(values, Range) and abs(values.step) != 1:
            member = values.inf if values.inf.is_finite else values.sup
            bounds.append((variable - int(member)) % int(abs(values.step)) == 0)
        return z3.And(*bounds)
    raise balls.Unsupported(f"no Z3 constraint for the set {values}")


def check(constraints: list[Any]) -> tuple[str, Any]:
    """Ask Z3 whether constraints can be met.

    Returns
    -------
    tuple
        ``("sat", model)``, ``("unsat", None)`` or ``("unknown", why)``.

    Raises
    ------
    KeyboardInterrupt
        If the user interrupts the solver.
    """
    why = "resource limit"
    # A context of its own: what was asked before must not steer this search, nor use up its resources.
    context = z3.Context()
    own = [constraint.translate(context) for constraint in constraints]
    integral = any(z3.is_int(v) for v in z3.z3util.get_vars(z3.And(*constraints)))
    solvers = [z3.Solver(ctx=context)]
    if not integral:
        solvers.append(z3.SolverFor("QF_NRA", context))
    for solver in solvers:
        solver.set("rlimit", RESOURCES)
        solver.set("timeout", BACKSTOP)
        solver.add(*own)
        answer = solver.check()
        if answer == z3.unsat:
            return "unsat", None
        if answer == z3.sat:
            return "sat", solver.model()
        why = solver.reason_unknown()
        if "interrupted" in why:
            raise KeyboardInterrupt
    return "unknown", why


def model_values(translation: Translation, model: Any) -> tuple[dict[Symbol, Rational], bool]:
    """Values of the symbols in a model, and whether they are all exact."""
    values: dict[Symbol, Rational] = {}
    exact = True
    for symbol, variable in translation.variables.items():
        number = model.eval(variable.translate(model.ctx), model_completion=True)
        if z3.is_algebraic_value(number):
            exact = False
            number = number.approx(30)
        if z3.is_int_value(number):
            values[symbol] = Rational(number.as_long())
        else:
            values[symbol] = Rational(number.numerator_as_long(), number.denominator_as_long())
    return values, exact
