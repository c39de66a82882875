"""Tests that name a claim or a figure, or that import a simulation."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

import relucidate
from relucidate.sources.code import Import, Module, Place, home

__all__ = ["tests_of"]


def tests_of(id_: str, simulations: Collection[str]) -> list[Place]:
    """Return a place in each test file that names the id, or else uses one of the simulations.

    Parameters
    ----------
    id_
        Of a claim or a figure; its first mention is the place.
    simulations
        Names of modules of `numerics`; the import is the place.

    Returns
    -------
    list of Place
        By path; none where there are no tests, as in an installed package.
    """
    mention = re.compile(rf"(?<![\w.]){re.escape(id_)}(?![\w.]*\w)")
    imported = _import_of(simulations)
    found = []
    for test in _files():
        hit = mention.search(test.text) if id_ in test.text else None
        if hit is not None:
            found.append(Place(test.path, test.text.count("\n", 0, hit.start()) + 1))
        elif simulations and imported.search(test.text):
            lines = [line for name, line in _simulations(test) if name in simulations]
            if lines:
                found.append(Place(test.path, min(lines)))
    return found


def _import_of(modules: Collection[str]) -> re.Pattern[str]:
    """What a file must contain to import one of the modules, by itself or from a package above it."""
    ways = set()
    for name in modules:
        parts = name.split(".")
        ways.add(re.escape(name))
        ways |= {f"from {re.escape('.'.join(parts[:at]))} import" for at in range(1, len(parts))}
    return re.compile(rf"\b({'|'.join(sorted(ways))})\b")


class _Test(Module):
    """A test file, of which only the imports of simulations are parsed."""

    @cached_property
    def tree(self) -> ast.Module:
        """The imports, each in its own line."""
        lines = [""] * (self.text.count("\n") + 1)
        for found in _IMPORT.finditer(self.text):
            lines[self.text.count("\n", 0, found.start())] = " ".join(found[0].split())
        return ast.parse("\n".join(lines))


_IMPORT = re.compile(
    r"^(?:from numerics[\w.]* import (?:\([^)]*\)|[^(\n]*)|import numerics[^\n]*)", re.MULTILINE
)


@lru_cache(maxsize=1)
def _files() -> tuple[_Test, ...]:
    folder = Path(relucidate.__path__[0]).parent / "tests"
    return tuple(_Test(f"tests.{path.stem}", path) for path in sorted(folder.rglob("*.py")))


def _simulations(test: _Test) -> Iterator[tuple[str, int]]:
    """Modules of `numerics` that a test file uses, each with the line of the import."""
    lines = {name: what.line for name, what in test.names.items() if isinstance(what, Import)}
    if not lines:
        return
    used = re.compile(rf"(?<![\w.])(?:{'|'.join(lines)})(?:\.\w+)*")
    for name in sorted(set(used.findall(test.text))):
        names = name.split(".")
        module = home(test, names)
        if module is not None:
            yield module.name, lines[names[0]]
