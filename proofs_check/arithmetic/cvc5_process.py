"""A process of its own in which cvc5 answers queries, one JSON line each; run as a script by `second_solver`.

cvc5 does not always keep to its limits, so each attempt is held to its CPU seconds by the operating system: a
process that overruns them is ended, and whoever asked starts another. CPU time, unlike the wall clock, does
not depend on what else the machine is doing.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

import cvc5

#: Options of each way to search: coverings, the default, incremental linearisation, and two light mixes.
WAYS: tuple[dict[str, str], ...] = (
    {"nl-ext": "none", "nl-cov": "true", "decision": "stoponly"},
    {},
    {"nl-cov": "false", "nl-ext-tplanes": "true"},
    {"nl-ext": "light", "nl-cov": "true"},
    {"nl-ext": "light", "nl-ext-split-zero": "true", "decision": "justification"},
)


def answer(query: str, logic: str, options: dict[str, str]) -> str:
    """What cvc5 says of one query in SMT-LIB: ``sat``, ``unsat``, or something else."""
    solver = cvc5.Solver(cvc5.TermManager())
    for name, value in options.items():
        solver.setOption(name, value)
    solver.setLogic(logic)
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, query, "query")
    said = ""
    while not (command := parser.nextCommand()).isNull():
        said += command.invoke(solver, parser.getSymbolManager()) or ""
    return said.strip()


def main() -> None:
    """Answer lines of ``[query, logic, way, CPU seconds]`` until the input ends."""
    for line in sys.stdin:
        query, logic, way, seconds = json.loads(line)
        signal.setitimer(signal.ITIMER_PROF, seconds)  # ends this process: nothing handles the signal
        said: Any
        try:
            said = answer(query, logic, WAYS[way])
        except RuntimeError as error:
            said = f"error: {error}"
        signal.setitimer(signal.ITIMER_PROF, 0)
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
