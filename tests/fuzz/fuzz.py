"""Call public callables with one spoiled argument at a time; list what ends badly.

A bad end is *silent* (numbers that are not finite, or a thing of the wrong kind taken for granted), *unclear*
(an error that does not name the argument), *changed* (an array of the caller's is not what it was), *slow* or
*broken* (the good call itself). ``python tests/fuzz/fuzz.py --profile full`` makes every call there is, the
profile ``quick`` a sample in about a minute. What is known to end badly is in ``known.txt``, and exits with 1
as well once it no longer does.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import os
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from good_calls import Good, good_calls
from judging import ENDLESS, LIMIT, call, content, fault, not_finite
from spoiling import Spoiled, spoiled

ROOMS = ("numerics", "theory", "figures", "proofs_check")
KNOWN = Path(__file__).with_name("known.txt")
MEMORY = 6 << 30
"""Bytes of address space: what asks for more has taken an absurd size for granted."""

SAMPLE = 12
"""Of the quick profile: one in so many spoiled values, chosen by name and so the same ones every time."""


def chosen(good: Good, argument: str, spoil: Spoiled, profile: str) -> bool:
    """Whether a call is made; slow work is left to the full profile."""
    if profile == "full":
        return True
    digest = hashlib.sha256(f"{good.name} {argument} {spoil.name}".encode()).digest()
    return not spoil.endless and digest[0] % SAMPLE == 0


def faults(good: Good, profile: str, counts: collections.Counter[str]) -> Iterator[tuple[str, str, str, str]]:
    """Spoil each argument of a good call in turn; yield what ends badly.

    Yields
    ------
    tuple of str
        Argument, kind of fault, how the argument was spoiled, and what came of it.
    """
    try:
        bound = good.bound()
    except TypeError as error:
        yield "", "broken", "", str(error)
        return
    result, error = call(good.function, bound)
    if error is not None:
        yield "", "broken", "", repr(error)
        return
    usual = not_finite(result)
    for argument, value in bound.arguments.items():
        for spoil in spoiled(value, str(bound.signature.parameters[argument].annotation)):
            if not chosen(good, argument, spoil, profile):
                continue
            again = good.bound()
            again.arguments[argument] = spoil.value
            try:
                again.args  # noqa: B018 - arguments that take any number cannot take this one
            except TypeError:
                continue
            before = content(list(again.arguments.values()))
            outcome = call(good.function, again, ENDLESS if spoil.endless else LIMIT)
            counts["calls"] += 1
            if content(list(again.arguments.values())) != before:
                yield argument, "changed", spoil.name, ""
            found = fault(argument, spoil, list(bound.signature.parameters), outcome, usual)
            if found is not None:
                told = repr(outcome[1]) if outcome[1] is not None else repr(outcome[0])
                yield argument, found, spoil.name, " ".join(told.split())[:160]


def known() -> set[str]:
    """Read what is known to end badly."""
    lines = KNOWN.read_text(encoding="utf-8").splitlines() if KNOWN.exists() else []
    return {line for line in lines if line and not line.startswith("#")}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the calls of some rooms; exit with 1 where something ends badly that is not known to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--profile", choices=("quick", "full"), default="quick")
    parser.add_argument("--room", action="append", choices=ROOMS, help="one of the rooms; by default all")
    parser.add_argument("--only", default="", metavar="TEXT", help="callables whose name holds this")
    parser.add_argument("--part", default="0/1", metavar="I/N", help="every N-th call, from the I-th")
    parser.add_argument("--verbose", action="store_true", help="name each callable before it is called")
    options = parser.parse_args(argv)
    index, parts = map(int, options.part.split("/"))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    counts: collections.Counter[str] = collections.Counter()
    examples: dict[str, tuple[str, str]] = {}
    names = set()
    goods = [good for room in options.room or ROOMS for good in good_calls(room)][index::parts]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # where a spoiled path leaves what it leaves
        for good in goods:
            if options.only not in good.name:
                continue
            names.add(good.name)
            if options.verbose:
                print(good.name, file=sys.stderr, flush=True)
            for argument, kind, how, told in faults(good, options.profile, counts):
                counts[kind] += 1
                examples.setdefault(f"{good.name} {argument} {kind}", (how, told))
        os.chdir("/")
    for line in sorted(examples):
        new = "" if line in known() else "NEW "
        print(f"{new}{line} | {' | '.join(examples[line])}")
    print(f"{counts.pop('calls', 0)} calls of {len(names)} callables; {dict(counts) or 'none ends badly'}")
    stale = (
        known() - set(examples)
        if (options.profile, options.part, options.only) == ("full", "0/1", "")
        else set()
    )
    for line in sorted(stale):
        print(f"no longer so: {line}")
    return 1 if stale or set(examples) - known() else 0


if __name__ == "__main__":
    sys.exit(main())
