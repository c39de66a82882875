"""Search scripts for parts of claims: what is stored first, then quick candidates, then slow ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from proofs_check.kernel import rocq
from proofs_check.kernel.check import Name, check
from proofs_check.kernel.hints.portfolio import Hints
from proofs_check.kernel.search import first_that_closes
from proofs_check.kernel.store import Script
from proofs_check.kernel.theorem import Theorem, theorem_of
from proofs_check.kernel.translate import Untranslatable
from theory.claim import Claim, find

#: Seconds for a candidate in each round.
QUICK, SLOW = 10, 30
_HOLDS, _DEFINED = "holds", "defined"


def _hints(name: Name) -> Hints:
    claim, part = find(name[0]), name[1]
    used = claim.part(part).free_symbols.union(*[relation.free_symbols for relation in claim.assuming])
    domain = {symbol: values for symbol, values in claim.domain.items() if symbol in used}
    return Hints(claim.part(part), domain, claim.assuming)


def _candidates(task: tuple[Name, str, str]) -> list[str]:
    name, which, speed = task
    try:
        hints = _hints(name)
        if which == _DEFINED:
            return hints.defined()
        return hints.quick() if speed == "quick" else hints.slow()
    except Exception:
        return []


def search(
    claims: Iterable[Claim],
    stored: Mapping[Name, Script],
    *,
    build: Path = rocq.BUILD,
    workers: int = 2,
    say: Callable[[str], None] = lambda _: None,
) -> dict[Name, Script]:
    """Find scripts for every part that has none that fits.

    Parameters
    ----------
    claims
        The claims.
    stored
        What is stored. A stale script is tried first: most changes leave it good.
    say
        Is told how the search goes.

    Returns
    -------
    dict
        Scripts that Rocq accepts, also those that were stored and still fit; parts without one are missing.
    """
    theorems = statements(claims)
    scripts = {
        name: stored[name] for name in theorems if name in stored and stored[name].key == theorems[name].key
    }
    stale = {
        name: (theorem, Script(theorem.key, stored[name].holds, stored[name].defined))
        for name, theorem in theorems.items()
        if name in stored and name not in scripts
    }
    if stale:
        accepted = check(stale, build=build, workers=workers)
        scripts.update({name: pair[1] for name, pair in stale.items() if accepted[name].accepted})
        say(f"{len(scripts)} of {len(theorems)} parts have a script that still fits")
    found: dict[tuple[Name, str], str] = {}
    open_parts = [name for name in theorems if name not in scripts]
    for which, speed, seconds in ((_HOLDS, "quick", QUICK), (_HOLDS, "slow", SLOW), (_DEFINED, "slow", SLOW)):
        wanted = [name for name in open_parts if (name, which) not in found]
        if which == _DEFINED:
            wanted = [name for name in wanted if (name, _HOLDS) in found]
        closed = _round(theorems, wanted, which, speed, seconds, build, workers)
        found.update({(name, which): script for name, script in closed.items()})
        say(f"{which}, {speed}: {len(closed)} of {len(wanted)} closed")
    fresh = {
        name: (theorems[name], Script(theorems[name].key, found[name, _HOLDS], found[name, _DEFINED]))
        for name in open_parts
        if (name, _HOLDS) in found and (name, _DEFINED) in found
    }
    accepted = check(fresh, build=build, workers=workers)
    scripts.update({name: pair[1] for name, pair in fresh.items() if accepted[name].accepted})
    say(f"{len(scripts)} of {len(theorems)} parts have a script")
    return scripts


def statements(claims: Iterable[Claim]) -> dict[Name, Theorem]:
    """Theorems of all parts that can be stated."""
    found = {}
    for claim in claims:
        for part in claim.parts:
            try:
                found[claim.id, part] = theorem_of(claim, part)
            except Untranslatable:
                continue
    return found


def _round(
    theorems: Mapping[Name, Theorem],
    wanted: list[Name],
    which: str,
    speed: str,
    seconds: int,
    build: Path,
    workers: int,
) -> dict[Name, str]:
    done = {name: "exact I" for name in wanted if which == _DEFINED and theorems[name].defined == "True"}
    tasks = [(name, which, speed) for name in wanted if name not in done]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:  # the claims come with it
        candidates = list(pool.map(_candidates, tasks, chunksize=4))
    goals = {
        f"{name[0]}|{name[1]}": (theorems[name].holds if which == _HOLDS else theorems[name].defined, each)
        for (name, _, _), each in zip(tasks, candidates, strict=True)
    }
    closed = first_that_closes(goals, seconds=seconds, build=build, workers=workers)
    return done | {
        name: closed[f"{name[0]}|{name[1]}"] for name in wanted if f"{name[0]}|{name[1]}" in closed
    }
