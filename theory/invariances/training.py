"""What training does to small networks with a linear tail; the paper has no experiments."""

from __future__ import annotations

from sympy import Gt, Interval, Lt, Rational

from theory.claim import Assertion, Claim, Remark
from theory.invariances.setting import real

_half = Rational(1, 2)
three, three_larger, four, block, mixed, five, log_risk = real("p_3 p_3' p_4 p_block p_mixed p_5 p_log")
five_soon, wide, facing, relu = real("p_5' p_wide p_facing p_relu")
_likely = {
    "three": three, "three_larger": three_larger, "four": four, "block": block, "mixed": mixed, "five": five,
    "log_risk": log_risk,
}  # fmt: skip
_unlikely = {"five_soon": five_soon, "wide": wide, "facing": facing, "relu": relu}

training = Claim(
    "invariances.low_rank",
    title="Low rank in training from small starts",
    where="Beyond Theorem 2",
    kind="beyond",
    says=[
        Assertion(
            "In a typical run all linear layers before the final row have ratios of "
            "squared spectral to squared Frobenius norm above .99: by step 500, and above "
            ".995 at step 4000, in 8-16-8-1 (scale .05, step size .3), also with a free "
            "block in the middle, and by step 4000 from scale .1.",
            shown_by=["three", "block", "three_larger"],
        ),
        Assertion(
            "By step 2500 they are in 8-16-12-8-1 (.05, .5), and by step 5000 in 8-16-10-free-1 (.05, .3).",
            shown_by=["four", "mixed"],
        ),
        Assertion(
            "In 8-16-12-10-8-1 (.1, .5) they are above .96 at step 20000, but not all "
            "above .99 by then; from scale 1 with step size .05 they are not all above "
            "one half at step 4000.",
            shown_by=["five", "five_soon", "wide"],
        ),
        Assertion(
            "Along the path of the log-risk from scale .6 that network has them above .98 "
            "after 450 steps, and above .99 after 500.",
            shown_by=["log_risk"],
        ),
        Assertion(
            "The first layer of the first network, which faces ReLU, does not come to "
            ".96; with two ReLU layers the second is not above .6 at step 4000.",
            shown_by=["facing", "relu"],
        ),
        Remark(
            "64 points in 8 dimensions, two classes, full-batch gradient descent on the "
            "logistic loss from normal weights over the root of the fan-in times a scale; "
            "the first layer is ReLU, the rest linear. All starts share one data set; "
            "chances are over starts. The paper itself has no experiments."
        ),
    ],
    formula={
        **{name: Gt(chance, _half) for name, chance in _likely.items()},
        **{name: Lt(chance, _half) for name, chance in _unlikely.items()},
    },
    domain=dict.fromkeys((*_likely.values(), *_unlikely.values()), Interval(0, 1)),
)
