"""Search scripts for parts of claims: what is stored first, then quick candidates, then slow ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from proofs_check.kernel import rocq
from proofs_check.kernel.check import Name, check
from proofs_check.kernel.hints.portfolio import Hints
from proofs_check.kernel.prelude import fingerprint
from proofs_check.kernel.search import first_that_closes
from proofs_check.kernel.store import Script
from proofs_check.kernel.theorem import Theorem, theorem_of
from proofs_check.kernel.translate import Untranslatable
from theory.claim import Claim, find

#: Seconds for a candidate in each round.
QUICK, SLOW = 10, 30
#: Parts after which what was found is kept.
GROUP = 8
#: File of what was tried in vain, in the folder for builds.
TRIED = "tried.txt"
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
    keep: Callable[[dict[Name, Script]], None] = lambda _: None,
) -> dict[Name, Script]:
    """Find scripts for every part that has none that fits.

    What has been tried in vain is remembered in ``build``, so that a search that was stopped goes on.

    Parameters
    ----------
    claims
        The claims.
    stored
        What is stored. A stale script is tried first: most changes leave it good.
    say
        Is told how the search goes.
    keep
        Is given the scripts found so far, from time to time.

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
        keep(scripts)
    attempts = Attempts(build / TRIED)
    open_parts = [name for name in theorems if name not in scripts]
    for speed, seconds in (("quick", QUICK), ("slow", SLOW)):
        wanted = [name for name in open_parts if name not in scripts]
        for i in range(0, len(wanted), GROUP):
            group = {name: theorems[name] for name in wanted[i : i + GROUP]}
            scripts.update(_fresh(group, speed, seconds, attempts, build, workers))
            keep(scripts)
            say(
                f"{speed}, {min(i + GROUP, len(wanted))} of {len(wanted)} tried: {len(scripts)} have a script"
            )
    say(f"{len(scripts)} of {len(theorems)} parts have a script")
    return scripts


class Attempts:
    """What has been tried in vain, by digest of statement and candidate, kept in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._tried = set(file.read_text(encoding="utf-8").split()) if file.is_file() else set()

    @staticmethod
    def _name(statement: str, candidate: str, seconds: int) -> str:
        return sha256(f"{statement}\n{candidate}\n{seconds}\n{fingerprint()}".encode()).hexdigest()[:20]

    def left(self, statement: str, candidates: list[str], seconds: int) -> list[str]:
        """Candidates that have not been tried for so long."""
        return [each for each in candidates if self._name(statement, each, seconds) not in self._tried]

    def add(self, statement: str, candidates: list[str], seconds: int) -> None:
        """Remember that these were tried."""
        self._tried |= {self._name(statement, each, seconds) for each in candidates}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text("\n".join(sorted(self._tried)), encoding="utf-8")


def _fresh(
    theorems: Mapping[Name, Theorem], speed: str, seconds: int, attempts: Attempts, build: Path, workers: int
) -> dict[Name, Script]:
    holds = _round(theorems, list(theorems), _HOLDS, speed, seconds, attempts, build, workers)
    defined = _round(theorems, list(holds), _DEFINED, speed, SLOW, attempts, build, workers)
    fresh = {
        name: (theorems[name], Script(theorems[name].key, holds[name], script))
        for name, script in defined.items()
    }
    accepted = check(fresh, build=build, workers=workers)
    return {name: pair[1] for name, pair in fresh.items() if accepted[name].accepted}


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
    attempts: Attempts,
    build: Path,
    workers: int,
) -> dict[Name, str]:
    done = {name: "exact I" for name in wanted if which == _DEFINED and theorems[name].defined == "True"}
    tasks = [(name, which, speed) for name in wanted if name not in done]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:  # the claims come with it
        candidates = list(pool.map(_candidates, tasks, chunksize=4))
    goals = {}
    for (name, _, _), each in zip(tasks, candidates, strict=True):
        stated = theorems[name].holds if which == _HOLDS else theorems[name].defined
        # What closed before is not found in vain: only candidates that closed nothing are remembered.
        if left := attempts.left(stated, each, seconds):
            goals[name] = stated, left
    reached: set[str] = set()
    closed = first_that_closes(
        {"|".join(name): goal for name, goal in goals.items()},
        seconds=seconds,
        build=build,
        workers=workers,
        reached=reached,
    )
    found = {name: closed["|".join(name)] for name in goals if "|".join(name) in closed}
    for name, (stated, left) in goals.items():
        if name not in found and "|".join(name) in reached:
            attempts.add(stated, left, seconds)
    return done | found
