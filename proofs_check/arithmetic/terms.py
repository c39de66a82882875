"""Terms of the normal form for sums: a coefficient times factors, summed over indices."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import Any

from sympy import Dummy, Expr, Symbol, expand
from sympy import S as _S

from proofs_check.ledger.evidence import Undecided

#: Most indices of one sum that does not fall apart.
MOST_INDICES = 5

Range = tuple[Dummy, Expr, Expr]


@dataclass(frozen=True)
class Term:
    """A coefficient times factors that depend on indices, summed over the indices' ranges."""

    coefficient: Expr
    ranges: tuple[Range, ...] = ()
    factors: tuple[Expr, ...] = ()

    def put(self, index: Dummy, value: Expr) -> Term:
        """The term at one value of an index, no longer summed over it."""
        kept = tuple(
            (i, low.xreplace({index: value}), high.xreplace({index: value}))
            for i, low, high in self.ranges
            if i != index
        )
        return Term(self.coefficient, kept, tuple(f.xreplace({index: value}) for f in self.factors))

    def over(self, index: Dummy, low: Expr, high: Expr) -> Term:
        """The term with another range for one index."""
        changed = tuple((i, low, high) if i == index else (i, a, b) for i, a, b in self.ranges)
        return Term(self.coefficient, changed, self.factors)


def without(term: Term, factor: Expr) -> Term:
    """The term without one of its factors."""
    kept = list(term.factors)
    kept.remove(factor)
    return Term(term.coefficient, term.ranges, tuple(kept))


def solved(gap: Expr, index: Dummy) -> Expr | None:
    """Value of an index at which an affine expression vanishes, if that is an integer for sure."""
    gap = expand(gap)
    slope = gap.coeff(index)
    rest = gap - slope * index
    return -slope * rest if slope in (1, -1) and index not in rest.free_symbols else None


def product(parts: list[list[Term]]) -> list[Term]:
    """Product of sums of terms."""
    whole = [Term(_S.One)]
    for part in parts:
        whole = [times(a, b) for a in whole for b in part]
    return whole


def times(a: Term, b: Term) -> Term:
    """Product of two terms; the indices of the second get new names."""
    fresh = {i: Dummy(i.name, integer=True) for i, _, _ in b.ranges}
    ranges = tuple((fresh[i], low.xreplace(fresh), high.xreplace(fresh)) for i, low, high in b.ranges)
    factors = tuple(f.xreplace(fresh) for f in b.factors)
    return Term(a.coefficient * b.coefficient, a.ranges + ranges, a.factors + factors)


def components(term: Term) -> list[tuple[list[Range], list[Expr]]]:
    """Fall apart into sums that share no index."""
    indices = {i for i, _, _ in term.ranges}
    groups: list[set[Any]] = [{i} | ((a.free_symbols | b.free_symbols) & indices) for i, a, b in term.ranges]
    groups += [f.free_symbols & indices for f in term.factors]
    merged: list[set[Any]] = []
    for group in groups:
        touching = [other for other in merged if other & group]
        merged = [other for other in merged if not other & group] + [group.union(*touching)]
    return [
        (
            [r for r in term.ranges if r[0] in group],
            [f for f in term.factors if f.free_symbols & group],
        )
        for group in merged
        if group
    ]


def named(ranges: list[Range], factors: list[Expr]) -> Symbol:
    """Name a sum that does not fall apart, the same whatever its indices are called."""
    if len(ranges) > MOST_INDICES:
        raise Undecided(f"a sum over {len(ranges)} indices at once is too long to be named")
    names = [Symbol(f"@{k}", integer=True) for k in range(len(ranges))]
    readings = []
    for order in permutations(names):
        put = {index: name for (index, _, _), name in zip(ranges, order, strict=True)}
        limits = sorted(f"{put[i]}:{low.xreplace(put)}..{high.xreplace(put)}" for i, low, high in ranges)
        product = sorted(str(f.xreplace(put)) for f in factors)
        readings.append(f"sum[{'; '.join(limits)} | {' * '.join(product)}]")
    return Symbol(min(readings), real=True)
