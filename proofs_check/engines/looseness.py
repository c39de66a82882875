"""``loosens``: a printed bound is true and never attained, so that it can be sharpened."""

from __future__ import annotations

from sympy import Ge, Gt, Le, Lt

from proofs_check.engines.smt import prove
from proofs_check.engines.statement import Statement
from proofs_check.ledger.evidence import Strength, record
from theory.claim import Claim

_STRICT = {Le: Lt, Lt: Lt, Ge: Gt, Gt: Gt}


def loosens(claim: Claim, part: str | None = None) -> None:
    """Show that what the paper prints holds all over its domain and is nowhere an equality.

    With `attains` for the same part of ours, this is what a loose constant means.

    Parameters
    ----------
    claim
        The claim whose printed form is too weak.
    part
        One part of the printed form; all of them by default.

    Raises
    ------
    Rejected
        If the printed bound fails somewhere or is an equality somewhere.
    Undecided
        If Z3 cannot tell.
    ValueError
        If there is no such part, or it is no inequality between numbers.
    """
    for name in (part,) if part is not None else tuple(claim.printed):
        if name not in claim.printed:
            raise ValueError(f"part={name!r} of {claim.id}: must be one of {list(claim.printed)}")
        relation = claim.printed[name]
        strict = next((build for kind, build in _STRICT.items() if isinstance(relation, kind)), None)
        if strict is None:
            raise ValueError(f"part={name!r} of {claim.id}: {relation} is no inequality")
        apart = strict(relation.lhs, relation.rhs, evaluate=False)
        used = apart.free_symbols.union(*[given.free_symbols for given in claim.printed_assuming])
        domain = {symbol: values for symbol, values in claim.printed_domain.items() if symbol in used}
        label = f"printed form of {claim.id}, strictly"
        prove(Statement(apart, domain, claim.printed_assuming, (), "supports", label))
        record(
            "loosens",
            Strength.PROVED,
            parts=(name,),
            bearing="loosens",
            detail="the printed bound holds and is never an equality (Z3)",
            of=claim,
        )
