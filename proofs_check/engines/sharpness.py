"""``sharpens``: what is printed follows from the claim and is never attained, so its constant is loose."""

from __future__ import annotations

from sympy import Ge, Gt, Implies, Le, Lt

from proofs_check.engines.smt import prove
from proofs_check.engines.statement import Statement
from proofs_check.ledger.evidence import Rejected, Strength, record
from theory.claim import Claim

#: The strict form of each inequality.
_STRICT = {Le: Lt, Lt: Lt, Ge: Gt, Gt: Gt}


def sharpens(claim: Claim, part: str | None = None) -> None:
    """Show that a printed inequality is loose: wherever the paper states it, ours implies its strict form.

    That ours cannot be improved in its turn is for `attains` to show; a part counts as sharpened where both
    have been shown. A printed bound that is attained anywhere on the printed domain is not loose.

    Parameters
    ----------
    claim
        The claim, whose printed part and part of the same name are inequalities.
    part
        One printed part; by default all.

    Raises
    ------
    Rejected
        If the printed form is an equality, or false, at a point where ours holds.
    Undecided
        If Z3 does not decide it.
    ValueError
        If there is no printed inequality, no part of its name, or ours is not claimed wherever it is printed.
    """
    for name in claim.printed if part is None else (part,):
        printed, ours = claim.printed.get(name), claim.part(name)
        if printed is None or type(printed) not in _STRICT:
            raise ValueError(f"part={name!r} of {claim.id}: no inequality is printed under this name")
        used = printed.free_symbols | ours.free_symbols
        used = used.union(*[relation.free_symbols for relation in claim.printed_assuming])
        _require_claimed(claim, name)
        strictly = _STRICT[type(printed)](printed.lhs, printed.rhs, evaluate=False)
        statement = Statement(
            Implies(ours, strictly, evaluate=False),
            {symbol: values for symbol, values in claim.printed_domain.items() if symbol in used},
            claim.printed_assuming,
            (name,),
            "supports",
            f"looseness of what {claim.id} has printed",
        )
        confirmed = _proved(statement)
        record(
            "sharpens",
            Strength.PROVED,
            parts=(name,),
            bearing="sharpens",
            detail="the printed form follows and is never an equality"
            + ("" if confirmed else "; one solver, cvc5 is silent within its limits"),
        )


def _proved(statement: Statement) -> bool:
    try:
        return prove(statement)
    except Rejected as failure:
        raise Rejected(f"the printed bound is attained or fails: {failure}", failure.witness) from failure


def _require_claimed(claim: Claim, name: str) -> None:
    """Check that ours is claimed wherever the paper states its own."""
    for relation in claim.assuming:
        if relation not in claim.printed_assuming:
            raise ValueError(
                f"part={name!r} of {claim.id}: ours assumes {relation}, the printed form does not"
            )
    for symbol in claim.part(name).free_symbols:
        if claim.printed_domain[symbol].is_subset(claim.domain[symbol]) is not True:
            raise ValueError(f"part={name!r} of {claim.id}: ours is not claimed for all printed {symbol}")
