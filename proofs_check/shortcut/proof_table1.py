"""Table 1: the trends, in reconstructed settings."""

import numpy as np
import pytest

from numerics.shortcut import chances, table
from proofs_check.engines import agrees, bounded, consistent
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from theory.shortcut.beyond import exact_table
from theory.shortcut.experiments import table1


def _rates(setting, row, patches, nodes, **extra):
    return [chances.success_probability(nodes=nodes, **table.how(setting, row, k, **extra)) for k in patches]


@pytest.mark.parametrize(
    ("setting", "patches", "apart"), [("S1", 6, 0.0135), ("S2", 7, 0.015), ("S1", 7, 0.023)]
)
@proof(table1)
def proof_that_rates_without_warm_up_rise_as_published(setting, patches, apart):
    relies_on(exact_table)
    chosen = table.PATCHES[:patches]
    exact = _rates(setting, "no warm-up", chosen, 10)
    bounded(np.diff(exact), ">", 0.0, because="the rate rises with the number of patches")
    because = "the claim's gap between a reconstructed setting and the paper"
    agrees(table.PUBLISHED["no warm-up"][:patches], exact, atol=apart, because=because)


@pytest.mark.parametrize(("setting", "apart"), [("S1", 0.04), ("S2", 0.02), ("S3", 0.02)])
@proof(table1)
def proof_that_the_plain_network_stays_near_one_half(setting, apart):
    relies_on(exact_table)
    exact = _rates(setting, "plain", (16, 49, 100), 8)
    published = [table.PUBLISHED["plain"][i] for i in (0, 3, 6)]
    agrees(published, exact, atol=apart, because="the claim's gap, 4 points for S1, 2 for S2 and S3")
    agrees(np.full(3, exact[0]), exact, atol=0.01, because="flat in k")


@proof(table1)
def proof_that_warm_up_saves_every_run_if_long_enough():
    long, short = (_rates("S1", "warm-up", (64, 100), 10, warm_up=steps) for steps in (9188, 1000))
    agrees(np.ones(2), long, atol=1e-9, because="rounding of the quadrature's weights")
    agrees([0.99576, 0.98478], short, atol=5e-4, because="10 nodes for a rate near 1")


@proof(table1)
def proof_of_the_third_setting():
    relies_on(exact_table)
    row = "no warm-up"
    exact = _rates("S3", row, table.PATCHES, 8)
    because = "the claim's gap between a reconstructed setting and the paper"
    agrees(table.PUBLISHED[row], exact, atol=0.021, because=because)
    agrees(34.0, table.chi_square(row, exact)[0], atol=0.1, because="one digit is stated; 8 nodes")


@pytest.mark.parametrize(("setting", "stated"), [("S1", 0.985), ("S2", 0.996), ("S3", 0.992)])
@proof(table1)
def proof_that_a_thousand_steps_of_warm_up_are_too_few(setting, stated):
    relies_on(exact_table)
    (exact,) = _rates(setting, "warm-up", (100,), 8, warm_up=1000)
    agrees(stated, exact, atol=6e-4, because="three digits are stated; 8 nodes")


@pytest.mark.parametrize("row", ["no warm-up", "plain"])
@proof(table1)
def proof_by_sampled_runs(row):
    how = table.how("S1", row, 36)
    codes = chances.sampled_rate(np.random.default_rng(8), runs=20_000, **how)
    (exact,) = _rates("S1", row, (36,), 12)
    consistent((codes == 1).astype(float), mean=exact, detects=0.03)


@saboteur(table1)
def first_angle_taken_for_a_right_one(patch):
    patch.setattr(table, "ANGLE", 0.5 * np.pi)


saboteur(table1)(saboteurs.ball_by_a_uniform_radius)
