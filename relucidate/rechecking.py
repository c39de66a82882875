"""Checking stored proofs with Rocq, searching new ones, exporting them: what ``relucidate kernel`` does."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from proofs_check import kernel
from proofs_check.kernel import campaign, known, rocq, store, theorems
from proofs_check.kernel import controls as false
from proofs_check.kernel.check import Name, Result
from proofs_check.kernel.standing import standing
from proofs_check.kernel.store import Script
from proofs_check.kernel.theorems import ForAllSizes
from proofs_check.ledger import document as ledgers
from proofs_check.ledger import rung
from relucidate.kept import NAME, last
from theory.claim import Claim
from theory.claim.printing import domain_lines, formula_text

#: What is said where Rocq is not installed.
NOT_CHECKED = "kernel: not checked here, scripts stored"
#: Folder for what Rocq compiles, and what it said, in the folder for what is written.
FOLDER = "kernel"
#: Exit codes: everything accepted; a proof refused; Rocq or a part of it missing.
ACCEPTED, REFUSED, MISSING = 0, 1, 2
#: Mutants of each part that controls take.
MUTANTS = 4
Say = Callable[[str], None]


def run(
    claims: Sequence[Claim],
    out: Path,
    *,
    search: bool = False,
    controls: bool = False,
    export: Path | None = None,
    workers: int = 2,
    say: Say = print,
) -> int:
    """Check what is stored, after a search if that is asked for, and put it into the ledger.

    Parameters
    ----------
    claims
        The claims to be checked.
    out
        Folder of the ledger; what Rocq compiles goes into its folder ``kernel``.
    search
        Search scripts for parts that have none that fits, and store them.
    controls
        Try the scripts on false statements instead of their own.
    export
        Folder to write a Rocq project to; nothing is checked then.
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
    OSError
        If something cannot be written.
    """
    if export is not None:
        files = kernel.export(claims, export)
        say(f"wrote {len(files)} files to {export}")
        return ACCEPTED
    if (gap := kernel.available()) is not None:
        parts = sum(len(claim.parts) for claim in claims)
        say(f"{NOT_CHECKED} ({gap}; {len(kernel.stored(claims))} of {parts} parts)")
        _into_ledger(claims, out, say)
        return MISSING
    if controls:
        return _controls(claims, out / FOLDER, workers, say)
    if search:
        _search(claims, out / FOLDER, workers, say)
    start = time.monotonic()
    results, sizes = _check(claims, out / FOLDER, workers)
    _report(claims, results, sizes, say)
    say(f"{time.monotonic() - start:.0f} s with Rocq {rocq.version()}")
    _into_ledger(claims, out, say)
    refused = [one for one in (*results.values(), *sizes.values()) if not one.accepted and one.judged]
    return REFUSED if refused else ACCEPTED


def _search(claims: Sequence[Claim], build: Path, workers: int, say: Say) -> None:
    stored = store.load({claim.paper for claim in claims})
    there = {(claim.id, part) for claim in claims for part in claim.parts}
    ids = {claim.id for claim in claims}
    kept = {name: script for name, script in stored.items() if name in there or name[0] not in ids}

    def keep(found: dict[Name, Script]) -> None:
        store.save({**kept, **found})

    campaign.search(claims, kept, build=build, workers=workers, say=say, keep=keep)


def _controls(claims: Sequence[Claim], build: Path, workers: int, say: Say) -> int:
    found = list(false.fitting(claims))
    worst = ACCEPTED
    for what, goals in (
        ("printed errors", false.printed(found)),
        ("mutants", false.mutated(found, MUTANTS)),
    ):
        proved = false.proved(goals, build=build, workers=workers)
        say(f"{len(goals)} {what}: {len(proved)} proved by the scripts of what is true")
        for name in proved:
            say(f"  {name}")
        worst = REFUSED if proved else worst
    return worst


def _check(
    claims: Sequence[Claim], build: Path, workers: int
) -> tuple[dict[Name, Result], dict[ForAllSizes, Result]]:
    results = kernel.checked(claims, build=build, workers=workers)
    sizes = theorems.checked({claim.id for claim in claims}, workers=workers)
    scripts = store.load({claim.paper for claim in claims})
    stated = campaign.statements(claims)
    found = {
        known.digest_of_part(stated[name], scripts[name]): result
        for name, result in results.items()
        if result.judged
    }
    known.add(
        build, rocq.version(), found | {known.digest_of_theorem(one): result for one, result in sizes.items()}
    )
    return results, sizes


def add_known(ledger: dict[str, Any], claims: Iterable[Claim], build: Path) -> None:
    """Put into the rows of a ledger what is stored of their claims, and what Rocq has said of it before.

    Parameters
    ----------
    ledger
        Changed in place.
    claims
        The claims as the rows have them; rows of others are left as they are.
    build
        Folder of earlier results; there need not be one.
    """
    listed = {row["id"] for row in ledger["claims"]}
    chosen = [claim for claim in claims if claim.id in listed]
    before = known.read(build)
    scripts = store.load({claim.paper for claim in chosen})
    ledger["claims"] = rung.add(
        ledger["claims"], {claim.id: standing(claim, scripts, before) for claim in chosen}
    )


def _into_ledger(claims: Sequence[Claim], out: Path, say: Say) -> None:
    ledger = last(out)
    if ledger is None:
        say("no ledger yet: the next run of the proofs takes this over")
        return
    rows = {row["id"]: row for row in ledger["claims"]}
    current = [claim for claim in claims if claim.id in rows and _says_the_same(claim, rows[claim.id])]
    add_known(ledger, current, out / FOLDER)
    ledgers.write(ledger, out / NAME)
    older = sum(claim.id in rows for claim in claims) - len(current)
    say(f"ledger: {out / NAME}" + (f"; {older} rows are older than their claims" if older else ""))


def _says_the_same(claim: Claim, row: Mapping[str, Any]) -> bool:
    """Whether a row speaks of the statement that the claim makes now."""
    texts = {formula["part"]: formula["text"] for formula in row["formula"]}
    return texts == formula_text(claim) and row["domain"] == domain_lines(claim)


def _report(
    claims: Sequence[Claim], results: Mapping[Name, Result], sizes: Mapping[ForAllSizes, Result], say: Say
) -> None:
    for paper in dict.fromkeys(claim.paper for claim in claims):
        own = {name: result for name, result in results.items() if name[0].split(".", 1)[0] == paper}
        accepted = sum(result.accepted for result in own.values())
        say(f"{paper}: {accepted} of {len(own)} parts accepted by the kernel")
    stated = [claim for claim in claims if claim.parts]
    whole = sum(all(results[claim.id, part].accepted for part in claim.parts) for claim in stated)
    say(f"{whole} of {len(stated)} claims in every part")
    reasons = Counter(result.why.splitlines()[0] for result in results.values() if not result.accepted)
    for reason, count in reasons.most_common():
        say(f"  {count} x {reason}")
    axioms = sorted(set().union(*[result.axioms for result in results.values()]))
    named = [axiom for axiom in axioms if axiom in kernel.AXIOMS]
    say(
        f"axioms: {', '.join(named) or 'none'}"
        + (" and machine integers" if len(named) < len(axioms) else "")
    )
    say(f"{sum(one.accepted for one in sizes.values())} of {len(sizes)} theorems for all sizes accepted")
    for theorem, result in sizes.items():
        if not result.accepted:
            say(f"  {theorem.claim}, {theorem.name}: {result.why}")
