"""``chain``: an argument in steps, each of which Z3 or SymPy checks from the ones before it."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Eq, Set, Symbol
from sympy.logic.boolalg import Boolean

from proofs_check.engines.smt import for_all
from proofs_check.engines.symbolic import identity
from proofs_check.ledger.evidence import Rejected, Undecided


def chain(
    steps: Mapping[str, Boolean],
    *,
    over: Mapping[Symbol, Set],
    assuming: tuple[Boolean, ...] = (),
) -> tuple[Boolean, ...]:
    """Check the steps of an argument in their order, each from its assumptions and all earlier steps.

    An equation that needs no assumption is left to SymPy (`identity`); everything else to Z3 (`for_all`),
    given all steps before it.

    Parameters
    ----------
    steps
        The steps by name.
    over, assuming
        Domain and assumptions of the whole argument.

    Returns
    -------
    tuple of relations
        The steps, to be handed to the conclusion as ``given``.

    Raises
    ------
    Rejected
        If a step does not follow; the message names it: there the chain breaks.
    Undecided
        If an engine cannot decide whether it follows.
    ValueError
        If there is no step.

    Examples
    --------
    ::

        shown = chain({"squares": a**2 >= 0, "sum": a**2 + b**2 >= 0}, over={a: Reals, b: Reals})
        for_all(claim, given=shown)
    """
    if not steps:
        raise ValueError("steps={}: an argument needs at least one step")
    shown: list[Boolean] = []
    for name, step in steps.items():
        used = step.free_symbols.union(*[relation.free_symbols for relation in (*assuming, *shown)])
        domain = {symbol: values for symbol, values in over.items() if symbol in used}
        try:
            if isinstance(step, Eq) and not assuming:
                identity(step, over=domain)
            else:
                for_all(step, over=domain, assuming=assuming, given=tuple(shown))
        except Rejected as failure:
            raise Rejected(f"the chain breaks at {name!r}: {failure}") from failure
        except Undecided as doubt:
            raise Undecided(f"the chain is not decided at {name!r}: {doubt}") from doubt
        shown.append(step)
    return tuple(shown)
