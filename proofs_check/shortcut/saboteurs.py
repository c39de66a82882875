"""Wrong networks, updates and draws that the proofs must reject."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from numerics.shortcut import chances, descent, loss


def gradient_uphill(patch: pytest.MonkeyPatch) -> None:
    """Both gradients with the wrong sign."""
    right = loss.gradient_of
    patch.setattr(loss, "gradient_of", lambda at: tuple(-slope for slope in right(at)))


def dropped_shortcut(patch: pytest.MonkeyPatch) -> None:
    """The constant vector is not added to w."""
    right = loss.checked
    patch.setattr(loss, "checked", lambda w, a, v, s, shortcut=True: right(w, a, v, s, False))  # noqa: ARG005


def k_for_p(patch: pytest.MonkeyPatch) -> None:
    """The shortcut is divided by the root of the number of patches."""
    right = loss.checked

    def wrong(w: Any, a: Any, v: Any, s: Any, shortcut: bool = True) -> Any:
        w = np.asarray(w, dtype=float)
        off = np.shape(a)[-1] ** -0.5 - w.shape[-1] ** -0.5 + 0.01 if shortcut else 0.0
        return right(w + off, a, v, s, shortcut)

    patch.setattr(loss, "checked", wrong)


def unnormalised_update(patch: pytest.MonkeyPatch) -> None:
    """The filter keeps the length that the step gave it."""

    def wrong(at: Any, eta_a: float, eta_w: float, xp: Any) -> Any:
        by_w, by_a = loss.gradient_of(at)
        moved = at.filter - eta_w * by_w
        length = xp.sqrt(xp.sum(moved * moved, axis=-1))
        angle = loss.angle_between(moved / length[..., None], at.v_star)
        return at._replace(filter=moved, a=at.a - eta_a * by_a, angle=angle)

    patch.setattr(descent, "_step", wrong)


def ball_by_a_uniform_radius(patch: pytest.MonkeyPatch) -> None:
    """Uniform points of the ball drawn with a uniform radius."""
    right = chances.draw_output
    patch.setattr(chances, "draw_output", lambda k, runs, rng, _="ball": right(k, runs, rng, "radial"))
