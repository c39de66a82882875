"""Good calls of public callables, kept as text so that every use makes its arguments anew.

A line of a file in ``calls/`` is a callable, as module and name, and its arguments as Python would have them.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from flint import fmpq

CALLS = Path(__file__).with_name("calls")


@dataclass(frozen=True)
class Good:
    """A good call: the callable, and its arguments as text."""

    name: str
    text: str

    @property
    def function(self) -> Callable[..., Any]:
        """What is called."""
        found: Callable[..., Any] = named(self.name)
        return found

    def bound(self) -> inspect.BoundArguments:
        """Return the arguments, made anew, by name; a first ``self`` of methods is among them."""
        args, kwargs = eval(f"given{self.text}", dict(_words()))
        return inspect.signature(self.function).bind(*args, **kwargs)


def good_calls(room: str) -> Iterator[Good]:
    """Read the calls of a room."""
    for file in sorted(CALLS.glob(f"{room}*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                name, _, text = line.partition(" ")
                yield Good(name, text)


def named(name: str) -> Any:
    """Return what is called ``module:name``, or an attribute of it."""
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found


def exact(items: Any) -> Any:
    """Return an array of exact numbers."""
    return np.array(items, dtype=object)


def normal(shape: tuple[int, ...], dtype: str = "float64") -> Any:
    """Return normal numbers, the same ones every time."""
    return np.random.default_rng(0).standard_normal(shape).astype(dtype)


def integers(least: int, below: int, shape: tuple[int, ...], dtype: str = "int64") -> Any:
    """Return whole numbers, the same ones every time."""
    return np.random.default_rng(0).integers(least, below, shape).astype(dtype)


def net() -> Any:
    """Return a network of four vertices behind two inputs."""
    graph = named("numerics.invariances.network:Network")
    edges = [(0, 2), (1, 2), (1, 3), (2, 4), (3, 4)]
    return graph(2, edges, [1.0, -2.0, 0.5, 3.0, -1.0], {2: (1, 0), 3: (1, 0)}, 4)


def layered() -> Any:
    """Return a layered network 3-2-1 with a ReLU between."""
    room = importlib.import_module("numerics.invariances.architecture")
    return room.Layered([room.Plain(room.dense(2, 3), (1, 0)), room.Plain(room.dense(1, 2))])


def chain() -> Any:
    """Return a convolutional network on images of 4 x 4 with one channel."""
    room = importlib.import_module("numerics.cnn")
    build = {"image": (4, 4, 1), "classes": 2, "widths": (2,), "rng": np.random.default_rng(0)}
    return room.plain(4, "generator", **build)


@cache
def _words() -> dict[str, Any]:
    """What the arguments may be made of."""
    return {
        "given": lambda *args, **kwargs: (args, kwargs),
        "np": np,
        "Fraction": Fraction,
        "fmpq": fmpq,
        "rng": lambda: np.random.default_rng(0),
        "exact": exact,
        "normal": normal,
        "integers": integers,
        "named": named,
        "net": net,
        "layered": layered,
        "chain": chain,
        "make": lambda name, /, *args, **kwargs: named(name)(*args, **kwargs),
        "Namespace": SimpleNamespace,
    }
