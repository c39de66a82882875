"""Of which claims a proof file speaks, when it cannot be imported or was not to be.

A proof names its claim by a variable of the module that states it, so the words of the file tell. More claims
may be found than are meant, never fewer, unless the file makes up its names as it runs.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from theory.claim import Claim, claims


class Speech:
    """The names under which the modules that are loaded hold the registered claims."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = {
            claim.id: {claim.id, claim.id.partition(".")[2]} for claim in claims()
        }
        self.modules: dict[str, set[str]] = {claim_id: set() for claim_id in self.names}
        for module in [module for module in sys.modules.values() if type(module) is type(sys)]:
            for name, value in list(vars(module).items()):
                for claim_id in _ids(value) if not name.startswith("__") else ():
                    if claim_id in self.names:
                        self.names[claim_id].add(name)
                        self.modules[claim_id].add(module.__name__)

    def ids(self, papers: Collection[str]) -> set[str]:
        """Registered claims of these papers."""
        return {claim_id for claim_id in self.names if claim_id.partition(".")[0] in papers}

    def of(self, file: Path, papers: Collection[str]) -> set[str]:
        """Claims that a file speaks of.

        Parameters
        ----------
        file
            A proof file.
        papers
            The papers that its neighbours are about; if none is known, claims count that come from modules
            which the file imports.
        """
        text = file.read_text(encoding="utf-8", errors="replace")
        words, imported = _words(text)
        near = self.ids(papers) if papers else {i for i, where in self.modules.items() if where & imported}
        proved = {claim_id for claim_id in near if self.names[claim_id] & _words_of_proofs(text)}
        return proved or {claim_id for claim_id in near if self.names[claim_id] & words}


def _ids(value: object) -> Iterator[str]:
    """Ids of the claims that a variable holds, itself or in a container."""
    if type(value) is Claim:
        yield value.id
    elif type(value) is dict:
        yield from (inner.id for inner in list(value.values()) if type(inner) is Claim)
    elif type(value) in (list, tuple):
        yield from (inner.id for inner in list(value) if type(inner) is Claim)  # type: ignore[call-overload]


def _words(text: str) -> tuple[set[str], set[str]]:
    """Names and strings in a source text, and the modules that it imports."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        words = set(re.findall(r"[\w.]+", text))
        return words, words
    words, imported = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            words.add(node.id)
        elif isinstance(node, ast.Attribute):
            words.add(node.attr)
        elif isinstance(node, ast.alias):
            words.add(node.name)
            imported.add(node.name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.add(node.value)
    return words, imported


def _words_of_proofs(text: str) -> set[str]:
    """Names and strings among the arguments of ``proof`` and ``refutation``."""
    try:
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError):
        return set()
    return {
        word
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", None)) in ("proof", "refutation")
        for argument in call.args
        for word in _words(ast.unparse(argument))[0]
    }
