"""``recorded``: what runs found that are too long to be made again with every proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs_check.engines.orderings import ordered
from proofs_check.engines.values import reason
from proofs_check.ledger.evidence import Strength, record_values

#: What a record must say of itself.
PROVENANCE = ("command", "kernel")


def recorded(left: Any, relation: str, right: Any, *, of: Mapping[str, str], because: str) -> None:
    """Numbers read from a record of runs stand in an order, entry by entry.

    A record is worth less than anything that is computed while the proof runs: it says how it was made, and
    a reader who has the time can make it again.

    Parameters
    ----------
    left, right
        Numbers or arrays; either may be a single number that bounds all entries of the other.
    relation
        ``"<"``, ``"<="``, ``">"`` or ``">="``.
    of
        Provenance of the record: at least its ``"command"`` and the BLAS ``"kernel"`` that it was made with.
    because
        Which runs, how long, and what is compared.

    Raises
    ------
    Rejected
        If an entry does not, shapes do not fit, or a value is not finite.
    ValueError
        If there is no such relation, no reason is given, or the record does not say where it is from.
    """
    reason(because, "a record")
    missing = [name for name in PROVENANCE if not str(of.get(name, "")).strip()]
    if missing:
        raise ValueError(f"of={dict(of)!r}: must say its {' and its '.join(missing)}")
    x, y = ordered(left, relation, right, because)
    record_values(
        "recorded",
        Strength.RECORDED,
        f"left {relation} right: {because}; made by `{of['command']}` with {of['kernel']}",
        instance=(relation, hash((x.tobytes(), y.tobytes()))),
        size=max(x.size, 1),
    )
