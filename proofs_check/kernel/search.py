"""Search for scripts. Nothing here is trusted: `check` has the last word.

Candidates are tried in one ``coqtop`` that goes on after an error, several goals to a session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from proofs_check.kernel import rocq

#: Goals of one session.
BATCH = 10
#: Seconds for a session to begin with.
START = 30.0


def first_that_closes(
    goals: Mapping[str, tuple[str, Sequence[str]]],
    *,
    seconds: int,
    build: Path = rocq.BUILD,
    workers: int = 2,
    progress: Callable[[dict[str, str], int], None] = lambda _found, _tried: None,
) -> dict[str, str]:
    """Try candidates in their order on goals.

    Parameters
    ----------
    goals
        A statement and its candidates, by name.
    seconds
        For each candidate.
    progress
        Is told what each session closed, and how many goals it had.

    Returns
    -------
    dict
        The first candidate that closes its goal, for the goals that were closed.
    """
    library = rocq.compiled_prelude(build)
    names = [name for name, (_, candidates) in goals.items() if candidates]
    batches = [names[i : i + BATCH] for i in range(0, len(names), BATCH)]

    def run(batch: list[str]) -> dict[str, str]:
        return _session({name: goals[name] for name in batch}, library, seconds)

    closed: dict[str, str] = {}
    with ThreadPoolExecutor(workers) as pool:
        for batch, found in zip(batches, pool.map(run, batches), strict=True):
            closed.update(found)
            progress(found, len(batch))
    return closed


def _session(goals: dict[str, tuple[str, Sequence[str]]], library: Path, seconds: int) -> dict[str, str]:
    text = ["Require Import Tactics."]
    limit = START
    names = list(goals)
    for i, (statement, candidates) in enumerate(goals.values()):
        tried = [
            f'timeout {seconds} (solve [{candidate}]); idtac "CLOSED {i} {k}"'
            for k, candidate in enumerate(candidates)
        ]
        text += [f"Goal {statement}.", f"first [ {' | '.join(tried)} ].", "Abort."]
        limit += 2.0 * seconds * len(tried)
    closed = {}
    for line in rocq.session("\n".join(text) + "\n", library, limit):
        words = line.split()
        if "CLOSED" in words:
            at = words.index("CLOSED")
            name = names[int(words[at + 1])]
            closed[name] = goals[name][1][int(words[at + 2])]
    return closed
