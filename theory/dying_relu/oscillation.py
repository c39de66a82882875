"""How oscillation kills: steps beyond 1, momentum, and what the affine overshoot predicts (Sections 4 and 5).

Starts are drawn from the linear cone b > 3 |w|, b < 1 unless it is said otherwise; dead is a unit with
b < -3 |w|.
"""

from __future__ import annotations

from sympy import Abs, And, Gt, Implies, Interval, Lt, Rational

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu.setting import b, eta, gamma, real

w, kappa = real("w kappa")
chances = Interval(0, 1)
half = Rational(1, 2)

flipped_small, flipped_large = real("p_hundredth p_tenth")

sign_switching = Claim(
    "dying_relu.sign_switching",
    title="Steps beyond 1 kill by switching signs",
    where="Section 4, prose on steps between 1 and 2",
    says=[
        Assertion(
            r"One update of the affine unit with $1<\eta<2$ puts every start of the linear cone with "
            r"$(\eta-1)(b-\kappa|w|)>\kappa\gamma\eta$ into the dead cone; for small $\gamma$ these are all "
            "but those at its surface.",
            shown_by=["lands"],
            source="prose",
        ),
        Assertion(
            r"Of random starts in the linear cone plain descent with $\eta=1.5$ kills more than half at "
            r"$\gamma=0.01$ within 3000 updates, and fewer than a quarter at $\gamma=0.1$.",
            shown_by=["many_at_a_hundredth", "few_at_a_tenth"],
            source="prose",
        ),
    ],
    formula={
        "lands": Implies(
            And(b > kappa * Abs(w), (eta - 1) * (b - kappa * Abs(w)) > kappa * gamma * eta),
            (1 - eta) * b < -kappa * Abs(gamma + (1 - eta) * (w - gamma)),
        ),
        "many_at_a_hundredth": Gt(flipped_small, half),
        "few_at_a_tenth": Lt(flipped_large, Rational(1, 4)),
    },
    domain={
        w: Reals,
        b: Reals,
        kappa: positive,
        gamma: positive,
        eta: Interval.open(1, 2),
        flipped_small: chances,
        flipped_large: chances,
    },
)

thrown_over, below_onset, visited = real("p_momentum p_below_onset p_visited")

thrown = Claim(
    "dying_relu.oscillation",
    title="Momentum throws units of the linear cone into the dead cone",
    where="Section 5, prose on adding momentum",
    says=[
        Assertion(
            r"At $\gamma=0.001$, $\eta=0.1$ and $\beta=0.9$ (averaging form) more than half of random starts "
            "of the linear cone are in the dead cone after 3000 updates.",
            shown_by=["thrown"],
            source="prose",
        ),
        Assertion(
            r"At $\beta=0.66$, below the affine onset of oscillation, fewer than one in ten are.",
            shown_by=["not_below_onset"],
            source="prose",
        ),
        Assertion(
            r"Starts outside both cones do not take the way through the linear one: at $\gamma=0.01$ most of "
            "those that die with momentum and not without it never even have $b>2|w|$.",
            shown_by=["by_way_of_the_cone", "proof_that_most_do_not_visit_the_linear_cone"],
        ),
    ],
    printed_source="prose",
    formula={
        "thrown": Gt(thrown_over, half),
        "not_below_onset": Lt(below_onset, Rational(1, 10)),
        "by_way_of_the_cone": Lt(visited, half),
    },
    domain=dict.fromkeys((thrown_over, below_onset, visited), chances),
    printed={"by_way_of_the_cone": Gt(visited, half)},
    erratum="false",
    objection=(
        "The text has starts pass through the linear cone first and swing into the dead one from "
        "there; most starts outside both cones that die through momentum never meet the linear cone."
    ),
)

law_average, law_classical, law_fast = real("p_average p_classical p_fast")

mirror_prediction = Claim(
    "dying_relu.mirror_prediction",
    title="How well the overshoot of the affine unit predicts whom momentum kills",
    where="Beyond Sections 4 and 5",
    kind="beyond",
    says=[
        Assertion(
            "Predict that a start of the linear cone dies exactly if the affine unit's overshoot lies in the "
            r"dead cone. In the averaging form with $\eta=0.1$, for $\beta=0.8,0.9,0.95$ and "
            r"$\gamma=0.03,0.01,0.003$ together, this is right more often than the better constant guess for "
            "each pair: where the two differ, in more than half of the cases.",
            shown_by=["beats_a_constant"],
        ),
        Assertion(
            r"So it is in the classical form for $\beta=0.7,0.8,0.9$.",
            shown_by=["beats_a_constant_classically"],
        ),
        Assertion(
            r"In the classical form with $\beta=0.97$ and $\gamma=0.03$, where units overshoot again and "
            "again, the constant guess is the better one.",
            shown_by=["fails_for_large_momentum"],
        ),
        Remark(
            "Starts are drawn anew in each pair; the constant guess is what happens to the larger part of "
            "them. The algebra of the prediction is the claim on the mirror law."
        ),
    ],
    formula={
        "beats_a_constant": Gt(law_average, half),
        "beats_a_constant_classically": Gt(law_classical, half),
        "fails_for_large_momentum": Lt(law_fast, half),
    },
    domain=dict.fromkeys((law_average, law_classical, law_fast), chances),
)
