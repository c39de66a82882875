"""Without renormalising the filter."""

import numpy as np
import pytest
from hypothesis import given

from numerics import shortcut
from numerics.shortcut import chances, loss, reduced, trained_length
from proofs_check.engines import agrees, for_all, identity, prevails
from proofs_check.proof import proof, saboteur
from proofs_check.shortcut.parts import equations, others, problems
from theory.shortcut.landscape import not_normalised, one, quarter

FIRST = 0.45 * np.pi
#: r, N and the steps, by the parts that speak of them.
CASES = {("quarter_from", "quarter_to"): (0.25, 256.0, 1 / 512), ("one_from",): (1.0, 16.0, 1 / 128)}
CHANCES = ("quarter_from", "quarter_to", "one_from")


@proof(not_normalised, *equations(not_normalised))
def proof_by_algebra():
    identity(not_normalised)


@proof(not_normalised, *others(not_normalised, *CHANCES))
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


@pytest.mark.parametrize(("parts", "chance"), list(zip(CASES, (quarter, one), strict=True)), ids=str)
@proof(not_normalised, *CHANCES)
def proof_by_students_whose_length_is_trained(parts, chance):
    r, size, step = CASES[parts]
    ends = trained_length.final_angles(
        np.random.default_rng(1), runs=1000, k=16, q2=r / 16, size=size, phi=FIRST, step=step, steps=6000
    )
    for part in parts:
        prevails(not_normalised, chance, ends < 1, part=part, against=0.98 if chance is one else 0.69)


@proof(not_normalised)
def proof_of_the_normalised_rates():
    for stated, (r, size, step) in zip((0.705, 0.968), CASES.values(), strict=True):
        rate = chances.success_probability(
            k=16, q2=r / 16, size=size, phi=FIRST, schedule=[(40_000, step, step)], nodes=12
        )
        agrees(stated, rate, atol=1e-3, because="three digits are stated")


@saboteur(not_normalised)
def length_trained_from_a_larger_angle(patch):
    right = trained_length.final_angles
    patch.setattr(trained_length, "final_angles", lambda rng, phi, **how: right(rng, phi=1.2 * phi, **how))


@saboteur(not_normalised)
def gradient_not_divided_by_the_length(patch):

    right = loss.gradient_of

    def wrong(at):
        by_w, by_a = right(at)
        return by_w * at.length, by_a

    patch.setattr(loss, "gradient_of", wrong)
