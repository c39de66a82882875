"""The text of a proof, found by the name under which pytest ran it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


def source_of(proof: str, folders: tuple[Path, ...]) -> str | None:
    """Return the source of a proof, decorators included, or None where it cannot be found.

    Parameters
    ----------
    proof
        Its node id: ``path/to/proof_file.py::proof_name``, with parameters in brackets or without.
    folders
        Where the path may begin; the first that has the file is taken.
    """
    path, _, name = proof.partition("::")
    for folder in folders:
        file = folder / path
        if file.suffix == ".py" and file.is_file():
            return _functions(file).get(name.partition("[")[0].rpartition("::")[2])
    return None


@cache
def _functions(file: Path) -> dict[str, str]:
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found[node.name] = "\n".join(lines[first - 1 : node.end_lineno])
    return found
