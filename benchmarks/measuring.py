"""Ways to compute one thing, timed in turns; what others take meanwhile; how cost grows with size."""

import cProfile
import os
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

OTHERS_AT_MOST = 0.1
"""Share of the processors that other processes may take during a run that counts."""

FEWEST_SIZES = 3
"""Sizes that an exponent is fitted to, at least."""


@dataclass(frozen=True)
class Case:
    """One thing that is computed, in our way and in others.

    Attributes
    ----------
    subject
        What the table lists it under; cases of one subject and one `series` differ in their size alone.
    what
        What is computed.
    ours
        Our way.
    others
        What a user would pick instead, by name; a name without a way is not installed here.
    series, size
        For the exponent of its cost.
    floor
        Seconds below which no way can go on this machine, where that is known.
    agree
        Whether the results of two ways count as the same.
    scale
        By way, ours being "": a part that is timed stands for this many times as much.
    rounds
        Fewer than usual, for what takes long.
    """

    subject: str
    what: str
    ours: Callable[[], Any]
    others: Mapping[str, Callable[[], Any] | None] = field(default_factory=dict)
    series: str = ""
    size: float | None = None
    floor: float | None = None
    agree: Callable[[Any, Any], bool] | None = None
    scale: Mapping[str, float] = field(default_factory=dict)
    rounds: int | None = None


@dataclass(frozen=True)
class Measured:
    """Times of a case: medians over rounds, and the ratio of ours to the fastest other, round by round.

    Where ours is behind in every round, `spent` says on what.
    """

    case: Case
    ours: float
    other: str
    theirs: float | None
    ratio: tuple[float, float, float] | None
    spent: tuple[str, ...] = ()


def measure(case: Case, rounds: int) -> Measured:
    """Time the ways of a case in turns, after one call of each that is not counted.

    Raises
    ------
    AssertionError
        If two ways do not agree.
    """
    rounds = min(rounds, case.rounds or rounds)
    ways = {"": case.ours} | {name: way for name, way in case.others.items() if way is not None}
    results = {name: way() for name, way in ways.items()}
    if case.agree is not None:
        for name, result in results.items():
            assert case.agree(results[""], result), (
                f"{case.subject}, {case.what}: {name} gives something else"
            )
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            time.sleep(0.01)  # threads of the way before that still wait actively go to sleep
            begin = time.perf_counter()
            way()
            times[name].append((time.perf_counter() - begin) * case.scale.get(name, 1.0))
    middle = {name: statistics.median(own) for name, own in times.items()}
    rivals = [name for name in ways if name]
    if not rivals:
        return Measured(case, middle[""], "", None, None)
    best = min(rivals, key=middle.__getitem__)
    ratios = [a / b for a, b in zip(times[""], times[best], strict=True)]
    spread = (min(ratios), statistics.median(ratios), max(ratios))
    spent = tuple(profiled(case.ours)) if spread[0] > 1 else ()
    return Measured(case, middle[""], best, middle[best], spread, spent)


def exponents(found: Iterable[Measured]) -> dict[tuple[str, str], tuple[float, float, list[float]]]:
    """Fit cost = constant x size^exponent to each series of at least `FEWEST_SIZES` sizes.

    Returns
    -------
    dict
        By subject and series: the exponent, its standard error, and the sizes.
    """
    points: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for one in found:
        if one.case.size is not None:
            points.setdefault((one.case.subject, one.case.series), []).append((one.case.size, one.ours))
    fitted = {}
    for name, own in points.items():
        if len(own) >= FEWEST_SIZES:
            size, seconds = (np.log(np.array(column)) for column in zip(*own, strict=True))
            design = np.stack([size, np.ones_like(size)], axis=1)
            solution, *_ = np.linalg.lstsq(design, seconds, rcond=None)
            left = seconds - design @ solution
            variance = left @ left / (len(own) - 2) * np.linalg.inv(design.T @ design)[0, 0]
            fitted[name] = (float(solution[0]), float(variance**0.5), [size for size, _ in own])
    return fitted


def profiled(way: Callable[[], Any], lines: int = 3) -> list[str]:
    """Name the functions in which a call spends most, each with its share of the time."""
    profile = cProfile.Profile()
    profile.runcall(way)
    rows = profile.getstats()
    whole = sum(row.inlinetime for row in rows) or 1.0
    found = []
    for row in sorted(rows, key=lambda row: -row.inlinetime)[:lines]:
        code = row.code
        name = code if isinstance(code, str) else f"{code.co_qualname} ({Path(code.co_filename).name})"
        found.append(f"{name} {row.inlinetime / whole:.0%}")
    return found


class Load:
    """How much of the processors other processes took since this was made."""

    def __init__(self) -> None:
        self.began = time.perf_counter(), _busy(), _own()

    def others(self) -> float | None:
        """Return their share, between 0 and 1; None where the system does not tell."""
        began, busy, own = self.began
        now = _busy()
        if busy is None or now is None:
            return None
        whole = (time.perf_counter() - began) * (os.cpu_count() or 1)
        return max(0.0, (now - busy) - (_own() - own)) / whole


def _own() -> float:
    """Processor seconds of this process, and of those it has started and waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _busy() -> float | None:
    """Processor seconds that the machine has not been idle."""
    try:
        first = Path("/proc/stat").read_text().splitlines()[0].split()
    except OSError:
        return None
    user, nice, system, _idle, _waiting, *rest = (int(field) for field in first[1:])
    stolen = rest[:3]  # interrupts, and what a host takes from this machine
    return (user + nice + system + sum(stolen)) / os.sysconf("SC_CLK_TCK")
