"""Two copies part in a gradual layer and stay together in a simultaneous one; some training leads back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics import gunn

P, Q = 1, 2
STEPS, LONG = 400, 6000
EVERY = 20
DECIMALS = 14
TARGET = np.array([[2.0, 1, 0], [1, 2, 1], [1, 2, 1]])

Array = npt.NDArray[Any]


@figure(
    "gunn.separation",
    title="A collapsed pair parts in a gradual layer, stays in a simultaneous one, and may be led back",
    caption="""
        Left: four linear units, the third a copy of the second, trained on eight random samples whose
        targets are the same for both (step size 0.01); largest difference of the two outputs over the
        samples. The gradual layer separates them in the first step. The simultaneous one keeps them
        together, exactly: its difference is 0 up to rounding, drawn at the bottom. Right: not a law of
        repulsion. Trained towards a matrix with two equal rows, gradual layers of three units approach a
        collapse: distance of the rows from three small random starts.
    """,
    shows=("gunn.theorem", "gunn.simultaneous", "gunn.limit"),
    seeds=(2018,),
)
def courses(seed: int) -> dict[str, npt.ArrayLike]:
    """Differences of the pair in both layers, and distances of two rows on the way to a collapse."""
    rng = np.random.default_rng(seed)
    weights = rng.normal(size=(4, 4)) / 4
    x, target = rng.normal(size=(8, 4)), rng.normal(size=(8, 4))
    target[:, Q] = target[:, P]
    pair = np.arange(4)
    copied, tied = weights.copy(), weights.copy()
    copied[Q] = (pair == P) - 1.0 * (pair == Q)
    tied[Q] = tied[P] + (pair == P) - 1.0 * (pair == Q)
    named: dict[str, Any] = {"p": P, "q": Q, "epsilon": 0.01, "steps": STEPS}
    data: dict[str, npt.ArrayLike] = {
        "gradual": _largest(gunn.separation(copied, x, target, **named)),
        "simultaneous": _largest(gunn.separation(tied, x, target, update="simultaneous", **named)),
    }
    rows = []
    for _ in range(3):
        _, maps = gunn.fit_map(0.1 * rng.standard_normal((3, 3)), TARGET, epsilon=0.02, steps=LONG)
        rows.append(np.linalg.norm(np.asarray(maps)[::EVERY, 2] - np.asarray(maps)[::EVERY, 1], axis=1))
    return data | {"rows": np.round(rows, DECIMALS)}


def _largest(gaps: Any) -> Array:
    return np.asarray(np.round(np.abs(np.asarray(gaps)).max(axis=1), DECIMALS - 1))


@courses.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the pair on the left and the rows on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    pair, rows = picture.subplots(1, 2)
    floor = 1e-14
    looks = {"gradual": ROLES["measured"], "simultaneous": ROLES["alternative"]}
    for name, look in looks.items():
        values = np.maximum(data[name], floor)
        pair.plot(np.arange(values.size), values, **look.line, label=name)
    pair.set(yscale="log", ylim=(3e-15, 30), xlim=(0, STEPS), xlabel="step", ylabel=r"$\max|y_q-y_p|$")
    pair.set_title("The same target for both units")
    pair.legend(loc="center right")
    steps = EVERY * np.arange(data["rows"].shape[1])
    for row, dashes in zip(data["rows"], ("-", "--", ":"), strict=True):
        rows.plot(steps, np.maximum(row, floor), color=ROLES["measured"].colour, linestyle=dashes)
    rows.axhline(1e-9, **ROLES["bound"].line, label="1e-9")
    rows.set(yscale="log", ylim=(3e-15, 10), xlim=(0, LONG), xlabel="step", ylabel=r"$\|T_3-T_2\|$")
    rows.set_title("Trained towards equal rows")
    rows.legend(loc="lower left")
    return picture
