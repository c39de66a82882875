"""Fixtures of the figure tests: a small figure in a registry of its own."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure

from figures import registry


@pytest.fixture
def make_plate(monkeypatch: pytest.MonkeyPatch) -> Callable[..., registry.Plate]:
    """Register a small random figure, for this test only; keyword arguments replace its particulars."""
    monkeypatch.setattr(registry, "_plates", {})

    def make(id: str = "toy.fig1", **particulars: object) -> registry.Plate:  # noqa: A002
        settings = {
            "title": "A toy",
            "caption": "Noise,\n   drawn as a line.",
            "shows": ("toy.eq1", "toy.eq2"),
            "seeds": (7,),
        } | particulars

        @registry.figure(id, **settings)
        def plate(*seeds: int) -> dict[str, object]:
            return {"noise": np.random.default_rng(seeds).normal(size=20), "level": 0.5}

        @plate.drawing
        def draw(data: dict[str, np.ndarray]) -> Figure:
            picture = Figure(figsize=(2, 1.5))
            ax = picture.subplots()
            ax.plot(data["noise"], marker="o")
            ax.fill_between([0, 19], float(data["level"]), hatch="//")
            return picture

        return plate

    return make
