"""Proofs, refutations and saboteurs as their source files register them.

Decorators are read where they stand. Saboteurs are also registered in loops and by small helpers, so the
statements that do so are followed: loops over written-out tuples, and calls of functions of the proofs' own
folder.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from relucidate.sources.code import Definition, Module, Place, below, dotted, resolve
from relucidate.sources.statements import Statement, claim_of
from theory.bibliography import PAPERS

__all__ = ["Argument", "arguments", "arguments_about"]

_DECORATORS = ("proof", "refutation", "saboteur")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Argument:
    """A function that argues for or against a claim.

    Attributes
    ----------
    claim
        The claim's id.
    role
        ``proof``, ``refutation`` or ``saboteur``.
    name
        The function's.
    parts
        The parts of the claim that the decorator names; none where it speaks for all.
    module, node
        The module that registers it, and its definition.
    place
        Where it stands.
    """

    claim: str
    role: str
    name: str
    parts: tuple[str, ...]
    module: Module
    node: ast.stmt
    place: Place

    @property
    def summary(self) -> str:
        """The first line of its docstring."""
        text = ast.get_docstring(self.node) if isinstance(self.node, _Function) else None
        return (text or "").partition("\n")[0]

    def target(self, folder: Path) -> str:
        """Return what pytest calls it: by its module, or, for an author's, by its file from a folder."""
        if self.module.name.startswith("proofs_check."):
            return f"--pyargs {self.module.name}::{self.name}"
        return f"{self.place.text(folder).rpartition(':')[0]}::{self.name}"


def arguments(paper: str) -> tuple[Argument, ...]:
    """Every argument about a paper's claims, file by file, each as often as it is about one of them."""
    return tuple(one for module in _proof_files(paper) for one in _of_module(module))


def arguments_about(claim: Statement) -> list[Argument]:
    """Return the arguments about one claim; only files that name it are read."""
    named = (module for module in _proof_files(claim.paper) if claim.name in module.text)
    return [one for module in named for one in _of_module(module) if one.claim == claim.id]


def _proof_files(paper: str) -> Iterator[Module]:
    for root in PAPERS[paper].roots("proofs_check") if paper in PAPERS else (f"proofs_check.{paper}",):
        for module in below(root):
            if module.name.rpartition(".")[2].startswith("proof_"):
                yield module


@cache
def _of_module(module: Module) -> tuple[Argument, ...]:
    found: dict[tuple[Any, ...], Argument] = {}
    for one in _Reader(module, {}).read(module.tree.body):
        found.setdefault((one.claim, one.role, one.place), one)
    return tuple(found.values())


@dataclass(frozen=True)
class _Claimed:
    id: str


class _Reader:
    """Follows the statements of a module, or of a helper's body, that register arguments."""

    def __init__(self, module: Module, names: Mapping[str, Any]) -> None:
        self.module = module
        self.names = dict(names)

    def read(self, body: Sequence[ast.stmt]) -> Iterator[Argument]:
        for statement in body:
            match statement:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    for decorator in statement.decorator_list:
                        if isinstance(decorator, ast.Call):
                            yield from self.register(
                                decorator, Definition(self.module, statement.name, statement)
                            )
                case ast.For(target=target, iter=values, body=inner):
                    for value in self.several(values):
                        self.bind(target, value)
                        yield from self.read(inner)
                case ast.Expr(value=ast.Call(func=ast.Call() as decorator, args=[function])):
                    yield from self.register(decorator, self.value(function))
                case ast.Expr(value=ast.Call() as call):
                    yield from self.follow(call)

    def register(self, decorator: ast.Call, function: Any) -> Iterator[Argument]:
        role = (dotted(decorator.func) or [""])[-1]
        if role not in _DECORATORS or not isinstance(function, Definition) or not decorator.args:
            return
        claim = self.value(decorator.args[0])
        if isinstance(claim, _Claimed):
            parts = tuple(str(node.value) for node in decorator.args[1:] if isinstance(node, ast.Constant))
            yield Argument(
                claim.id, role, function.name, parts, self.module, function.node, function.place
            )  # fmt: skip

    def follow(self, call: ast.Call) -> Iterator[Argument]:
        """Read the body of a helper with its parameters bound."""
        names = dotted(call.func)
        helper = resolve(self.module, names) if names and names[0] not in self.names else None
        if not isinstance(helper, Definition) or not isinstance(helper.node, _Function):
            return
        if "saboteur" not in ast.unparse(helper.node):
            return
        values = [value for node in call.args for value in self.spread(node)]
        own = helper.node.args
        bound = dict(zip((parameter.arg for parameter in own.args), values, strict=False))
        if own.vararg is not None:
            bound[own.vararg.arg] = values[len(own.args) :]
        for one in _Reader(helper.module, bound).read(helper.node.body):
            yield Argument(one.claim, one.role, one.name, one.parts, self.module, one.node, one.place)

    def bind(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple) and isinstance(value, list):
            for inner, part in zip(target.elts, value, strict=False):
                self.bind(inner, part)

    def spread(self, node: ast.expr) -> list[Any]:
        return self.several(node.value) if isinstance(node, ast.Starred) else [self.value(node)]

    def several(self, node: ast.expr) -> list[Any]:
        value = self.value(node)
        return value if isinstance(value, list) else []

    def value(self, node: ast.expr) -> Any:
        """What an expression stands for: a claim, a function, a list of such, or None if anything else."""
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            return [value for element in node.elts for value in self.spread(element)]
        if isinstance(node, ast.Call):  # a function made by another one stands where that one does
            return self.value(node.func)
        names = dotted(node)
        if names is None:
            return None
        if names[0] in self.names:
            return self.names[names[0]]
        found = resolve(self.module, names)
        claim = claim_of(found)
        if claim is not None:
            return _Claimed(claim)
        if isinstance(found, Definition) and isinstance(found.node, ast.Assign):
            return _Reader(found.module, {}).value(found.node.value)
        return found
