"""A normal form for sums up to symbolic limits.

A sum becomes a sum of terms, each a coefficient times factors under several indices at once. Indices are
renamed, shifted so that the first family they stand in has no offset, and every range is brought to 1..n by
splitting terms off; Kronecker deltas are carried out and cases split the range. What falls apart into a
product of sums is taken apart. Two expressions with the same normal form are equal for all limits; of two
with different ones nothing is known. A range that ends before it begins counts negatively, as in Karr's
convention (and SymPy's), for which all these rules hold without conditions; deltas and cases need to know
where their index lies, and Z3 is asked for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import mul
from typing import Any

import z3
from sympy import (
    Add,
    Dummy,
    Eq,
    Expr,
    Indexed,
    Integers,
    KroneckerDelta,
    Mul,
    Ne,
    Piecewise,
    Pow,
    Set,
    Sum,
    expand,
)
from sympy import S as _S
from sympy.core.relational import Ge, Gt, Le, Lt, Relational
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, smt
from proofs_check.arithmetic.solvers import check
from proofs_check.arithmetic.terms import Range, Term, components, named, product, solved, without
from proofs_check.ledger.evidence import Undecided
from theory.claim.arrays import RealArrays, RealMatrices

#: Most terms that are split off a range one by one.
MOST_SPLIT = 12
#: Most rounds of carrying out deltas, cases and ranges.
ROUNDS = 400


class Reader:
    """Reads expressions with sums into scalars, in which symbols stand for sums in normal form.

    Parameters
    ----------
    over, assuming
        Domain and assumptions: where free indices lie.
    """

    def __init__(self, over: Mapping[Any, Set], assuming: tuple[Boolean, ...] = ()) -> None:
        kept = (RealArrays, RealMatrices)
        self.over = {symbol: values for symbol, values in over.items() if not isinstance(values, kept)}
        self.assuming = assuming

    def scalar(self, expr: Any) -> Expr:
        """Read a number-valued expression.

        Raises
        ------
        Undecided
            If a delta or a case cannot be placed, or a node depends on an index in an unknown way.
        """
        waiting = self._flat(expr, frozenset())
        total: Expr = _S.Zero
        for _ in range(ROUNDS * max(len(waiting), 1)):
            if not waiting:
                return total
            term = waiting.pop()
            if term.coefficient == 0:
                continue
            further = self._step(term)
            if further is None:
                total += term.coefficient * reduce(mul, [named(*part) for part in components(term)], _S.One)
            else:
                waiting.extend(further)
        raise Undecided(f"the normal form of {expr} is not reached in {ROUNDS} rounds")

    # From expressions to terms

    def _flat(self, expr: Any, bound: frozenset[Any]) -> list[Term]:
        inside = bool(expr.free_symbols & bound)
        if not inside and not expr.has(Sum):
            return [Term(expr)]
        if isinstance(expr, Add):
            return [term for arg in expr.args for term in self._flat(arg, bound)]
        if isinstance(expr, Mul):
            return product([self._flat(arg, bound) for arg in expr.args])
        if isinstance(expr, Pow) and expr.exp.is_Integer and 0 < expr.exp <= MOST_SPLIT:
            return product([self._flat(expr.base, bound)] * int(expr.exp))
        if isinstance(expr, Sum):
            return self._summed(expr, bound)
        if inside:
            if expr.has(Sum):
                raise Undecided(f"{expr} hides a sum that depends on an index")
            return [Term(_S.One, (), (expr,))]
        return [Term(expr.func(*[self.scalar(arg) for arg in expr.args]))]

    def _summed(self, expr: Sum, bound: frozenset[Any]) -> list[Term]:
        names: dict[Any, Dummy] = {}
        ranges: list[Range] = []
        for index, low, high in reversed(expr.limits):  # outermost first: inner limits may name outer indices
            if index in names:
                raise Undecided(f"{expr} uses the index {index} twice")
            fresh = Dummy(str(index), integer=True)
            ranges.append((fresh, low.xreplace(names), high.xreplace(names)))
            names[index] = fresh
        body = expr.function.xreplace(names)
        terms = self._flat(body, bound | {i for i, _, _ in ranges})
        return [Term(t.coefficient, (*ranges, *t.ranges), t.factors) for t in terms]

    def _renewed(self, term: Term) -> list[Term]:
        """Read the factors again after something was put in."""
        bound = frozenset(i for i, _, _ in term.ranges)
        flat = self._flat(expand(Mul(*term.factors)), bound)
        return [Term(term.coefficient * t.coefficient, (*term.ranges, *t.ranges), t.factors) for t in flat]

    # One step at a time

    def _step(self, term: Term) -> list[Term] | None:
        """Terms that one step makes of a term; ``None`` where it is in normal form."""
        for step in (self._deltas, self._cases, self._counts, self._anchors, self._ranges):
            further = step(term)
            if further is not None:
                return [new for made in further for new in self._renewed(made)]
        return None

    def _deltas(self, term: Term) -> list[Term] | None:
        for factor in term.factors:
            if isinstance(factor, KroneckerDelta):
                rest = without(term, factor)
                for index, low, high in term.ranges:
                    value = solved(factor.args[0] - factor.args[1], index)
                    if value is None:
                        continue
                    context = [r for r in term.ranges if r[0] != index]
                    if self._known([Ge(value, low), Le(value, high)], context):
                        return [rest.put(index, value)]
                    forward = Ge(high, low - 1)
                    if any(self._known([c, forward], context) for c in (Lt(value, low), Gt(value, high))):
                        return []
                raise Undecided(f"cannot tell whether an index meets {factor}")
        return None

    def _cases(self, term: Term) -> list[Term] | None:
        for factor in term.factors:
            if isinstance(factor, Piecewise):
                return self._split(term, factor)
        return None

    def _split(self, term: Term, cases: Piecewise) -> list[Term]:
        (value, condition), *others = cases.args
        rest = without(term, cases)
        this = Term(rest.coefficient, rest.ranges, (*rest.factors, value))
        if condition == True or not others:  # noqa: E712 - SymPy's own truth values
            if condition == True:  # noqa: E712 - SymPy's own truth values
                return [this]
            raise Undecided(f"{cases} may be undefined")
        other = Term(rest.coefficient, rest.ranges, (*rest.factors, Piecewise(*others, evaluate=False)))
        if others[0][1] == True:  # noqa: E712 - SymPy's own truth values
            other = Term(rest.coefficient, rest.ranges, (*rest.factors, others[0][0]))
        if not isinstance(condition, Relational):
            raise Undecided(f"cannot place the case {condition}")
        gap = condition.lhs - condition.rhs
        if isinstance(condition, Eq | Ne):
            if isinstance(condition, Ne):
                this, other = other, this
            delta = KroneckerDelta(condition.lhs, condition.rhs)
            minus = Term(-other.coefficient, other.ranges, (*other.factors, delta))
            return [Term(this.coefficient, this.ranges, (*this.factors, delta)), other, minus]
        for index, low, high in term.ranges:
            end = solved(gap, index)
            if end is None:
                continue
            upward = gap.coeff(index) > 0
            below = isinstance(condition, Lt | Le) == upward  # the case holds for small indices
            closed = isinstance(condition, Le | Ge)
            last = end if closed == below else end - 1  # the last index of the lower half
            lower, upper = (this, other) if below else (other, this)
            context = [r for r in term.ranges if r[0] != index]
            if self._known([Ge(last, low - 1), Le(last, high)], context):
                return [lower.over(index, low, last), upper.over(index, last + 1, high)]
            forward = Ge(high, low - 1)
            if self._known([Ge(last, high), forward], context):
                return [lower]
            if self._known([Lt(last, low), forward], context):
                return [upper]
            raise Undecided(f"cannot place the case {condition} between {low} and {high}")
        raise Undecided(f"cannot place the case {condition}")

    def _counts(self, term: Term) -> list[Term] | None:
        """Indices that no family depends on: a number of terms, or sums of powers."""
        for index, low, high in term.ranges:
            if any(index in (a.free_symbols | b.free_symbols) for _, a, b in term.ranges):
                continue
            mine = [f for f in term.factors if index in f.free_symbols]
            if all(f == index for f in mine):
                k = Dummy("k")
                closed = expand(Sum(k ** len(mine), (k, low, high)).doit())
                others = tuple(f for f in term.factors if f not in mine)
                ranges = tuple(r for r in term.ranges if r[0] != index)
                return [Term(term.coefficient, ranges, (*others, closed))]
        return None

    def _anchors(self, term: Term) -> list[Term] | None:
        for index, low, high in term.ranges:
            places = sorted(
                (str(f.base), position, int(i - index))
                for f in term.factors
                if isinstance(f, Indexed)
                for position, i in enumerate(f.indices)
                if (i - index).is_Integer
            )
            if places and places[0][2]:
                shift = places[0][2]
                moved = term.over(index, low + shift, high + shift)
                put = {index: index - shift}
                ranges = tuple(
                    (i, a, b) if i == index else (i, a.xreplace(put), b.xreplace(put))
                    for i, a, b in moved.ranges
                )
                return [Term(term.coefficient, ranges, tuple(f.xreplace(put) for f in term.factors))]
        return None

    def _ranges(self, term: Term) -> list[Term] | None:
        for index, low, high in term.ranges:
            if low != 1:
                return [
                    term.over(index, _S.One, high),
                    Term(-term.coefficient, term.ranges, term.factors).over(index, _S.One, expand(low - 1)),
                ]
            offset, rest = expand(high).as_coeff_Add()
            if not offset.is_Integer or offset == 0 == rest:
                if offset == 0 == rest:
                    return []
                continue
            if offset == 0:
                if high != rest:
                    return [term.over(index, low, rest)]
                continue
            if abs(offset) > MOST_SPLIT:
                raise Undecided(f"{abs(offset)} terms are too many to be split off one by one")
            sign, steps = (1, range(1, int(offset) + 1)) if offset > 0 else (-1, range(int(offset) + 1, 1))
            split = [
                Term(sign * term.coefficient, term.ranges, term.factors).put(index, rest + k) for k in steps
            ]
            return [*split, *([term.over(index, low, rest)] if rest != 0 else [])]
        return None

    def _known(self, goals: Sequence[Boolean], context: Iterable[Range]) -> bool:
        """Whether Z3 shows that integers in their ranges meet relations; ranges must not run backwards."""
        context = list(context)
        forward = [Ge(high, low - 1) for _, low, high in context]
        inside = [r for index, low, high in context for r in (Ge(index, low), Le(index, high))]
        names = {index for index, _, _ in context}
        if forward and not self._follow(forward, [], names):
            return False
        return self._follow(goals, inside, names)

    def _follow(self, goals: Sequence[Any], given: Sequence[Any], names: set[Dummy]) -> bool:
        translation = smt.Translation({**self.over, **dict.fromkeys(sorted(names, key=str), Integers)})
        try:
            premises = [translation.formula(r) for r in (*self.assuming, *given) if isinstance(r, Relational)]
            wanted = [translation.formula(goal) for goal in goals if goal != True]  # noqa: E712
        except (balls.Unsupported, KeyError):
            return False
        return check([*translation.side, *premises, z3.Not(z3.And(*wanted))]).verdict == "unsat"
