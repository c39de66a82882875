"""Modules as syntax trees, and what a name in them stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from theory.bibliography import PAPERS

__all__ = [
    "ROOMS",
    "Definition",
    "Module",
    "Place",
    "below",
    "dotted",
    "home",
    "module",
    "resolve",
    "value_of",
]

#: Packages whose modules are followed, beside those of authors' papers; all others are somebody else's.
ROOMS = ("theory", "numerics", "proofs_check", "figures", "relucidate")

#: What constant expressions may call.
_BUILTINS = {"tuple": tuple, "range": range, "sorted": sorted, "dict": dict, "str": str}


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file."""

    path: Path
    line: int

    def text(self, folder: Path) -> str:
        """``path:line``, the path relative to a folder where it lies below it."""
        path = self.path.relative_to(folder) if self.path.is_relative_to(folder) else self.path
        return f"{path}:{self.line}"


@dataclass(frozen=True)
class Import:
    """A name that an import binds: a module, or a name of a module."""

    module: str
    name: str | None
    line: int


@dataclass(eq=False)
class Module:
    """One source file.

    Attributes
    ----------
    name
        As it is imported.
    path
        The file.
    """

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """The source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree; an empty one where the file is no Python."""
        try:
            return ast.parse(self.text)
        except SyntaxError:
            return ast.Module([], [])

    @cached_property
    def names(self) -> dict[str, ast.stmt | Import]:
        """What each name at the top level is bound to: the last statement that does it."""
        return dict(_bound(self.tree.body, self.name, is_package=self.path.name == "__init__.py"))

    @cached_property
    def constants(self) -> dict[str, Any]:
        """Top-level names that stand for literal values."""
        found: dict[str, Any] = {}
        for name, statement in self.names.items():
            value = getattr(statement, "value", None)
            if isinstance(value, ast.Constant):
                found[name] = value.value
        return found


def _bound(
    body: Sequence[ast.stmt], own_name: str, *, is_package: bool
) -> Iterator[tuple[str, ast.stmt | Import]]:
    for statement in body:
        match statement:
            case ast.Import(names=aliases):
                for alias in aliases:
                    # "import a.b" binds a, "import a.b as c" binds c to a.b.
                    whole = alias.name if alias.asname else alias.name.partition(".")[0]
                    yield alias.asname or whole, Import(whole, None, statement.lineno)
            case ast.ImportFrom(module=source, names=aliases, level=level):
                base = own_name.split(".") if is_package else own_name.split(".")[:-1]
                above = ".".join(base[: len(base) - level + 1]) if level else ""
                origin = ".".join(filter(None, (above, source)))
                for alias in aliases:
                    yield alias.asname or alias.name, Import(origin, alias.name, statement.lineno)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, statement
            case ast.Assign(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name):
                        yield target.id, statement
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, statement
            case ast.If(body=inner) | ast.Try(body=inner):
                yield from _bound(inner, own_name, is_package=is_package)


@dataclass(frozen=True)
class Definition:
    """A top-level statement that gives a name its meaning."""

    module: Module
    name: str
    node: ast.stmt

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.module.path, self.node.lineno)


@cache
def module(name: str) -> Module | None:
    """Return the module of one of our rooms, or None where there is none of that name."""
    path = _path(name)
    return None if path is None else Module(name, path)


@cache
def _path(name: str) -> Path | None:
    parts = name.split(".")
    own = {root for paper in PAPERS.values() for root in paper.modules}
    if parts[0] not in ROOMS and not any(root.partition(".")[0] == parts[0] for root in own):
        return None
    if len(parts) <= 2 or name in own:  # a room or a paper's folder: wherever Python finds it
        try:
            spec = find_spec(name)
        except ModuleNotFoundError:
            return None
        return Path(spec.origin) if spec is not None and spec.origin else None
    parent = _path(".".join(parts[:-1]))
    if parent is None or parent.name != "__init__.py":
        return None
    candidates = (parent.with_name(f"{parts[-1]}.py"), parent.parent / parts[-1] / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def below(name: str) -> Iterator[Module]:
    """Yield a module, and all below it if it is a package, by name."""
    top = module(name)
    if top is None:
        return
    yield top
    if top.path.name != "__init__.py":
        return
    for entry in sorted(top.path.parent.iterdir(), key=lambda path: path.stem):
        is_module = entry.suffix == ".py" and entry.stem != "__init__"
        if is_module or (entry / "__init__.py").is_file():
            yield from below(f"{name}.{entry.stem}")


def dotted(node: ast.expr) -> list[str] | None:
    """Return ``["a", "b"]`` of the expression ``a.b``, or None where it is anything else."""
    match node:
        case ast.Name(id=name):
            return [name]
        case ast.Attribute(value=value, attr=name):
            left = dotted(value)
            return None if left is None else [*left, name]
    return None


def resolve(start: Module, names: Sequence[str]) -> Definition | Module | None:
    """Return what a dotted name in a module stands for, through imports and packages that pass names on.

    Attributes of what is not a module are passed over: ``function.attribute`` stands for the function.
    """
    *_, (here, left) = _way(start, names)
    bound = here.names.get(left[0]) if here is not None and left else None
    return Definition(here, left[0], bound) if here is not None and isinstance(bound, ast.stmt) else here


def home(start: Module, names: Sequence[str]) -> Module | None:
    """Return the module in which a dotted name ends up.

    Packages that pass names on are followed; a module that is no package is taken to define what it has,
    unread.
    """
    here: Module | None = start
    for here, _ in _way(start, names):
        if here is not None and here is not start and here.path.name != "__init__.py":
            break
    return here


def _way(start: Module, names: Sequence[str]) -> Iterator[tuple[Module | None, list[str]]]:
    """Yield the modules through which a dotted name leads, each with what is left of the name there.

    The last one defines what is left, or nothing is left; it is None where nothing is known of the name, or
    where packages pass it to one another.
    """
    here: Module | None = start
    left = list(names)
    seen: set[tuple[str, str]] = set()
    yield here, left
    while here is not None and left:
        seen.add((here.name, left[0]))
        bound = here.names.get(left[0])
        if isinstance(bound, ast.stmt):
            return
        if bound is None:
            here, left = module(f"{here.name}.{left[0]}"), left[1:]
        elif bound.name is None:
            here, left = module(bound.module), left[1:]
        else:
            here, left = module(bound.module), [bound.name, *left[1:]]
        if here is not None and left and (here.name, left[0]) in seen:
            here = None
        yield here, left


def value_of(node: ast.expr, of: Module) -> Any:
    """Return the value of an expression of constants.

    Raises
    ------
    ValueError
        If it needs more than constants to know it.
    """
    try:
        return ast.literal_eval(node)
    except ValueError:
        pass
    names = {**of.constants, "__builtins__": _BUILTINS}
    try:
        return eval(compile(ast.Expression(node), str(of.path), "eval"), names)
    except Exception as error:
        where = f"{of.path}:{node.lineno}"
        raise ValueError(f"{where}: cannot be read without running the module ({error})") from error
