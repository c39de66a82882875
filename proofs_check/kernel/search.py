"""Search for scripts. Nothing here is trusted: `check` has the last word.

Candidates are tried in one ``coqtop`` that goes on after an error, several goals to a session.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from proofs_check.kernel import rocq

#: Goals of one session.
BATCH = 4
#: Seconds for a session to begin with.
START = 30.0


def first_that_closes(
    goals: Mapping[str, tuple[str, Sequence[str]]],
    *,
    seconds: int,
    build: Path = rocq.BUILD,
    workers: int = 2,
    reached: set[str] | None = None,
) -> dict[str, str]:
    """Try candidates in their order on goals.

    Parameters
    ----------
    goals
        A statement and its candidates, by name.
    seconds
        For each candidate.
    reached
        Is given the names of the goals whose candidates were all tried, or one of which closed it.

    Returns
    -------
    dict
        The first candidate that closes its goal, for the goals that were closed.
    """
    library = rocq.compiled_prelude(build)
    names = [name for name, (_, candidates) in goals.items() if candidates]
    batches = [names[i : i + BATCH] for i in range(0, len(names), BATCH)]

    def run(batch: list[str]) -> tuple[dict[str, str], set[str]]:
        return _session({name: goals[name] for name in batch}, library, seconds)

    closed: dict[str, str] = {}
    with ThreadPoolExecutor(workers) as pool:
        for found, tried in pool.map(run, batches):
            closed.update(found)
            if reached is not None:
                reached |= tried
    return closed


def _session(
    goals: dict[str, tuple[str, Sequence[str]]], library: Path, seconds: int
) -> tuple[dict[str, str], set[str]]:
    text = ["Require Import Tactics."]
    limit = START
    names = list(goals)
    for i, (statement, candidates) in enumerate(goals.values()):
        steps = [
            f'timeout {seconds} (solve [{candidate}]); idtac "CLOSED {i} {k}"'
            for k, candidate in enumerate(candidates)
        ]
        text += [f"Goal {statement}.", f"first [ {' | '.join(steps)} ].", "Abort."]
        text.append(f'Goal True. idtac "TRIED {i}". Abort.')
        limit += 2.0 * seconds * len(steps)
    closed: dict[str, str] = {}
    tried: set[str] = set()
    for line in rocq.session("\n".join(text) + "\n", library, limit):
        words = line.split()
        if "TRIED" in words:
            tried.add(names[int(words[words.index("TRIED") + 1])])
        elif "CLOSED" in words:
            at = words.index("CLOSED")
            name = names[int(words[at + 1])]
            closed[name] = goals[name][1][int(words[at + 2])]
    return closed, tried
