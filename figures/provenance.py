"""Whether a picture still shows what the code computes: the code it came from, and its numbers."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from figures.registry import MACHINERY

ROOMS = ("theory", "numerics", "figures")
"""Packages whose modules numbers can come from; beside them the package that the figure is in."""

RTOL, ATOL = 1e-6, 1e-9
"""How far numbers may be apart, relative to their size and to the largest of their array, and be the same."""


def source_hash(module: str) -> str:
    """Hash the code of a module and of all that it imports from our rooms.

    Comments, docstrings and layout do not count, nor does the machinery that only draws.

    Parameters
    ----------
    module
        Dotted name, such as ``figures.gunn.one_step``.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    found: dict[str, str] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in found or name.removeprefix("figures.") in MACHINERY:
            continue
        found[name], imported = _read(name)
        waiting += [
            other for other in imported if other.partition(".")[0] in {*ROOMS, module.partition(".")[0]}
        ]
    digest = hashlib.sha256()
    for name in sorted(found):
        digest.update(f"{name}\n{found[name]}\n".encode())
    return digest.hexdigest()


@cache
def _read(name: str) -> tuple[str, tuple[str, ...]]:
    """What a module says, and the modules that it imports; nothing where there is no source."""
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):  # its parent is no package, or it was not imported as a module
        spec = None
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return "", ()
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    imported = tuple(dict.fromkeys(_imports(tree)))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:]
    return ast.dump(tree), imported


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            for alias in node.names:
                if _is_module(f"{node.module}.{alias.name}"):
                    yield f"{node.module}.{alias.name}"


@cache
def _is_module(name: str) -> bool:
    try:
        return name.partition(".")[0] in ROOMS and find_spec(name) is not None
    except ModuleNotFoundError:  # its parent is a module and no package
        return False


def apart(old: Mapping[str, npt.NDArray[Any]], new: Mapping[str, npt.NDArray[Any]]) -> list[str]:
    """Return what differs between two sets of a figure's numbers, the rounding of another processor aside.

    Parameters
    ----------
    old, new
        By name, as `figures.registry.Plate.data` gives them.

    Returns
    -------
    list of str
        A line for each difference; empty where the picture would be the same.
    """
    lines = [f"{name} has gone" for name in old if name not in new]
    for name, values in new.items():
        if name not in old:
            lines.append(f"{name} is new")
        elif old[name].shape != values.shape:
            lines.append(f"{name} has shape {values.shape}, not {old[name].shape}")
        elif values.dtype.kind not in "fc":
            count = int(np.sum(old[name] != values))
            lines += [f"{count} of {values.size} entries of {name} differ"] if count else []
        else:
            size = np.abs(values[np.isfinite(values)]).max(initial=0.0)
            near = np.isclose(old[name], values, rtol=RTOL, atol=ATOL * size, equal_nan=True)
            lines += [] if near.all() else [f"{int(np.sum(~near))} of {values.size} entries of {name} differ"]
    return lines
