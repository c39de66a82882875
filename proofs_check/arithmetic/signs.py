"""Signs of expressions all over a domain, as Z3 finds them, and branches taken by a known sign."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import z3
from sympy import Expr, S, Set, Symbol
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, smt, solvers
from proofs_check.arithmetic.switches import Pair, bound_by
from proofs_check.arithmetic.truth import by_sign


class Signs:
    """Answers what sign an expression has on all of a domain.

    Parameters
    ----------
    domain, assuming
        Where: sets of the symbols, and relations between them.
    """

    def __init__(
        self, domain: Mapping[Symbol, Set] | None = None, assuming: tuple[Boolean, ...] = ()
    ) -> None:
        self.domain = dict(domain or {})
        self.assuming = assuming
        self._known: dict[tuple[Expr, str], bool] = {}

    def always(self, expr: Expr, comparison: str) -> bool:
        """Whether an expression compares with 0 in one way (``">"``, ``"<"``, ``"!="``, ...) everywhere."""
        key = (expr, comparison)
        if key not in self._known:
            self._known[key] = self._number(expr, comparison) if expr.is_number else self._proved(*key)
        return self._known[key]

    def _number(self, expr: Expr, comparison: str) -> bool:
        try:
            with balls.precision():
                ball = balls.enclose(expr, {})
        except balls.Unsupported:
            return False
        if not hasattr(ball, "is_zero") or not ball.is_finite():
            return False
        return bool(_COMPARISONS[comparison](ball))

    def _proved(self, expr: Expr, comparison: str) -> bool:
        if any(symbol not in self.domain for symbol in expr.free_symbols):
            return False
        translation = smt.Translation(self.domain)
        try:
            premises = [translation.formula(relation) for relation in self.assuming]
            goal = _COMPARISONS[comparison](translation.term(expr))
        except (balls.Unsupported, KeyError):
            return False
        return solvers.check([*translation.side, *premises, z3.Not(goal)]).verdict == "unsat"

    def __call__(self, expr: Expr) -> int | None:
        """Sign of an expression, 1, -1 or 0, or ``None`` where it is not one and the same."""
        if expr == 0:
            return 0
        return 1 if self.always(expr, ">") else -1 if self.always(expr, "<") else None


_COMPARISONS: dict[str, Any] = {
    ">": lambda x: x > 0,
    "<": lambda x: x < 0,
    ">=": lambda x: x >= 0,
    "!=": lambda x: x != 0,
}


def resolved(expr: Any, pair: Pair, sign: int) -> Any:
    """Take the branches that hold where left minus right of a switch has a sign."""
    if not getattr(expr, "args", ()) or any(end.has(*bound_by(expr)) for end in pair if bound_by(expr)):
        return expr
    oriented = _orientation(expr, pair)
    if oriented is not None:
        name, sign_here = type(expr).__name__, sign * oriented
        if isinstance(expr, Relational):
            return S.true if by_sign(name, sign_here) else S.false
        inner = resolved(expr.args[0], pair, sign)
        if name == "Abs":
            return inner * sign_here
        if name == "sign":
            return S(sign_here)
        return S.One if sign_here > 0 else S.Zero if sign_here < 0 else expr.args[1]
    args = list(expr.args)
    if type(expr).__name__ in ("Max", "Min"):
        for first, second in combinations(expr.args, 2):
            if (first, second) in (pair, pair[::-1]) and first in args and second in args:
                first_larger = (sign if (first, second) == pair else -sign) >= 0
                args.remove(second if first_larger == (type(expr).__name__ == "Max") else first)
    done = [resolved(arg, pair, sign) for arg in args]
    return expr.func(*done) if done != list(expr.args) else expr


def _orientation(expr: Any, pair: Pair) -> int | None:
    """How a node's own switch stands to a pair: 1 the same, -1 turned round, ``None`` another one."""
    if isinstance(expr, Relational):
        own = (expr.lhs, expr.rhs)
    elif type(expr).__name__ in ("Abs", "sign", "Heaviside"):
        own = (expr.args[0], S.Zero)
    else:
        return None
    return 1 if own == pair else -1 if own == pair[::-1] else None


def root_in(pair: Pair, variable: Symbol) -> tuple[Expr, Expr] | None:
    """Slope and root of a switch that is linear in a variable; ``None`` where it is not."""
    gap = (pair[0] - pair[1]).expand()
    slope = gap.coeff(variable, 1)
    offset = gap.coeff(variable, 0)
    if slope == 0 or slope.has(variable) or (gap - slope * variable - offset).expand() != 0:
        return None
    return slope, -offset / slope
