"""The modules of `numerics` that a proof calls, itself or through helpers of its own folder."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from relucidate.sources.code import Definition, Place, dotted, resolve

__all__ = ["names_used", "simulations"]


def simulations(proofs: Iterable[Definition]) -> dict[str, Place]:
    """Modules of `numerics` by name, each with the place of the first of its functions that is met.

    Parameters
    ----------
    proofs
        Functions of ``proofs_check.<paper>``. What they use of their own folder is looked through; what of
        `numerics` they use is not: where a simulation gets its numbers is its own affair.
    """
    found: dict[str, Place] = {}
    seen: set[tuple[str, str]] = set()
    waiting = list(proofs)
    while waiting:
        here = waiting.pop(0)
        if (here.module.name, here.name) in seen:
            continue
        seen.add((here.module.name, here.name))
        folder = here.module.name.rpartition(".")[0] + "."
        for names in names_used(here.node):
            there = resolve(here.module, names)
            name = there.module.name if isinstance(there, Definition) else there.name if there else ""
            if there is not None and _is_simulation(name):
                place = there.place if isinstance(there, Definition) else Place(there.path, 1)
                if name not in found or found[name].line == 1:
                    found[name] = place
            elif isinstance(there, Definition) and name.startswith(folder):
                waiting.append(there)
    return found


def _is_simulation(module: str) -> bool:
    """Whether a module is one of `numerics`, or of an author's ``simulation`` or ``numerics``."""
    room, *inner = module.split(".")
    return bool(inner) and (room == "numerics" or bool({"simulation", "simulations", "numerics"} & {*inner}))


def names_used(node: ast.AST) -> Iterator[list[str]]:
    """Dotted names in a piece of code, each as long as it is written."""
    if isinstance(node, ast.expr):
        names = dotted(node)
        if names is not None:
            yield names
            return
    for child in ast.iter_child_nodes(node):
        yield from names_used(child)
