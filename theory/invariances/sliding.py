"""The flow along kinks: slopes between those of the two sides."""

from __future__ import annotations

from sympy import And, Eq, Implies

from theory.claim import Assertion, Claim, Reals, Remark
from theory.invariances import any_size
from theory.invariances.setting import real

#: The rate of an argument as a function of its own slope; the slopes of its activation and the one in use.
still, by_slope, low, high, used = real("alpha kappa a_0 a_1 b_0")
c, d_u, d_v, z_u, z_v, beta_u, beta_v = real("c d_u d_v z_u z_v beta_u beta_v")

along_kinks = Claim(
    "invariances.beyond.sliding",
    title="The flow that slides along kinks",
    where="Beyond Lemma 2",
    kind="beyond",
    says=[
        Assertion(
            "Where an argument is driven back to 0 from both sides, only one slope lets it rest "
            "there, and that "
            "lies strictly between the two of its activation: the slope with which the flow slides.",
            shown_by=["between"],
        ),
        Assertion(
            "While it slides the sums of the squared weights into and out of a vertex keep their "
            "difference, as "
            "with any slopes.",
            shown_by=["vertex"],
        ),
        Assertion(
            "The product $Q_{uv}$ of two units then moves at the rate "
            "$-\\sum_ic_i(d_u-d_v)\\beta_uz_v$, summed over "
            "the examples at which $u$ slides with the slope $d_u$.",
            shown_by=["moves", "any_size"],
        ),
        Assertion(
            "Computed with these slopes, through entries and exits that are located as events, the "
            "flow of the "
            "counterexample to Eq. 5 is the one in closed form.",
            shown_by=["proof_against_the_closed_form"],
        ),
        Assertion(
            "Six random starts of a 4-6-5-1 ReLU network all run to the end, two of them at least by "
            "sliding, and "
            "all keep the differences at their vertices.",
            shown_by=["proof_that_all_starts_run"],
        ),
        Remark(
            "Several arguments may slide at once. That Filippov's solution is the only one is not shown."
        ),
    ],
    formula={
        "between": Implies(
            And(still + by_slope * low > 0, still + by_slope * high < 0, low < high,
                Eq(still + by_slope * used, 0)),
            And(low < used, used < high),
        ),
        "vertex": any_size.vertex_balance,
        "moves": Implies(
            Eq(z_u, 0),
            Eq(-c * (d_u - d_v) * (beta_u * z_v - beta_v * z_u), -c * (d_u - d_v) * (beta_u * z_v)),
        ),
        "any_size": any_size.twin_rate,
    },
    domain={
        **dict.fromkeys((still, by_slope, low, high, used, c, d_u, d_v, z_u, z_v, beta_u, beta_v), Reals),
        **any_size.twin_families,
    },
)  # fmt: skip
