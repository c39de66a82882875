"""``bounded`` and ``coincides``: inequalities and events on computed values."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from proofs_check.engines.values import NotExactError, arrays, different, exact_entries, reason
from proofs_check.ledger.evidence import Rejected, Strength, record_values

#: The relations that can be asked for.
_RELATIONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def bounded(left: Any, relation: str, right: Any, *, because: str, slack: float = 0.0) -> None:
    """Computed values stand in an order, entry by entry.

    Exact if both sides are exact rationals and no slack is allowed; sampled as soon as a float is among them.

    Parameters
    ----------
    left, right
        Numbers or arrays; either may be a single number that bounds all entries of the other.
    relation
        ``"<"``, ``"<="``, ``">"`` or ``">="``.
    because
        Why the order should hold, and where a slack comes from.
    slack
        By how much floats may miss it, for rounding; at most 1e-6 times the larger side, or 1e-12.

    Raises
    ------
    Rejected
        If an entry does not, shapes do not fit, or a value is not finite.
    ValueError
        If there is no such relation, no reason is given, or the slack is negative or too large.
    """
    reason(because, "an inequality")
    if relation not in _RELATIONS:
        raise ValueError(f"relation={relation!r}: must be one of {', '.join(_RELATIONS)}")
    holds = _RELATIONS[relation]
    try:
        a, b = exact_entries(left, "left"), exact_entries(right, "right")
    except NotExactError:
        x, y = _fitting(*arrays(left, right))
        most = max(1e-12, 1e-6 * max(float(np.abs(x).max()), float(np.abs(y).max())))
        if not 0 <= slack <= most:
            raise ValueError(f"slack={slack!r}: must lie in [0, {most:g}], as rounding does") from None
        reach = y + slack if relation.startswith("<") else y - slack
        kept = holds(x, reach)
        strength, instance = Strength.SAMPLED, hash((x.tobytes(), y.tobytes()))
    else:
        if slack:
            raise ValueError(f"slack={slack!r}: exact values need none")
        x, y = _fitting(np.array(a, dtype=object), np.array(b, dtype=object))
        kept = np.array([holds(p, q) for p, q in zip(x, y, strict=True)])
        strength, instance = Strength.EXACT, hash((tuple(x), tuple(y)))
    _require(kept, x, relation, y, because)
    record_values(
        "bounded",
        strength,
        f"left {relation} right: {because}",
        instance=(relation, instance),
        size=different(x, y),
    )


def ordered(left: Any, relation: str, right: Any, because: str) -> tuple[Any, Any]:
    """Compare finite floats entry by entry.

    Returns
    -------
    x, y
        Both sides, flat.

    Raises
    ------
    Rejected
        If an entry is out of order, shapes do not fit, or a value is not finite.
    ValueError
        If there is no such relation.
    """
    if relation not in _RELATIONS:
        raise ValueError(f"relation={relation!r}: must be one of {', '.join(_RELATIONS)}")
    x, y = _fitting(*arrays(left, right))
    _require(_RELATIONS[relation](x, y), x, relation, y, because)
    return x, y


def _require(kept: Any, x: Any, relation: str, y: Any, because: str) -> None:
    if not kept.all():
        worst = int(np.argmin(kept.ravel()))
        raise Rejected(
            f"entry {worst}: {x.ravel()[worst]} {relation} {y.ravel()[worst]} is false ({because})"
        )


def coincides(first: Any, second: Any, *, because: str) -> None:
    """Two events happen together: what is predicted to happen does, and nothing else.

    Sampled, whatever decided them: a truth value does not show what was compared.

    Parameters
    ----------
    first, second
        Truth values, or arrays of them of one shape. Each must occur as true or as false; that both values
        occur is for the proof to see to.
    because
        Why they should coincide.

    Raises
    ------
    Rejected
        If they differ somewhere, or shapes do.
    TypeError
        If something is no truth value.
    ValueError
        If no reason is given.
    """
    reason(because, "a coincidence")
    a, b = np.asarray(first), np.asarray(second)
    if a.dtype != np.bool_ or b.dtype != np.bool_:
        raise TypeError(f"first of dtype {a.dtype}, second of dtype {b.dtype}: must be truth values")
    if a.shape != b.shape or not a.size:
        raise Rejected(f"first has shape {a.shape}, second has shape {b.shape}")
    if (a != b).any():
        worst = int(np.argmax((a != b).ravel()))
        raise Rejected(f"entry {worst}: {a.ravel()[worst]} against {b.ravel()[worst]} ({because})")
    record_values(
        "coincides",
        Strength.SAMPLED,
        f"events coincide: {because}",
        instance=hash((a.tobytes(), b.tobytes())),
        size=different(a, b),
    )


def _fitting(x: Any, y: Any) -> tuple[Any, Any]:
    """Two arrays of one shape: a single number is repeated."""
    if x.size == 1 or y.size == 1:
        x, y = np.broadcast_arrays(x.reshape(()) if x.size == 1 else x, y.reshape(()) if y.size == 1 else y)
    if x.shape != y.shape:
        raise Rejected(f"left has shape {x.shape}, right has shape {y.shape}")
    if not x.size:
        raise Rejected("nothing was compared: both sides are empty")
    return x.ravel(), y.ravel()
