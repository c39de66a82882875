"""What a claim says, and what the engines answer to a statement that a reader has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from sympy import Rational, Set, Symbol, lambdify
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from proofs_check.engines import for_all
from proofs_check.ledger.evidence import Rejected, Undecided
from theory import catalog
from theory.claim import Reals, find

#: Values that a small counterexample may have, the smallest first.
SMALL = tuple(map(Fraction, ("0", "1", "-1", "2", "-2", "1/2", "-1/2", "3", "-3")))
#: Points that are tried.
MOST = 60_000


def smallest(
    statement: Boolean, domain: Mapping[Symbol, Set], assuming: Sequence[Boolean] = ()
) -> dict[str, str] | None:
    """Return a counterexample with values that are as small as can be, in exact arithmetic.

    Parameters
    ----------
    statement, domain, assuming
        As in `judge`, with a set for every symbol.

    Returns
    -------
    dict or None
        Values by name; None where no combination of a few small numbers is one.
    """
    symbols = sorted(domain, key=str)
    choices = [
        [(rank, value) for rank, value in enumerate(SMALL) if domain[symbol].contains(_exact(value)) == True]  # noqa: E712
        for symbol in symbols
    ]
    points = (
        sorted(product(*choices), key=lambda point: sum(rank for rank, _ in point)) if _few(choices) else []
    )
    holds = lambdify(symbols, statement, modules=[{}, "math"])
    allowed = [lambdify(symbols, relation, modules=[{}, "math"]) for relation in assuming]
    for point in points:
        values = [value for _, value in point]
        if all(test(*values) for test in allowed) and not holds(*values):
            return {str(symbol): str(value) for symbol, value in zip(symbols, values, strict=True)}
    return None


def _exact(value: Fraction) -> Rational:
    return Rational(value.numerator, value.denominator)


def _few(choices: Sequence[Sequence[object]]) -> bool:
    count = 1
    for choice in choices:
        count *= len(choice)
    return 0 < count <= MOST


def said(claim_id: str) -> str:
    """Return what a claim asserts, as Markdown.

    Parameters
    ----------
    claim_id
        Such as ``gunn.theorem``.
    """
    catalog.load(claim_id.partition(".")[0])
    claim = find(claim_id)
    listed = "\n".join(f"- {assertion.text}" for assertion in claim.assertions)
    return f"**{claim.title}** ({claim.where}):\n\n{listed}"


def judge(
    statement: Boolean, domain: Mapping[Symbol, Set] | None = None, assuming: Sequence[Boolean] = ()
) -> str:
    """Return what the engines make of a statement over the reals, in a sentence.

    Parameters
    ----------
    statement
        A relation, or a combination of relations, built so that it does not decide itself.
    domain
        A set for every symbol; the real line by default.
    assuming
        Relations under which it is claimed.

    Returns
    -------
    str
        That it holds, where it fails (at small numbers if there are such), or why that cannot be told.
    """
    if isinstance(statement, Relational) and statement.lhs == statement.rhs:
        return "True: both sides are the same expression."
    symbols = statement.free_symbols.union(*(relation.free_symbols for relation in assuming))
    over = dict.fromkeys(sorted(symbols, key=str), Reals) | dict(domain or {})
    try:
        for_all(
            statement,
            over={symbol: over[symbol] for symbol in over if symbol in symbols},
            assuming=tuple(assuming),
        )
    except Rejected as rejection:
        found = smallest(statement, {symbol: over[symbol] for symbol in symbols}, assuming)
        at = ", ".join(f"{name} = {value}" for name, value in (found or rejection.witness).items())
        return f"False, for example at {at}." if at else f"False: {rejection}."
    except Undecided as doubt:
        return f"Undecided: {doubt}."
    return "True, for all values that the assumptions allow."
