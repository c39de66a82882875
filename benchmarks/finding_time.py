"""How long ``list``, ``show`` and ``where`` take, as a ratio to ``python -c "import sympy"``.

Processor time of whole processes, the least of several runs each, in turn with the yardstick. A reader waits
for it, so that at most 2.5 is aimed at. Run with ``python benchmarks/finding_time.py``; ``--all`` tries every
claim, which takes minutes.
"""

import argparse
import resource
import statistics
import subprocess
import sys

from rich.console import Console
from rich.table import Table

from relucidate.sources.statements import statements

TARGET = 2.5
YARDSTICK = ["-c", "import sympy"]


def seconds(arguments: list[str], runs: int = 3) -> float:
    """Least processor time of a Python process."""
    found = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true", help="every claim, not every tenth")
    every = 1 if parser.parse_args().all else 10
    seconds(YARDSTICK, 1)  # files are read from the disk once
    commands = {"list": ["list"], "where": ["where", "dying_relu.eq28"], "list, a paper": ["list", "gunn"]}
    table = Table(title=f'processor seconds, and ratios to python -c "import sympy" (aim: {TARGET})')
    for column in ("command", "seconds", "ratio", "most"):
        table.add_column(column, justify="left" if column == "command" else "right")
    base = seconds(YARDSTICK)
    table.add_row("import sympy", f"{base:.2f}", "1", "")
    for name, command in commands.items():
        taken = seconds(["-m", "relucidate", *command])
        table.add_row(name, f"{taken:.2f}", f"{taken / base:.2f}", "")
    ratios = {}
    for claim in statements()[::every]:
        yardstick = seconds(YARDSTICK, 2)
        ratios[claim.id] = seconds(["-m", "relucidate", "show", claim.id], 2) / yardstick
    middle, slowest = statistics.median(ratios.values()), max(ratios, key=lambda id_: ratios[id_])
    table.add_row(
        f"show, {len(ratios)} claims, median",
        f"{middle * base:.2f}",
        f"{middle:.2f}",
        f"{ratios[slowest]:.2f}",
    )
    Console().print(table)
    above = [f"{id_} {ratio:.2f}" for id_, ratio in ratios.items() if ratio > TARGET]
    print(f"slowest: {slowest}; above the aim: {', '.join(above) or 'none'}")


if __name__ == "__main__":
    main()
