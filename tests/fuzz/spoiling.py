"""What a caller may get wrong about one argument: values to put in the place of a good one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

#: No argument is of these kinds, unless the good value is.
NEVER = {"complex": 1 + 2j, "object": object(), "half": np.float16(0.5), "bytes": b"1", "set": {1.0, 2.0}}


@dataclass(frozen=True)
class Spoiled:
    """A value in the place of a good one.

    Attributes
    ----------
    name
        What was done.
    value
        The value.
    wrong_kind
        Whether no argument that takes the good value takes this one: it must be refused, by name.
    endless
        Whether honest work may take for ever with it.
    """

    name: str
    value: Any
    wrong_kind: bool = False
    endless: bool = False


def spoiled(good: Any) -> Iterator[Spoiled]:
    """Spoil a good value in every way there is for its kind."""
    yield from _anything(good)
    if isinstance(good, np.ndarray):
        if good.dtype.kind in "fiu":
            yield from _array(good)
    elif isinstance(good, bool | np.bool_):
        yield from (Spoiled(f"flag {value!r}", value, wrong_kind=True) for value in ("False", 2, 0.0, "", []))
    elif isinstance(good, int | np.integer):
        yield from _integer(int(good))
    elif isinstance(good, float | np.floating):
        yield from _real(float(good))
    elif isinstance(good, str):
        yield from (
            Spoiled(f"text {text!r}", text) for text in ("", good.upper(), good + " ", "a\0b", "../x")
        )
        yield Spoiled("text as bytes", good.encode(), wrong_kind=True)
    elif isinstance(good, list | tuple):
        yield from _sequence(good)
    elif isinstance(good, Fraction):
        yield from (Spoiled(f"fraction {value}", value) for value in (-good, Fraction(0), Fraction(10**30)))
    elif isinstance(good, dict):
        yield from _mapping(good)
    elif callable(good) and not isinstance(good, type):
        answers: dict[str, Callable[..., Any]] = {
            "None": lambda *_, **__: None,
            "nan": lambda *_, **__: math.nan,
        }
        yield from (Spoiled(f"callable giving {name}", answer) for name, answer in answers.items())


def _anything(good: Any) -> Iterator[Spoiled]:
    for name, value in NEVER.items():
        kin = isinstance(good, type(value)) or type(good) is object
        yield Spoiled(name, value, wrong_kind=not kin)
    numeric = isinstance(good, int | float | Fraction | np.number | np.ndarray)
    yield Spoiled("None", None)
    yield Spoiled("word", "spam", wrong_kind=numeric)
    yield Spoiled("empty list", [])
    yield Spoiled("empty array", np.zeros(0))
    yield Spoiled("four axes", np.zeros((2, 3, 4, 5)))
    yield Spoiled("ragged", [[1.0, 2.0], [3.0]])
    yield Spoiled("words", np.array(["a", "b"]), wrong_kind=numeric)
    yield Spoiled("date", np.array("2020-01-01", "datetime64[D]"), wrong_kind=True)
    yield Spoiled("a class", int, wrong_kind=not callable(good))
    yield Spoiled("empty dict", {})
    for number in (math.nan, math.inf, -math.inf, -1, 0, -0.5, 1e-320):
        yield Spoiled(f"number {number}", number)
    for number in (1e308, 10**30, 10**400):
        yield Spoiled(f"number {number:.0e}" if number < 1e300 else "huge number", number, endless=True)


def _array(good: np.ndarray) -> Iterator[Spoiled]:
    floating = good.dtype.kind == "f"

    def put(number: float) -> np.ndarray:
        made = np.array(good, dtype=good.dtype if floating else float)
        if made.size:
            made.flat[made.size // 2] = number
        return made

    for number in (math.nan, math.inf, -math.inf):
        yield Spoiled(f"one {number}", put(number), wrong_kind=good.size > 0)
    yield Spoiled("one huge", put(1e38 if good.dtype == np.float32 else 1e300), endless=True)
    yield Spoiled("all zero", np.zeros_like(good))
    yield Spoiled("negated", -good if good.dtype.kind != "u" else good)
    for kind in (np.float16, complex, bool, str):
        yield Spoiled(f"as {np.dtype(kind).name}", good.astype(kind), wrong_kind=floating)
    yield Spoiled("imaginary", good + 1j, wrong_kind=True)
    yield Spoiled("masked", np.ma.masked_array(good, mask=np.zeros(good.shape, bool)), wrong_kind=True)
    yield Spoiled("one axis more", good[None])
    yield Spoiled("no axes", good.ravel()[0] if good.size else good)
    if good.ndim:
        yield Spoiled("none left", good[:0])
        yield Spoiled("one column less", good[..., :-1].copy())
        yield Spoiled("twice the columns", np.concatenate([good, good], -1))
        yield Spoiled("twice the rows", np.concatenate([good, good], 0))
        yield Spoiled("transposed", good.T.copy())
        frozen = np.array(good)
        frozen.flags.writeable = False
        yield Spoiled("read-only", frozen)


def _integer(good: int) -> Iterator[Spoiled]:
    yield from (Spoiled(f"not whole {x}", x, wrong_kind=True) for x in (1.5, str(good), [good], [[good]]))
    yield from (Spoiled(f"integer {x}", x) for x in (1, 2, -good, good + 1, -(2**63)))
    yield from (Spoiled(f"integer {x}", x, endless=True) for x in (10**6, 2**31, 2**63, 2**64))


def _real(good: float) -> Iterator[Spoiled]:
    yield Spoiled("as text", str(good), wrong_kind=True)
    yield from (Spoiled(f"real {x}", x) for x in (-good, 10 * good, 1e-300, 1, 2))
    yield Spoiled("real 1e6", 1e6, endless=True)


def _sequence(good: Any) -> Iterator[Spoiled]:
    kind = type(good) if type(good) in (list, tuple) else list
    yield Spoiled("none left", kind())
    yield Spoiled("one less", kind(good[:-1]))
    yield Spoiled("twice", kind([*good, *good]))
    yield Spoiled("nested", kind([good]))
    for last in (None, math.nan, "spam", -1, 0, 1.5, 2j, 10**30):
        yield Spoiled(f"last {last!r}", kind([*good[:-1], last]), endless=True)
    for index, item in enumerate(good[:2]):
        if isinstance(item, np.ndarray) and item.dtype.kind == "f" and item.size:
            bad = np.array(item)
            bad.flat[0] = math.nan
            changed = {
                "with nan": bad,
                "narrower": item[..., :-1],
                "imaginary": item + 1j,
                "wider": item[None],
            }
            for name, value in changed.items():
                yield Spoiled(f"[{index}] {name}", kind([*good[:index], value, *good[index + 1 :]]))


def _mapping(good: dict[Any, Any]) -> Iterator[Spoiled]:
    for key in list(good)[:4]:
        yield Spoiled(f"without {key!r}", {name: value for name, value in good.items() if name != key})
        yield from (Spoiled(f"{key!r}: {x!r}", {**good, key: x}) for x in (None, "spam", -1, math.nan))
    yield Spoiled("a key more", {**good, "spam": 1})
