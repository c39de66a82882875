"""The key under which mutation results are kept: a hash of everything that they depend on."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

from sympy import srepr

from theory.claim import Claim

#: Our own rooms; what a proof imports from elsewhere counts if it lies beside the proof or in its project.
ROOMS = frozenset({"theory", "numerics", "proofs_check"})
#: Distributions that no import names but whose version can change a judgement.
PACKAGES = ("mpmath", "hypothesis", "pytest", "z3-solver", "python-flint", "numpy", "scipy", "sympy")
#: Files of these kinds are sources or made from them; all others beside the sources are data.
NO_DATA = frozenset({".py", ".pyi", ".pyc", ".typed", ".so", ".pyd"})


def content_key(claim: Claim, proofs: Iterable[Path], root: Path, *, environment: bool = True) -> str:
    """Hash what the mutation results of a claim depend on.

    Parameters
    ----------
    claim
        The claim: its parts, domain and assumptions count.
    proofs
        The files of its proofs; they and the sources that they import, directly or not, count.
    root
        The folder of the project that the proofs belong to.
    environment
        Whether the versions of Python and packages, the machine and the reader's data sets count too. Without
        them the key is the same wherever the sources are.
    """
    digest = hashlib.sha256()
    for part, formula in claim.parts.items():
        digest.update(f"{part}={srepr(formula)}\n".encode())
    for symbol, values in claim.domain.items():
        digest.update(f"{srepr(symbol)} in {srepr(values)}\n".encode())
    for relation in claim.assuming:
        digest.update(f"{srepr(relation)}\n".encode())
    files = set(machinery())
    for proof in proofs:
        files |= closure(proof, root)
    if environment:
        python = f"{sys.implementation.name} {platform.python_version()} {platform.machine()}"
        digest.update(f"{python}\ndata sets: {_data_sets()}\n".encode())
        for package in sorted({*PACKAGES, *_distributions(files)}):
            digest.update(f"{package}=={version(package)}\n".encode())
    for found in sorted(_digest(file) for file in files | data_beside(files)):
        digest.update(found)
    return digest.hexdigest()


def _data_sets() -> list[tuple[str, int]]:
    """Name and size of each file of the reader's data sets."""
    folder = os.environ.get("RELUCIDATE_DATA")
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file()) if folder else []
    return [(str(path), path.stat().st_size) for path in files]


@cache
def machinery() -> frozenset[Path]:
    """Sources of what judges: the plugin, and all that running proofs on mutants imports."""
    room = Path(__file__).parents[1]
    starts = (room / "plugin.py", room / "mutation" / "worker.py")
    return frozenset(file for start in starts for file in closure(start, room))


def data_beside(files: Iterable[Path]) -> set[Path]:
    """Data in the folders of these sources, and in folders below that hold no sources.

    Of a project's own files those count whose name or kind a source of the project speaks of, since what a
    run writes (a ledger) may lie there too.
    """
    found: set[Path] = set()
    spoken = "\n".join(sorted(text for file in files if not _in_a_room(file) for text in _strings(file)))
    for folder in {file.parent for file in files}:
        for inner, folders, names in os.walk(folder):
            here = Path(inner)
            folders[:] = [
                n for n in folders if not n.startswith((".", "__")) and not any((here / n).glob("*.py"))
            ]
            data = [here / n for n in names if not n.startswith(".") and Path(n).suffix not in NO_DATA]
            found.update(file for file in data if _in_a_room(file) or (file.suffix or file.name) in spoken)
    return found


def _distributions(files: Iterable[Path]) -> set[str]:
    """Distributions that provide what these sources import."""
    provided = _providers()
    names = {name.partition(".")[0] for file in files for name in _names(file)}
    return {distribution for name in names for distribution in provided.get(name, ())} - {"relucidate"}


@cache
def _providers() -> dict[str, list[str]]:
    return dict(packages_distributions())


@cache
def _digest(file: Path) -> bytes:
    return hashlib.sha256(file.name.encode() + b"\0" + file.read_bytes()).digest()


def closure(start: Path, root: Path) -> set[Path]:
    """Source files that a file imports, directly or not, among our rooms, its neighbours and its project."""
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found.add(file)
        waiting.extend(path for path in _imports(file) if _counts(path, start.parent, root))
    return found


def _in_a_room(path: Path) -> bool:
    return any(folder.name in ROOMS and (folder / "__init__.py").exists() for folder in path.parents)


def _counts(path: Path, beside: Path, root: Path) -> bool:
    if _in_a_room(path):
        return True
    own = path.is_relative_to(beside) or path.is_relative_to(root)
    return own and "site-packages" not in path.parts


@cache
def _imports(file: Path) -> frozenset[Path]:
    """Files that one file imports."""
    paths = {_source(name) for name in _names(file)}
    return frozenset(path for path in paths if path is not None)


@cache
def _names(file: Path) -> frozenset[str]:
    """Dotted names that one file imports."""
    return frozenset(_imported_names(ast.parse(file.read_bytes()), _package(file)))


@cache
def _strings(file: Path) -> frozenset[str]:
    """String constants of one file."""
    nodes = ast.walk(ast.parse(file.read_bytes()))
    return frozenset(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))


def _imported_names(tree: ast.AST, package: list[str]) -> Iterator[str]:
    """Every dotted name that an import may load, packages on the way included."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _package(file: Path) -> list[str]:
    """Dotted name of the package that a file lies in."""
    names: list[str] = []
    folder = file.parent
    while (folder / "__init__.py").exists():
        names.insert(0, folder.name)
        folder = folder.parent
    return names


@cache
def _source(name: str) -> Path | None:
    """Source file of a module, if it is one and has one."""
    module: Any = sys.modules.get(name)
    if module is not None:
        path = getattr(module, "__file__", None)
    else:
        parent = name.rpartition(".")[0]
        if parent and not hasattr(sys.modules.get(parent), "__path__"):
            return None
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            return None
        path = spec.origin if spec is not None else None
    return Path(path).resolve() if path and str(path).endswith(".py") else None
