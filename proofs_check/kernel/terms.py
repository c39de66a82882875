"""Real-valued expressions of SymPy as terms of Rocq. What a kernel proof is worth rests on this file.

It writes down what stands in the tree, node by node, and has nothing evaluated: a derivative becomes
Coquelicot's ``Derive`` of a function, an integral the limit of Riemann sums that Coquelicot defines. All
functions of Rocq are total (``/ 0``, ``sqrt (-1)`` and the derivative of a kink are *some* number), so that a
statement says what the claim says only where everything in it is defined. That is a statement of its own, of
which nothing is taken for granted: `Terms.obligations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sympy import Derivative, Integral, Set, Subs, Symbol
from sympy import S as _S
from sympy.core.function import AppliedUndef

#: Functions that are real on the whole line, by their names here and there.
_TOTAL = {
    "exp": "exp",
    "sin": "sin",
    "cos": "cos",
    "atan": "atan",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "phi": "phi",
    "Phi": "Phi",
    "Abs": "Rabs",
}
#: Functions with a condition on their argument.
_PARTIAL = {
    "log": ("ln", "0 < {}"),
    "tan": ("tan", "cos {} <> 0"),
    "asin": ("asin", "-1 <= {} <= 1"),
    "acos": ("acos", "-1 <= {} <= 1"),
}
_DECISIONS = {
    "StrictLessThan": "Rlt_dec {0} {1}",
    "LessThan": "Rle_dec {0} {1}",
    "StrictGreaterThan": "Rlt_dec {1} {0}",
    "GreaterThan": "Rle_dec {1} {0}",
    "Equality": "Req_EM_T {0} {1}",
}


class Untranslatable(Exception):
    """There is no statement over the reals for a part, for the reason given."""


class Terms:
    """Terms over one domain.

    Parameters
    ----------
    symbols
        The symbols that are variables.

    Attributes
    ----------
    names : dict
        What stands for each symbol.
    obligations : list of str
        Propositions, closed under their guards and bound variables, without which a term means nothing.
    """

    def __init__(self, symbols: Mapping[Symbol, Set] | tuple[Symbol, ...]) -> None:
        self.names: dict[Any, str] = {}
        for symbol in symbols:
            self.names[symbol] = _fresh(symbol, self.names.values())
        self.obligations: list[str] = []
        self._context: list[str] = []
        self._bound = 0
        self._smooth = 0

    def _oblige(self, condition: str) -> None:
        closed = "(" + "".join(self._context) + condition + ")"
        if closed not in self.obligations:
            self.obligations.append(closed)

    @contextmanager
    def under(self, *context: str) -> Iterator[None]:
        """Translate under premises or bound variables, written as they stand before a proposition."""
        self._context += context
        try:
            yield
        finally:
            del self._context[len(self._context) - len(context) :]

    @contextmanager
    def _calling(self, symbol: Any, name: str) -> Iterator[None]:
        before = self.names.get(symbol)
        self.names[symbol] = name
        try:
            yield
        finally:
            if before is None:
                del self.names[symbol]
            else:
                self.names[symbol] = before

    def _variable(self) -> str:
        self._bound += 1
        return f"t{self._bound}"

    def term(self, expr: Any) -> str:
        """Translate a real-valued expression.

        Raises
        ------
        Untranslatable
            If there is no term for it.
        """
        if expr in self.names:
            return self.names[expr]
        if expr.is_Rational:
            return _literal(expr)
        if expr is _S.Pi:
            return "PI"
        if expr is _S.Exp1:
            return "(exp 1)"
        if expr.is_Add or expr.is_Mul:
            return "(" + (" + " if expr.is_Add else " * ").join(self.term(arg) for arg in expr.args) + ")"
        if expr.is_Pow:
            return self._power(expr)
        if isinstance(expr, AppliedUndef):  # it may bear the name of a known function
            raise Untranslatable(f"nothing is known of the function {expr.func}")
        if isinstance(expr, Derivative):
            return self._derivative(expr.expr, expr.variables)
        if isinstance(expr, Integral):
            return self._integral(expr.function, expr.limits)
        if isinstance(expr, Subs):
            return self._at(expr.expr, list(zip(expr.variables, expr.point, strict=True)))
        name = type(expr).__name__
        if name in _TOTAL:
            return f"({_TOTAL[name]} {self.term(expr.args[0])})"
        if name in _PARTIAL:
            function, condition = _PARTIAL[name]
            inner = self.term(expr.args[0])
            self._oblige(condition.format(inner))
            return f"({function} {inner})"
        if name in ("Max", "Min"):
            first, *others = [self.term(arg) for arg in expr.args]
            for other in others:
                first = f"(R{name.lower()} {first} {other})"
            return first
        if name == "Piecewise":
            return self._piecewise(list(expr.args))
        raise Untranslatable(f"no term for {name}")

    def _power(self, expr: Any) -> str:
        base, exponent = self.term(expr.base), expr.exp
        if not (exponent.is_Rational and exponent.q in (1, 2)):
            self._oblige(f"0 < {base}")
            return f"(Rpower {base} {self.term(exponent)})"
        if exponent.q == 2:
            self._oblige(f"0 {'<' if self._smooth else '<='} {base}")
            base = f"(sqrt {base})"
        power = base if abs(exponent.p) == 1 else f"({base} ^ {abs(int(exponent.p))})"
        if exponent.p > 0:
            return power
        self._oblige(f"{base} <> 0")
        return f"(/ {power})"

    def _derivative(self, expr: Any, variables: tuple[Any, ...]) -> str:
        """Derive by the last variable what comes of the others.

        At the point itself everything must be defined, with roots of positive numbers; that the function has
        a derivative there is an obligation too.
        """
        if not variables:
            return self.term(expr)
        *inner, last = variables
        at, bound = self.names.get(last), self._variable()
        if at is None:
            raise Untranslatable(f"the derivative is by {last}, which is no variable")
        self._smooth += 1
        self._derivative(expr, tuple(inner))
        self._smooth -= 1
        known = list(self.obligations)
        with self._calling(last, bound):
            body = self._derivative(expr, tuple(inner))
        self.obligations = known
        self._oblige(f"ex_derive (fun {bound} => {body}) {at}")
        return f"(Derive (fun {bound} => {body}) {at})"

    def _integral(self, expr: Any, limits: tuple[Any, ...]) -> str:
        if not limits:
            return self.term(expr)
        *inner, limit = limits
        if len(limit) != 3:
            raise Untranslatable(f"the integral by {limit[0]} has no ends")
        low, high = (None if end.is_infinite else self.term(end) for end in limit[1:])
        if limit[1] is _S.Infinity or limit[2] is _S.NegativeInfinity:
            raise Untranslatable("an integral runs from infinity downwards")
        bound = self._variable()
        kind = {(True, True): "", (True, False): "_up", (False, True): "_down", (False, False): "_line"}
        inside = [f"forall {bound} : R, "]
        if low is not None and high is not None:  # whichever is the larger
            inside.append(f"Rmin {low} {high} < {bound} < Rmax {low} {high} -> ")
        elif low is not None or high is not None:
            inside.append(f"{low} < {bound} -> " if high is None else f"{bound} < {high} -> ")
        with self._calling(limit[0], bound), self.under(*inside):
            body = self._integral(expr, tuple(inner))
        ends = " ".join(end for end in (low, high) if end is not None)
        what = f"int{kind[low is not None, high is not None]} (fun {bound} => {body}) {ends}".rstrip()
        self._oblige(f"ex_{what}")
        return f"({what})"

    def _at(self, expr: Any, values: list[tuple[Any, Any]]) -> str:
        if not values:
            return self.term(expr)
        (symbol, value), *others = values
        if any(symbol in other.free_symbols for _, other in others):
            raise Untranslatable("values of a substitution depend on one another")
        with self._calling(symbol, self.term(value)):
            return self._at(expr, others)

    def _piecewise(self, pieces: list[Any]) -> str:
        if not pieces:
            self._oblige("False")  # no piece covers this case
            return "0"
        value, condition = pieces[0]
        if condition == True:  # noqa: E712 - SymPy's own truth values
            return self.term(value)
        name = type(condition).__name__
        if name not in _DECISIONS:
            raise Untranslatable(f"a piece depends on {name}")
        test = self.proposition(condition)
        decided = _DECISIONS[name].format(self.term(condition.lhs), self.term(condition.rhs))
        with self.under(f"{test} -> "):
            here = self.term(value)
        with self.under(f"~ {test} -> "):
            otherwise = self._piecewise(pieces[1:])
        return f"(if {decided} then {here} else {otherwise})"

    def proposition(self, relation: Any) -> str:
        """Translate a Boolean, as the conditions of pieces need."""
        raise NotImplementedError


def _fresh(symbol: Any, taken: Any) -> str:
    spelled = str(symbol).replace("'", "p").replace("+", "plus").replace("-", "minus")
    name = "v_" + re.sub(r"[^A-Za-z0-9]", "_", spelled)
    while name in taken:
        name += "_"
    return name


def _literal(number: Any) -> str:
    size = str(abs(number.p)) if number.q == 1 else f"({abs(number.p)} / {number.q})"
    return size if number >= 0 else f"(- {size})"
