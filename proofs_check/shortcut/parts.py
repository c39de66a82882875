"""Parts of a claim by the engine that judges them, and random problems, shared by this paper's proofs."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from sympy import Eq

from theory.claim import Claim


def equations(claim: Claim, *but: str) -> list[str]:
    """Names of the equations of a claim, some left out."""
    return [name for name, part in claim.parts.items() if isinstance(part, Eq) and name not in but]


def others(claim: Claim, *but: str) -> list[str]:
    """Names of the parts that are no equations, some left out."""
    return [name for name, part in claim.parts.items() if not isinstance(part, Eq) and name not in but]


#: Kinds of teachers: general, 1'a* = 0, a* parallel to 1, and a single patch.
KINDS = ("general", "no sum", "parallel", "single")


@st.composite
def problems(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> dict[str, Any]:
    """Teachers and starts in full dimension, degenerate ones included."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind = draw(st.sampled_from(kinds))
    p, k = draw(st.integers(2, 6)), 1 if kind == "single" else draw(st.integers(2, 9))
    v_star, a_star = rng.standard_normal(p), rng.standard_normal(k) * rng.uniform(0.3, 3)
    if kind == "no sum":
        a_star -= a_star.mean()
    if kind == "parallel":
        a_star = np.full(k, rng.uniform(0.3, 2))
    a = rng.standard_normal(k) * np.linalg.norm(a_star) / np.sqrt(k)
    return {
        "w": 0.1 * rng.standard_normal(p),
        "a": a,
        "v_star": v_star / np.linalg.norm(v_star),
        "a_star": a_star,
    }
