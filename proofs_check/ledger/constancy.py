"""Whether claims stay what they are while their proofs run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from theory.claim import Claim


def content(claim: Claim) -> dict[str, Any]:
    """All that a claim says, apart from the claim itself, to be compared later."""
    return {
        name: dict(getattr(value, "data", value)) if isinstance(value, Mapping) else value
        for name, value in vars(claim).items()
    }


def changed(contents: Iterable[tuple[Claim, dict[str, Any]]]) -> set[str]:
    """Ids of the claims that do not say any more what they did."""
    return {before["id"] for claim, before in contents if content(claim) != before}


def require_unchanged(before: tuple[Claim, dict[str, Any]] | None) -> None:
    """Check that a claim says what it did when it was collected.

    Raises
    ------
    AssertionError
        If it does not.
    """
    for claim_id in changed([before] if before else []):
        raise AssertionError(f"{claim_id}: the claim was changed: a proof must take it as it stands")
