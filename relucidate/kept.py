"""The one ledger on disk, into which every run puts what it found."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import relucidate
from proofs_check.ledger import document as ledgers
from proofs_check.ledger.merging import merge

__all__ = ["FIGURE_FIELDS", "NAME", "figures", "keep", "last"]

#: Of the file, in the folder for what is written.
NAME = "ledger.json"
#: What the ledger keeps of a figure's sidecar.
FIGURE_FIELDS = (
    "id", "title", "caption", "paper", "shows", "seeds", "source_hash", "stamp", "data_hash", "files",
)  # fmt: skip


def last(out: Path) -> dict[str, Any] | None:
    """Read the ledger of a folder; None where there is none, or none that can be read, which is said."""
    try:
        return ledgers.read(out / NAME)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        print(f"no evidence of earlier runs: {error}", file=sys.stderr)
        return None


def figures(ledger: Mapping[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Return the figures of a ledger, in the state in which their files are, and those drawn since.

    Parameters
    ----------
    ledger
        The ledger.
    folder
        Where their files are.
    """
    rows = {row["id"]: dict(row) for row in ledger["figures"]}
    for file in sorted(folder.glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        if set(FIGURE_FIELDS) <= set(said):
            rows[said["id"]] = {field: said[field] for field in FIGURE_FIELDS}
    return list(rows.values())


def keep(found: Mapping[str, Any], out: Path, command: str, *, whole: bool = False) -> dict[str, Any]:
    """Put the ledger of a run into that of a folder, row by row.

    Parameters
    ----------
    found
        The ledger of the run.
    out
        The folder; made if missing.
    command
        What was run.
    whole
        Whether it was the main job, which leaves nothing of earlier runs.

    Returns
    -------
    dict
        The ledger as it is now on disk.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    now = datetime.now(UTC)
    run = {
        "id": f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}",
        "time": now.isoformat(timespec="seconds"),
        "command": command,
        "version": relucidate.__version__,
        "commit": commit(Path(relucidate.__path__[0]).parent),
    }
    merged = merge(None if whole else last(out), found, run)
    ledgers.write(merged, out / NAME)
    return merged


def commit(folder: Path) -> str | None:
    """Return the commit of a checkout, marked where files differ from it; None where there is none."""
    if not (folder / ".git").exists():
        return None
    try:
        head, changes = (
            subprocess.run(["git", "-C", str(folder), *command], capture_output=True, text=True, check=True)
            for command in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return head.stdout.strip() + ("-changed" if changes.stdout.strip() else "")
