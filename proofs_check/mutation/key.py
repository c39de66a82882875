"""The key under which mutation results are kept: a hash of everything that they depend on."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sympy import srepr

from theory.claim import Claim

#: Our own rooms; what a proof imports from elsewhere counts if it lies beside the proof or in its project.
ROOMS = frozenset({"theory", "numerics", "proofs_check"})
#: Packages whose version can change a judgement.
PACKAGES = ("sympy", "z3-solver", "python-flint", "hypothesis", "numpy", "scipy")
#: Modules that decide what a mutant is and what becomes of it.
MACHINERY = ("mutants", "formula_tree", "equivalence", "collected_proof", "worker")


def content_key(claim: Claim, proofs: Iterable[Path], root: Path) -> str:
    """Hash what the mutation results of a claim depend on.

    Parameters
    ----------
    claim
        The claim: its parts, domain and assumptions count.
    proofs
        The files of its proofs; they and the sources that they import, directly or not, count.
    root
        The folder of the project that the proofs belong to.
    """
    digest = hashlib.sha256()
    for part, formula in claim.parts.items():
        digest.update(f"{part}={srepr(formula)}\n".encode())
    for symbol, values in claim.domain.items():
        digest.update(f"{srepr(symbol)} in {srepr(values)}\n".encode())
    for relation in claim.assuming:
        digest.update(f"{srepr(relation)}\n".encode())
    for package in PACKAGES:
        digest.update(f"{package}=={version(package)}\n".encode())
    here = Path(__file__).parent
    files = {here / f"{name}.py" for name in MACHINERY}
    for proof in proofs:
        files |= closure(proof, root)
    for content in sorted(_digest(file) for file in files):
        digest.update(content)
    return digest.hexdigest()


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


def _counts(path: Path, beside: Path, root: Path) -> bool:
    if any(folder.name in ROOMS and (folder / "__init__.py").exists() for folder in path.parents):
        return True
    own = path.is_relative_to(beside) or path.is_relative_to(root)
    return own and "site-packages" not in path.parts


@cache
def _imports(file: Path) -> frozenset[Path]:
    """Files that one file imports."""
    package = _package(file)
    paths = {_source(name) for name in _imported_names(ast.parse(file.read_bytes()), package)}
    return frozenset(path for path in paths if path is not None)


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
