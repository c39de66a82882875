"""Success rates without sampling."""

import numpy as np

from numerics import shortcut
from numerics.shortcut import chances, reduced, table
from proofs_check.engines import agrees, consistent
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from theory.shortcut.beyond import exact_table, monotone
from theory.shortcut.exits import basins


@proof(exact_table)
def proof_that_nodes_do_not_matter():
    relies_on(monotone, basins)
    for setting, row in (("S1", "no warm-up"), ("S1", "plain"), ("S2", "no warm-up")):
        how = table.how(setting, row, 16)
        few, many = (chances.success_probability(nodes=nodes, **how) for nodes in (24, 48))
        agrees(many, few, atol=1e-5, because="the claim's bound on the error of the quadrature")


@proof(exact_table)
def proof_by_full_runs():
    """Whole networks from uniform balls, labelled by the angle at which they end."""
    rng = np.random.default_rng(12)
    k, p, runs = 5, 3, 4000
    a_star = np.array([2.0, -1.0, 0.5, 1.0, -0.5])
    _, q2, size = shortcut.shape_of(a_star)
    v_star = np.full(p, p**-0.5) * np.cos(1.4) + np.array([1, -1, 0]) / 2**0.5 * np.sin(1.4)
    a = rng.standard_normal((runs, k))
    a *= (q2**0.5 * size**0.5 * rng.random(runs) ** (1 / k) / np.linalg.norm(a, axis=1))[:, None]
    schedule = [(1500, 0.1, 1.6 / size)]
    run = shortcut.gradient_descent(np.zeros((runs, p)), a, v_star, a_star, schedule)
    exact = chances.success_probability(k=k, q2=q2, size=size, phi=1.4, schedule=[(20_000, 0.1, 1.6 / size)])
    consistent((run.angle[0] < 1).astype(float), mean=exact, detects=0.06)


@proof(exact_table)
def proof_by_the_moments_of_the_draws():
    u = chances.draw_output(6, 100_000, np.random.default_rng(1))
    consistent(np.sum(u**2, axis=0), mean=2 / 8, detects=0.01)
    angle = chances.draw_angle(8, 100_000, np.random.default_rng(2))
    consistent(np.cos(angle) ** 2, mean=1 / 8, detects=0.01)
    consistent((angle < 1.2).astype(float), mean=float(chances.angle_below(1.2, 8)), detects=0.02)


@saboteur(exact_table)
def kernel_without_its_sine(patch):
    right = reduced.step

    def wrong(state, k, q2, size, eta_a, eta_w):
        new = right(state, k, q2, size, eta_a, eta_w)
        return new._replace(chi=new.chi - eta_a / (2 * np.pi) * np.sin(state.phi))

    patch.setattr(reduced, "step", wrong)


for wrong in (saboteurs.ball_by_a_uniform_radius, saboteurs.dropped_shortcut):
    saboteur(exact_table)(wrong)
