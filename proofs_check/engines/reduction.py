"""How SymPy reduces a difference: integrals term by term, Gaussian functions through ``exp`` and ``erf``."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import (
    Derivative,
    Dummy,
    Expr,
    Integral,
    S,
    Symbol,
    cancel,
    erf,
    erfc,
    exp,
    expand,
    expand_log,
    fraction,
    simplify,
    together,
)

from proofs_check.arithmetic.signs import Signs, resolved, root_in
from proofs_check.arithmetic.splitting import split
from proofs_check.arithmetic.switches import Pair, pairs
from theory.gaussian import Phi, phi

#: Switches by whose sign the first route distinguishes cases.
CASES = 3


def in_elementary_functions(expr: Expr, signs: Signs | None = None) -> Expr:
    """Carry out derivatives and integrals and rewrite the Gaussian functions through ``exp`` and ``erf``.

    Integrals are cut at their switches before anything is differentiated: SymPy forgets the terms of jumps.
    """
    derived = split(expr, signs or Signs()).replace(
        lambda node: isinstance(node, Derivative), lambda node: node.doit(integrals=False)
    )
    # Densities stay apart until their own variable is integrated: SymPy merges products of exponentials.
    done = derived.replace(lambda node: isinstance(node, Integral), _integrate)
    plain = _rewritten(done).doit().rewrite(erf).replace(erfc, lambda x: 1 - erf(x))
    return _settled(plain, signs) if signs is not None else plain


def _settled(expr: Expr, signs: Signs) -> Expr:
    """Take the branches whose conditions are settled on the whole domain."""
    for pair, bound in pairs(expr).items():
        known = signs((pair[0] - pair[1]).together()) if not bound else None
        if known is not None:
            expr = resolved(expr, pair, known)
    return expr


def _rewritten(expr: Expr) -> Expr:
    plain = expr.replace(phi, lambda z: phi(z, evaluate=False).rewrite(exp))
    return plain.replace(Phi, lambda c: Phi(c, evaluate=False).rewrite(erf))


def _integrate(node: Integral) -> Expr:
    """Integrate term by term, innermost limit first: SymPy is quick on single monomials."""
    inner, limits = node.function, list(node.limits)
    for limit in limits:
        integrand = expand(inner, power_exp=False)
        terms = integrand.args if integrand.is_Add else (integrand,)
        inner = sum(_integrate_term(term, limit) for term in terms)
        inner = inner.replace(erfc, lambda x: 1 - erf(x))
    return inner


def _integrate_term(term: Expr, limit: Any) -> Expr:
    """Integrate one term; compound limits wait behind a plain symbol, which SymPy handles far faster."""
    variable, low, high = limit
    constant, dependent = term.as_independent(variable, as_Add=False)
    waiting = {
        symbol: end for symbol, end in ((_LOW, low), (_HIGH, high)) if not (end.is_Atom or end.is_infinite)
    }
    behind = {end: symbol for symbol, end in waiting.items()}
    done = _integral_of(_rewritten(dependent), variable, behind.get(low, low), behind.get(high, high))
    return constant * done.xreplace(waiting)


_LOW, _HIGH = Dummy("low", real=True), Dummy("high", real=True)


@lru_cache(maxsize=4096)
def _integral_of(integrand: Expr, variable: Symbol, low: Expr, high: Expr) -> Expr:
    return Integral(integrand, (variable, low, high)).doit()


def reduces_to_zero(expr: Expr, signs: Signs | None = None) -> bool:
    """Whether SymPy reduces an expression to a literal 0; ``False`` means only that it did not."""
    return expr == 0 or vanishes(in_elementary_functions(expr, signs), signs)


def vanishes(plain: Expr, signs: Signs | None = None, cases: int = CASES) -> bool:
    """Whether SymPy reduces an expression in elementary functions to a literal 0."""
    for attempt in (
        expand,
        lambda e: expand(fraction(together(expand(e)))[0]),
        cancel,
        lambda e: expand_log(e, force=False),
        lambda e: S.Zero if cases and _vanishes_by_cases(e, signs, cases) else e,
        simplify,
    ):
        try:
            plain = attempt(plain)
        except (NotImplementedError, ValueError):  # SymPy's way of giving up on an algorithm
            continue
        if plain == 0:
            return True
    return False


def _vanishes_by_cases(plain: Expr, signs: Signs | None, cases: int) -> bool:
    """Whether an expression vanishes on both sides of a switch and, after substitution, on its boundary."""
    free = [pair for pair, bound in pairs(plain).items() if not bound]
    if not free:
        return False
    pair, *_ = free
    found = [(s, root_in(pair, s)) for s in sorted((pair[0] - pair[1]).free_symbols, key=str)]
    roots = [(s, root[1]) for s, root in found if root is not None and root[0].is_number]
    if not roots:
        return False
    alike = _alike(pair, free, signs)
    beside = (_resolved(plain, alike, side) for side in (-1, 1))
    on = _resolved(plain, alike, 0).subs(*roots[0])
    return all(vanishes(case, signs, cases - 1) for case in (*beside, on))


def _alike(pair: Pair, others: list[Pair], signs: Signs | None) -> list[tuple[Pair, int]]:
    """Switches that are a multiple of one, with the sign of the multiple."""
    gap = pair[0] - pair[1]
    found = []
    for other in others:
        ratio = cancel((other[0] - other[1]) / gap)
        known = signs(ratio) if signs is not None and not ratio.is_Rational else None
        if ratio.is_Rational:
            known = 1 if ratio > 0 else -1
        if known:
            found.append((other, known))
    return found


def _resolved(plain: Expr, alike: list[tuple[Pair, int]], side: int) -> Expr:
    """Take the branches on one side of a switch, and of those that are a multiple of it."""
    for other, turned in alike:
        plain = resolved(plain, other, side * turned)
    return plain
