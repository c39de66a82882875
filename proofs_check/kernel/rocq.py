"""Rocq as a separate program: whether it is there, the compiled prelude, and files run through it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from threading import Timer

from proofs_check.kernel import prelude

#: Libraries that the prelude and the theorems for all sizes need, with the Debian package of each.
LIBRARIES = {
    "Interval": "libcoq-interval",
    "Coquelicot": "libcoq-coquelicot",
    "mathcomp": "libcoq-mathcomp-algebra",
}
#: Seconds within which the prelude is compiled.
PRELUDE_LIMIT = 900
#: Where a folder of compiled files is kept by default.
BUILD = Path("build") / "kernel"


class Failed(Exception):
    """A file was not accepted; the message is Rocq's."""


@lru_cache(maxsize=1)
def missing() -> str | None:
    """What is missing for checking, or ``None`` where everything is there."""
    if shutil.which("coqc") is None or shutil.which("coqtop") is None:
        return "coqc is not installed (Debian: apt install coq " + " ".join(LIBRARIES.values()) + ")"
    found = subprocess.run(["coqc", "-where"], capture_output=True, text=True, check=False).stdout.strip()
    for library, package in LIBRARIES.items():
        if not (Path(found) / "user-contrib" / library).is_dir():
            return f"Rocq's library {library} is not installed (Debian: apt install {package})"
    return None


@lru_cache(maxsize=1)
def version() -> str:
    """Version of Rocq."""
    shown = subprocess.run(["coqc", "--print-version"], capture_output=True, text=True, check=True).stdout
    return shown.split()[0]


def run(file: Path, library: Path | None = None, limit: float = 600.0) -> str:
    """Check a file with ``coqc`` and return what it prints.

    Raises
    ------
    Failed
        If Rocq does not accept it, or not within ``limit`` seconds.
    """
    path = [] if library is None else ["-R", str(library), ""]
    command = ["coqc", "-q", "-w", "none", *path, file.name]
    try:
        done = subprocess.run(
            command, cwd=file.parent, capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise Failed(f"{file.name}: not done within {limit:g} s") from late
    if done.returncode != 0:
        raise Failed(done.stderr.strip() or f"{file.name}: coqc ended with {done.returncode}")
    return done.stdout


def session(text: str, library: Path, limit: float) -> Iterator[str]:
    """Feed sentences to ``coqtop``, which goes on after an error, and yield the lines that it prints.

    It is ended when it has run for ``limit`` seconds.
    """
    command = ["coqtop", "-q", "-quiet", "-w", "none", "-R", str(library), ""]
    with (
        TemporaryDirectory() as scratch,  # some tactics leave caches where they run
        subprocess.Popen(
            command,
            cwd=scratch,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        watchdog = Timer(limit, process.kill)
        watchdog.start()
        feeder = Timer(0, _feed, (process.stdin, text))
        feeder.start()
        try:
            yield from process.stdout
        finally:
            watchdog.cancel()
            process.kill()
            feeder.join()


def _feed(stdin: object, text: str) -> None:
    try:
        stdin.write(text)  # type: ignore[attr-defined]
        stdin.close()  # type: ignore[attr-defined]
    except (BrokenPipeError, ValueError):  # it was ended
        return


def compiled_prelude(build: Path = BUILD) -> Path:
    """Folder with the compiled prelude; it is compiled where it is not there yet.

    Raises
    ------
    Failed
        If Rocq does not accept it.
    """
    folder = build.absolute() / f"prelude-{version()}-{prelude.fingerprint()}"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(mkdtemp(dir=folder.parent))
        for name in prelude.FILES:
            shutil.copy(prelude.FOLDER / f"{name}.v", work)
            run(work / f"{name}.v", work, PRELUDE_LIMIT)
        try:
            work.rename(folder)
        except OSError:  # another process was quicker
            shutil.rmtree(work)
    return folder
