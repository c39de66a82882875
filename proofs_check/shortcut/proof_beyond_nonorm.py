"""Without renormalising the filter."""

import numpy as np
from hypothesis import given

from numerics import shortcut
from numerics import shortcut_reduced as reduced
from numerics.shortcut import loss
from proofs_check.engines import agrees, for_all, identity
from proofs_check.proof import proof, saboteur
from proofs_check.shortcut.parts import equations, others, problems
from theory.shortcut.landscape import not_normalised


@proof(not_normalised, *equations(not_normalised))
def proof_by_algebra():
    identity(not_normalised)


@proof(not_normalised, *others(not_normalised))
def proof_over_the_whole_domain():
    for_all(not_normalised)


@proof(not_normalised)
@given(problems())
def proof_by_unnormalised_runs(problem):
    """Descend on the scale-invariant loss in full dimension, and by the recursion."""
    w, a = problem["w"], problem["a"]
    star = {name: problem[name] for name in ("v_star", "a_star")}
    k, q2, size = shortcut.shape_of(star["a_star"])
    eta_a, eta_w, offset = 1 / (k + np.pi), 0.7 / size, w.size**-0.5
    now, square = reduced.reduce(w, a, **star), float(np.sum((w + offset) ** 2))
    for _ in range(60):
        x = float(reduced.share(now, q2))
        beta = eta_w / square * size * x * (np.pi - float(now.phi)) / (2 * np.pi)
        pace = eta_w / square
        square *= 1 + (beta * np.sin(float(now.phi))) ** 2
        now = reduced.step(now, k, q2, size, eta_a, pace)
        by_w, by_a = shortcut.population_gradient(w, a, **star)
        w, a = w - eta_w * by_w, a - eta_a * by_a
    full = reduced.reduce(w, a, **star)
    agrees(
        [float(x) for x in now],
        [float(x) for x in full],
        atol=1e-9,
        because="rounding, 60 steps, angles near 0",
    )
    agrees(square, float(np.sum((w + offset) ** 2)), rtol=1e-10, because="rounding over 60 steps")


@saboteur(not_normalised)
def gradient_not_divided_by_the_length(patch):

    right = loss.gradient_of

    def wrong(at):
        by_w, by_a = right(at)
        return by_w * at.length, by_a

    patch.setattr(loss, "gradient_of", wrong)
