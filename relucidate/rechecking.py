"""Checking stored proofs with Rocq, searching new ones, exporting them: what ``relucidate kernel`` does."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from proofs_check import kernel
from proofs_check.kernel import campaign, rocq, store, theorems
from theory.catalog import load
from theory.claim import Claim

#: What is said where Rocq is not installed.
NOT_CHECKED = "kernel: not checked here, scripts stored"
#: Exit codes: everything accepted; a proof refused; Rocq or a part of it missing.
ACCEPTED, REFUSED, MISSING = 0, 1, 2


def chosen(names: Sequence[str]) -> list[Claim]:
    """Claims with a formula, all or those of ids and papers.

    Raises
    ------
    ValueError
        If a name is neither the id of a claim nor the key of a paper.
    """
    claims = load()
    known = {claim.id for claim in claims} | {claim.paper for claim in claims}
    for name in names:
        if name not in known:
            raise ValueError(f"names={name!r}: must be the id of a claim or the key of a paper")
    return [c for c in claims if c.parts and (not names or c.id in names or c.paper in names)]


def run(
    search: bool = False,
    names: Sequence[str] = (),
    *,
    export: Path | None = None,
    build: Path = rocq.BUILD,
    workers: int = 2,
    say: Callable[[str], None] = print,
) -> int:
    """Check what is stored, after a search if that is asked for.

    Parameters
    ----------
    search
        Search scripts for parts that have none that fits, and store them.
    names
        Ids of claims or keys of papers; all by default.
    export
        Folder to write a Rocq project to; nothing is checked then.
    build
        Folder for the compiled prelude.
    workers
        Programs at a time.
    say
        Takes each line of what there is to say.

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    ValueError
        If a name is unknown.
    """
    claims = chosen(names)
    if export is not None:
        files = kernel.export(claims, export)
        say(f"wrote {len(files)} files to {export}")
        return ACCEPTED
    if (gap := kernel.available()) is not None:
        say(f"{NOT_CHECKED} ({gap}; {len(kernel.stored(claims))} of {_count(claims)} parts)")
        return MISSING
    if search:
        _search(claims, build, workers, say)
    return _check(claims, build, workers, say)


def _count(claims: Sequence[Claim]) -> int:
    return sum(len(claim.parts) for claim in claims)


def _search(claims: Sequence[Claim], build: Path, workers: int, say: Callable[[str], None]) -> None:
    stored = store.load({claim.paper for claim in load()})
    found = campaign.search(claims, stored, build=build, workers=workers, say=say)
    store.save({**stored, **found})


def _check(claims: Sequence[Claim], build: Path, workers: int, say: Callable[[str], None]) -> int:
    start = time.monotonic()
    results = kernel.checked(claims, build=build, workers=workers)
    for paper in dict.fromkeys(claim.paper for claim in claims):
        own = {name: result for name, result in results.items() if name[0].split(".", 1)[0] == paper}
        accepted = sum(result.accepted for result in own.values())
        say(f"{paper}: {accepted} of {len(own)} parts accepted by the kernel")
    whole = sum(all(results[claim.id, part].accepted for part in claim.parts) for claim in claims)
    say(f"{whole} of {len(claims)} claims in every part")
    reasons = Counter(result.why.splitlines()[0] for result in results.values() if not result.accepted)
    for reason, count in reasons.most_common():
        say(f"  {count} x {reason}")
    axioms = sorted(set().union(*[result.axioms for result in results.values()]))
    named = [axiom for axiom in axioms if axiom in kernel.AXIOMS]
    say(
        f"axioms: {', '.join(named) or 'none'}"
        + (" and machine integers" if len(named) < len(axioms) else "")
    )
    sizes = theorems.checked({claim.id for claim in claims}, workers=workers)
    say(f"{sum(r.accepted for r in sizes.values())} of {len(sizes)} theorems for all sizes accepted")
    for theorem, result in sizes.items():
        if not result.accepted:
            say(f"  {theorem.claim}, {theorem.name}: {result.why}")
    say(f"{time.monotonic() - start:.0f} s with Rocq {rocq.version()}")
    refused = [
        n for n, r in results.items() if not r.accepted and r.why.startswith(("File", "Error", "rests"))
    ]
    return REFUSED if refused or not all(r.accepted for r in sizes.values()) else ACCEPTED
