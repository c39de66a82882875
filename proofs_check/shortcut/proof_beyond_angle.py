"""Success means a first angle below the saddle."""

import numpy as np

from numerics import shortcut
from numerics.shortcut import chances, reduced
from proofs_check.engines import agrees, consistent, exactly, for_all
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut.parts import others
from theory.shortcut.exits import basins
from theory.shortcut.landscape import critical_angle, saddle


@proof(critical_angle, *others(critical_angle))
def proof_over_the_whole_domain():
    for_all(critical_angle)


@proof(critical_angle)
def proof_by_runs_on_either_side():
    relies_on(basins, saddle)
    for k, q2 in ((16, 0.05), (100, 0.2)):
        edge = shortcut.saddle_angle(k, q2)
        eta = np.pi / (k + np.pi - 1)
        schedule = [(40_000, eta, 2e-5 * eta)]
        turn = np.linspace(0, 2 * np.pi, 8)
        sigma, chi = chances.start_of([np.cos(turn), np.sin(turn)], q2)
        for phi, code in ((edge - 0.01, 1), (edge + 0.01, 2)):
            found = reduced.success(sigma, chi, phi, k=k, q2=q2, size=1.0, schedule=schedule).codes
            exactly(found.astype(int), np.full(8, code))


@proof(critical_angle)
def proof_of_the_plain_network_in_the_limit():
    relies_on(basins, saddle)
    for r, stated in ((1, 0.5539), (4, 0.7476), (9, 1.0)):
        edge = shortcut.saddle_angle(25, r / 25)
        agrees(stated, float(chances.angle_below(edge, 8)), atol=5e-5, because="four digits are stated")
    eta = np.pi / (25 + np.pi - 1)
    codes = chances.sampled_rate(
        np.random.default_rng(2),
        runs=20_000,
        k=25,
        q2=1 / 25,
        size=1.0,
        p=8,
        schedule=[(4000, eta, 1e-4 * eta)],
    )
    consistent((codes == 1).astype(float), mean=0.5539, detects=0.03)


@saboteur(critical_angle)
def angles_weighed_evenly(patch):
    patch.setattr(chances, "angle_below", lambda phi, p: np.asarray(phi) / np.pi)  # noqa: ARG005


@saboteur(critical_angle)
def wrong_saddle(patch):
    right = shortcut.saddle_angle
    patch.setattr(shortcut, "saddle_angle", lambda k, q2: right(k, q2) + 0.05)
