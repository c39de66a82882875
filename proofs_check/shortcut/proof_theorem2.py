"""Main result."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import shortcut
from proofs_check.engines import agrees, for_all
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from proofs_check.shortcut.parts import others
from theory.shortcut.first_stage import theorem4
from theory.shortcut.second_stage import theorem2, theorem13


@proof(theorem2, *others(theorem2))
def proof_over_the_whole_domain():
    for_all(theorem2)


@proof(theorem2)
@settings(max_examples=12)
@given(st.integers(0, 2**32 - 1), st.integers(2, 12))
def proof_that_full_runs_keep_to_the_count(seed, patches):
    relies_on(theorem4, theorem13)
    rng = np.random.default_rng(seed)
    v_star, a_star = np.full(4, 0.5), rng.standard_normal(patches)
    size, delta = a_star @ a_star, 1e-3
    tangent = np.array([1.0, -1.0, 1.0, -1.0]) / 2
    filter_ = np.cos(1.0) * v_star + np.sin(1.0) * tangent
    eta_a, eta_w = np.pi / (patches + np.pi - 1), 0.1 * np.pi / (patches + np.pi - 1) / size
    a, least = -rng.uniform(0, 1) * abs(a_star.sum()) / patches**0.5 * a_star / size**0.5, 0.05
    count = 5.4473 / (eta_w * size * least) * np.log(1.4824 / delta)
    count += np.log(2 / (0.2665 * delta)) / (0.34085 * eta_a) + 6.008 / eta_a + 1
    run = shortcut.gradient_descent(
        filter_ - 0.5, a, v_star, a_star, [(int(np.ceil(count)) + 1, eta_a, eta_w)]
    )
    distances = [
        float(np.sum((run.w[0] + 0.5 - v_star) ** 2)),
        float(np.sum((run.a[0] - a_star) ** 2)) / size,
    ]
    agrees([delta / 2, delta**2 / 2], distances, atol=delta / 2, because="the claim: from 0 to delta")
    agrees(delta**2 / 2, distances[1], atol=delta**2 / 2, because="the claim: from 0 to delta squared")


for wrong in (saboteurs.gradient_uphill,):
    saboteur(theorem2)(wrong)
