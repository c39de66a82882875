"""Ask the engines about a statement that a reader has changed, and say what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sympy import Set, Symbol
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from proofs_check.engines import for_all
from proofs_check.ledger.evidence import Rejected, Undecided
from theory.claim import Reals


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
        That it holds, where it fails, or why that cannot be told.
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
        at = ", ".join(f"{name} = {value}" for name, value in rejection.witness.items())
        return f"False, for example at {at}." if at else f"False: {rejection}."
    except Undecided as doubt:
        return f"Undecided: {doubt}."
    return "True, for all values that the assumptions allow."
