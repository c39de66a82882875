"""A second judge of what Z3 calls unsatisfiable: cvc5, on the same query, in a process that can be ended."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path
from typing import Literal

from proofs_check.arithmetic.cvc5_process import WAYS

#: CPU seconds of each way to search.
SECONDS = (1.0, 1.0, 1.0, 1.5, 1.5)
#: Wall-clock seconds after which a process is ended even if it was never given its CPU seconds: a backstop.
BACKSTOP = 120.0

Opinion = Literal["sat", "unsat", "silent"]


class _Helper:
    """The process that cvc5 runs in; every process of ours has its own, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def ask(self, query: str, logic: str, way: int) -> str | None:
        """What cvc5 says, or ``None`` where it was ended before it said anything."""
        with self._lock:
            process = self._running()
            line = json.dumps([query, logic, way, SECONDS[way]])
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(line + "\n")
                process.stdin.flush()
                ready, _, _ = select.select([process.stdout], [], [], BACKSTOP)
                said = process.stdout.readline() if ready else ""
            except BaseException as broken:
                self.end()
                if isinstance(broken, BrokenPipeError):
                    return None
                raise
            if not said:
                self.end()
                return None
            return str(json.loads(said))

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._owner != os.getpid():  # a fork must not share its parent's pipes
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("cvc5_process.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,  # an interrupt from the keyboard is not meant for it
            )
            self._owner = os.getpid()
        return self._process

    def end(self) -> None:
        """End the process, if there is one of ours."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # what it never read
                    pipe.close()


_helper = _Helper()
atexit.register(_helper.end)


@lru_cache(maxsize=4096)
def opinion(query: str, logic: str) -> Opinion:
    """Ask cvc5 whether a query can be met, one way after another.

    Parameters
    ----------
    query
        A query in SMT-LIB, its ``check-sat`` included.
    logic
        Name of the SMT-LIB logic.

    Returns
    -------
    str
        ``"sat"``, ``"unsat"``, or ``"silent"`` where no way leads to an answer within its limit.
    """
    for way in range(len(WAYS)):
        said = _helper.ask(query, logic, way)
        if said in ("sat", "unsat"):
            return "sat" if said == "sat" else "unsat"
    return "silent"
