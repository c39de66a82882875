"""Bad arguments, drawn at random, for every public function of `numerics`."""

import decimal
import random
import re
from fractions import Fraction

import array_api_strict
import numpy as np
import pytest

_MISSHAPEN = [np.full(7, 0.1), np.full((2, 4), 0.1)]  # bad only beside arguments of another shape
_NOT_REAL_NUMBERS = [
    float("nan"),
    float("inf"),
    -float("inf"),
    10**400,
    "0.1",
    b"0.1",
    None,
    True,
    np.True_,
    1j,
    object(),
    {},
    {0.1},
    decimal.Decimal("0.1"),
    [0.1, float("nan"), 0.1],
    [0.1, True, 0.1],
    [0.1, None, 0.1],
    ["0.1", "0.1", "0.1"],
    [[0.1], [0.1, 0.2]],
    np.asarray([0.1, np.nan, 0.1]),
    np.asarray([0.1, np.inf, 0.1]),
    np.asarray([True, True, True]),
    np.asarray([1j, 0, 0]),
    np.asarray([0.1, 0.1, 0.1], dtype=np.float16),
    np.asarray(["a", "b", "c"]),
    np.asarray([0.1, None, 0.1], dtype=object),
    np.asarray([Fraction(1, 10), 0.1, 0.1], dtype=object),
    np.asarray(["2020-01-01"] * 3, dtype="datetime64[D]"),
    np.ma.masked_array([0.1, 0.1, 0.1], [True, False, False]),
    array_api_strict.asarray([0.1, float("nan"), 0.1]),
    array_api_strict.asarray([True, True, True]),
    lambda: 0.1,
    *_MISSHAPEN,
]
_NOT_CHOICES = [
    "EMA",
    "",
    "linear ",
    None,
    3,
    b"ema",
    ["ema"],
    True,
    np.asarray(["ema"]),
    np.asarray([0.1, 0.2]),
]
_NOT_COUNTS = [-1, 1.5, 2.0, "3", None, True, float("nan"), 1j, [3], np.asarray([1, 2]), np.float64(2.0)]

_NOT_EDGES = [
    None,
    3,
    "ab",
    {},
    [],
    object(),
    [(0, 1), (1, 1)],
    [(0, 1), (0, 1), (1, 2)],
    [(0, 1), (1, 2), (2, 1)],
    [(0, 1), (1, 0), (1, 2)],
    [(0, 1), (1, 2), (1, 3)],
    [(0, 1), (1, 2), (3, 2)],
    [(0, 1), (1, 10**12), (1, 2)],
    [(0, 1), (1, 2.0), (0, 2)],
    [(0, 1), (1, -2), (0, 2)],
    [(0, 1), (1, True), (0, 2)],
    [(0, 1), (1, 2, 3), (0, 2)],
    [(0, 1), ("1", 2), (0, 2)],
    [(0, 1), None, (0, 2)],
    np.ones((3, 2)),
]
_NOT_SLOPES = [
    None,
    3,
    [(1, 0)],
    "relu",
    {1: 1},
    {1: (1,)},
    {1: (1, 0, 1)},
    {1: "10"},
    {1: (1, "0")},
    {1: (1, None)},
    {1: (float("nan"), 0)},
    {1: (1, True)},
    {1: ([1, 2], [1, 2])},
    {7: (1, 0)},
    {-1: (1, 0)},
    {"1": (1, 0)},
    {True: (1, 0)},
    {1.0: (1, 0)},
]
_NOT_NETWORKS = [None, 3, "net", [], {}, np.ones(3), object(), lambda x: x]

BAD = {
    "edges": _NOT_EDGES,
    "slopes": _NOT_SLOPES,
    "network": _NOT_NETWORKS,
    "number": [*_NOT_REAL_NUMBERS, 0, 0.0, -1, [0.1], np.full(3, 0.1)],
    "times": [*_NOT_REAL_NUMBERS, 0.1, [0.1], [], [0.2, 0.1], [0.1, 0.1], [[0.1, 0.2]]],
    "polynomials": [None, 3, "w", [], [1, 2], [None], {}, object(), np.ones(3)],
    "real": _NOT_REAL_NUMBERS,
    "optional real": [bad for bad in _NOT_REAL_NUMBERS if bad is not None],
    "positive": [*_NOT_REAL_NUMBERS, 0, 0.0, -0.0, -1, -1e-300, [0.1, 0.0, 0.1], [0.1, -1, 0.1]],
    "momentum": [*_NOT_REAL_NUMBERS, 1, 1.0, -1e-300, -0.5, 2.0, [0.1, 1.0, 0.1], Fraction(1)],
    "vector": [
        *(bad for bad in _NOT_REAL_NUMBERS if bad is not _MISSHAPEN[0]),
        0.1,
        1,
        np.float64(0.1),
        np.zeros((3, 0)),
        [],
        np.asarray(0.1),
    ],
    "choice": _NOT_CHOICES,
    "count": _NOT_COUNTS,
    "generator": [
        None,
        0,
        0.1,
        "0",
        np.random,
        np.random.RandomState(0),
        np.random.default_rng,
        [0],
        object(),
    ],
    "callable": [0.1, 3, "f", [], np.ones(3), lambda x: x * np.nan, lambda x: x[:2], lambda _: None],
}
"""Bad values by kind of argument, for calls whose good arguments have the shape (3,)."""


def _rejects(function, good, kinds, calls=1000, seed=0):
    """Call `function` with some arguments made bad; each error must name one that is."""
    rng = random.Random(seed)
    for _ in range(calls):
        names = rng.sample(sorted(kinds), rng.randint(1, min(2, len(kinds))))
        bad = {name: rng.choice(BAD[kinds[name]]) for name in names}
        arrays = [name for name in good if name not in bad and isinstance(good[name], np.ndarray)]
        if not arrays and any(value is shape for value in bad.values() for shape in _MISSHAPEN):
            continue
        call = f"{function.__name__}({bad})"
        try:
            function(**{**good, **bad})
        except (TypeError, ValueError) as error:
            message = str(error)
        else:
            pytest.fail(f"{call} went through")
        named = any(re.search(rf"\b{name}\b", message) for name in names)
        assert named, f"{call}: {message!r} names none of them"
        assert len(message) < 400, f"{call}: the message is too long"


@pytest.fixture
def rejects():
    return _rejects
