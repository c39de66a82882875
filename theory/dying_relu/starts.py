"""Where starts go: the right half, the linear cone, the surface of the dead cone (Section 5, prose).

The paper gives no grid, step, tolerance or threshold. Dead is a unit with b < -3 |w| here, the step is .1,
and starts are drawn at random.
"""

from __future__ import annotations

from sympy import And, Derivative, Eq, Gt, Implies, Interval, Lt, Rational, erfi, pi, sqrt

from theory.claim import Assertion, Claim, Reals, Remark, negative, positive
from theory.dying_relu import half_line
from theory.dying_relu.flow import flow_rates
from theory.dying_relu.regions import LEVELS, barrier, level
from theory.dying_relu.setting import c, eta, gamma, k, r, real
from theory.gaussian import phi

chances = Interval(0, 1)
asleep_small, asleep_large, u = real("p_thousandth p_tenth u")

right_side = Claim(
    "dying_relu.right_side",
    title="Small targets put most of the right half to sleep, and kill none of it",
    where="Section 5, prose on small target scales",
    says=[
        Assertion(
            r"Of random starts in $0<w<1$, $|b|<1$ more than half are in the dead cone after 3000 updates of "
            r"plain descent with step 0.1 at $\gamma=0.001$, and fewer at $\gamma=0.1$.",
            shown_by=["most_asleep", "few_asleep"],
            source="prose",
        ),
        Assertion(
            r"They sleep and are not dead: no update with $\eta\le1$ takes the weight below 0.",
            shown_by=["stays_right"],
        ),
        Remark(
            "The flow from $w>0$ ends at the optimum (the claim on the fate of every unit): the share in "
            "the dead cone is one at that budget, and how long they sleep grows exponentially."
        ),
    ],
    formula={
        "most_asleep": Gt(asleep_small, Rational(1, 2)),
        "few_asleep": Lt(asleep_large, Rational(1, 2)),
        "stays_right": Implies(half_line.second(c) > 0, r - eta * half_line.along(r, 1, c, gamma) > 0),
    },
    domain={
        asleep_small: chances,
        asleep_large: chances,
        r: positive,
        c: Reals,
        gamma: positive,
        eta: Interval.Lopen(0, 1),
    },
)

all_recover, recover_small = real("p_one p_hundredth")

near_linear_cone = Claim(
    "dying_relu.near_linear_cone",
    title="Starts in and near the linear cone reach the optimum without momentum",
    where="Section 5, prose on small target scales",
    says=[
        Assertion(
            r"For $\gamma\ge0.001$ and $|w|\le1$ the exact gradient flow of the plane takes every start with "
            r"$b\ge1.8|w|$, $b>0$ to the optimum: the curve above which units recover lies below $c=1.8$.",
            shown_by=["below_the_cone"],
            source="prose",
        ),
        Assertion(
            r"Of random starts of the linear cone ($b>3|w|$, $b<1$) more than 95 % are at the optimum after "
            r"3000 updates of plain descent with step 0.1, at $\gamma=1$ and $\gamma=0.01$.",
            shown_by=["recover_at_one", "recover_at_a_hundredth"],
            source="prose",
        ),
    ],
    formula={
        "below_the_cone": barrier(level, 1) < Rational(9, 5),
        "recover_at_one": Gt(all_recover, Rational(95, 100)),
        "recover_at_a_hundredth": Gt(recover_small, Rational(95, 100)),
    },
    domain={level: LEVELS, all_recover: chances, recover_small: chances},
)

_ratio_rate = flow_rates(c, k, u)[0]
_clock = pi * erfi(-c / sqrt(2))

surface = Claim(
    "dying_relu.surface",
    title="A dying unit passes the surface of the dead cone and goes on falling",
    where="Section 5, prose on saddle points",
    says=[
        Assertion(
            r"Under the gradient flow a unit with its weights against the target ($k_L<0$) and $c<0$ falls "
            r"faster than $\varphi(c)$, in the interior of the dead cone as on its surface.",
            shown_by=["falls"],
        ),
        Assertion(
            r"The clock $\pi\,\mathrm{erfi}(-c/\sqrt2)$ therefore runs faster than time: $c$ has passed any "
            r"level $-\kappa$ by the time $\pi\,\mathrm{erfi}(\kappa/\sqrt2)$ after it was 0, and tends to "
            r"$-\infty$.",
            shown_by=["clock", "clock_gains"],
        ),
        Assertion(
            r"That takes long: without a target $c=-5$ is reached after more than $10^5$ units of time, a "
            "million updates with step 0.1.",
            shown_by=["clock", "long"],
        ),
        Assertion(
            "So dying units do not come to rest on the surface of the cone.",
            shown_by=["proof_that_the_surface_is_passed"],
        ),
        Remark("At a feasible budget they are near it all the same, so that the eye sees them stop there."),
    ],
    printed_source="prose",
    formula={
        "falls": Implies(And(k < 0, c < 0), _ratio_rate < -phi(c)),
        "clock": Eq(Derivative(_clock, c) * phi(c), -1),
        "clock_gains": Implies(And(k < 0, c < 0), -_ratio_rate / phi(c) > 1),
        "long": Gt(pi * erfi(5 / sqrt(2)), 10**5, evaluate=False),
    },
    domain={c: Reals, k: Interval(-1, 1), u: positive},
    printed=Implies(And(k < 0, Eq(c, -4)), Eq(_ratio_rate, 0)),
    erratum="false",
    objection=(
        "The text has dying units settle on the surface of the dead cone; a unit that reaches it goes "
        "on falling, though exponentially slowly."
    ),
    printed_domain={c: negative, k: Interval(-1, 1), u: positive},
)
