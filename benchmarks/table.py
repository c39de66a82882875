"""Every subject in one run, and one table: ``benchmarks/README.md``.

``make bench``, or ``python benchmarks/table.py`` after ``pip install -e '.[bench]'``; what is not installed
is left out, which is said. Where other processes took more than a tenth of the machine meanwhile, the table
is shown but not written.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import checking_subjects
import numerical_subjects
from measuring import OTHERS_AT_MOST, Load, Measured, exponents, measure
from threadpoolctl import threadpool_info

HERE = Path(__file__).parent
PACKAGES = ("numpy", "scipy", "sympy", "z3-solver", "python-flint", "networkx", "torch", "jax")
SUBJECTS = (*numerical_subjects.SUBJECTS, *checking_subjects.SUBJECTS)
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def seconds(value: float | None) -> str:
    """Return a time with three digits and its unit."""
    if value is None:
        return "–"
    unit, name = next(((unit, name) for unit, name in UNITS if value >= unit), UNITS[-1])
    return f"{value / unit:.3g} {name}"


def row(one: Measured) -> list[str]:
    """Cells of the table."""
    missing = [f"{name}: not installed" for name, way in one.case.others.items() if way is None]
    other = "; ".join(filter(None, [one.other, *missing])) or "–"
    ratio = "–" if one.ratio is None else f"{one.ratio[1]:.3g} ({one.ratio[0]:.3g} to {one.ratio[2]:.3g})"
    return [
        one.case.subject,
        one.case.what,
        seconds(one.ours),
        other,
        seconds(one.theirs),
        ratio,
        seconds(one.case.floor),
    ]


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> str:
    """Return a table in Markdown."""
    rule = ["---:" if index in right else "---" for index in range(len(columns))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (columns, rule, *rows))


def environment() -> str:
    """Say on what this was measured."""
    kernels = sorted({str(d.get("architecture")) for d in threadpool_info()} - {"None"})
    installed = []
    for name in PACKAGES:
        try:
            installed.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            installed.append(f"{name} not installed")
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    blas = f", BLAS kernels {', '.join(kernels)}" if kernels else ""
    versions = ", ".join((f"Python {platform.python_version()}", *installed))
    return f"{os.cpu_count()} processors ({model}){blas}, {versions}"


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text().splitlines()
    except OSError:
        return []


def commit() -> str:
    """Say which commit this is, and whether files differ from it."""
    git = ["git", "-C", str(HERE)]
    try:
        head = subprocess.run(
            [*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True
        )
        changed = subprocess.run(
            [*git, "status", "--porcelain", "-uno"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "no commit"
    return head.stdout.strip() + (", with changes" if changed.stdout.strip() else "")


def document(found: Sequence[Measured], profile: str, others: float | None) -> str:
    """Return the page."""
    table = markdown(
        ("subject", "what", "ours", "instead", "its time", "ours / its (least to most)", "floor"),
        [row(one) for one in found],
        (2, 4, 5, 6),
    )
    growth = markdown(
        ("subject", "cost grows with", "sizes", "exponent ± standard error"),
        [
            [subject, series, ", ".join(f"{size:g}" for size in sizes), f"{exponent:.2f} ± {error:.2f}"]
            for (subject, series), (exponent, error, sizes) in exponents(found).items()
        ],
        (3,),
    )
    behind = [
        f"- {one.case.subject}, {one.case.what}: {one.ratio[1]:.3g} times {one.other}; spent on "
        f"{', '.join(one.spent)}"
        for one in found
        if one.ratio is not None and one.ratio[0] > 1
    ]
    share = "unknown" if others is None else f"{others:.0%}"
    made = datetime.now(UTC)
    return f"""# Benchmarks

Written by `make bench` (profile {profile}) on {made:%Y-%m-%d} at commit {commit()}: one run, medians over
rounds in which the ways take turns. *Instead* is the fastest of what a user would pick for the same result,
*floor* what no way can beat on this machine (the bare matrix products, at the speed of large ones). A ratio
below 1 means that ours is faster. Other processes took {share} of the processors meanwhile.

{environment()}.

{table}

## Cost against size

{growth}

## Where ours is behind in every round

{chr(10).join(behind) or "Nowhere."}
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run every subject; write the table unless the machine was loaded."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--profile", choices=("tiny", "quick", "full"), default="quick")
    parser.add_argument("--rounds", type=int, default=None, help="by default 5, of the tiny profile 2")
    parser.add_argument(
        "--only", metavar="WORD", default="", help="subjects whose function is named so; never written"
    )
    parser.add_argument("--to", type=Path, default=HERE / "README.md")
    options = parser.parse_args(argv)
    rounds = options.rounds or (2 if options.profile == "tiny" else 5)
    load = Load()
    found = []
    for subject in SUBJECTS:
        if options.only not in subject.__name__:
            continue
        for case in subject(options.profile):
            found.append(measure(case, rounds))
            print("  ".join(row(found[-1])), file=sys.stderr, flush=True)
    others = load.others()
    page = document(found, options.profile, others)
    print(page)
    if others is not None and others > OTHERS_AT_MOST:
        print(f"not written: other processes took {others:.0%} of the machine", file=sys.stderr)
        return 1
    if not options.only:
        options.to.write_text(page, encoding="utf-8")
        print(f"wrote {options.to}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
