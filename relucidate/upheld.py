"""What a picture says on its face of the claims that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

#: Outcomes of a claim that a figure of it says on its face.
NOT_UPHELD = ("refuted", "failed", "undecided", "not_reproduced")


def stamp(shows: Iterable[str], outcomes: Mapping[str, str]) -> str:
    """Return what the face of a figure says of the claims it shows; empty where all are upheld.

    Parameters
    ----------
    shows
        Ids of its claims.
    outcomes
        By id, as far as they are known.
    """
    bad = {name: outcomes[name] for name in shows if outcomes.get(name) in NOT_UPHELD}
    return "; ".join(f"{name}: {outcome.replace('_', ' ')}" for name, outcome in bad.items())
