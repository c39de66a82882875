"""Who dies without momentum: how many starts, and on which side (Section 5, Fig. 4).

The paper gives no grid, tolerance, step size or threshold for its maps. Shares below are of the window
[-1, 1] x [-1, 1] of the weight along the target and the bias, all other weights 0.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import (
    And,
    Derivative,
    Eq,
    Expr,
    Function,
    Gt,
    Implies,
    Integral,
    Interval,
    Lt,
    Naturals0,
    Not,
    Rational,
    exp,
    log,
    oo,
    symbols,
)
from sympy.logic.boolalg import Boolean

from theory.claim import Assertion, Claim, Reals, Remark, negative, nonnegative, positive
from theory.dying_relu import half_line
from theory.dying_relu.setting import b, c, eta, gamma, r, real, z
from theory.gaussian import Phi, phi

v, w, level, t = real("v w l t")
d, d_1, d_2, s, s_1, tau = real("d d' d'' s s' tau")

#: Half the width of the strip between the two barriers.
GAP = Rational(15, 1000)
#: log(1 + |w|/gamma) up to |w| = 1, gamma = 1/1000.
LEVELS = Interval(0, Rational(691, 100))


def barrier(level: Expr, side: int) -> Expr:
    """A curve c(l), l = log(1 + |w|/gamma), above (side 1) or below (side -1) the boundary of death."""
    fitted = (62210, 24280, -1096, Rational(-446, 10), Rational(478, 100))
    return sum((a * level**i for i, a in enumerate(fitted)), 10**5 * side * GAP) / 10**5


def _crossing(side: int) -> Expr:
    """Slope of the barrier minus that of the flow at w < 0, times a positive factor."""
    curve, near = barrier(level, side), exp(-level)  # near 1 at the origin, 0 far from it
    rising = curve.diff(level) * (1 - near) * (Phi(curve) - near * curve * phi(curve))
    return rising - phi(curve) - near * (curve**2 * phi(curve) - curve * Phi(curve))


def _recovering(gamma: Expr, side: int, cut: Expr) -> Expr:
    """Area of the right half and of what lies above a barrier for -cut < w < 0 and |b| < 1, over 4.

    Between w = -1 and -cut all of it is left out by the upper barrier (side 1), which bounds from below, and
    as much as there is at the cut is counted by the lower one: barrier times |w| grows with |w|.
    """
    height = 1 - v * barrier(log(1 + v / gamma), side)
    rest = (1 - cut) * height.subs(v, cut) if side < 0 else 0
    return Rational(1, 2) + (Integral(height, (v, 0, cut)) + rest) / 4


def _shares(
    name: str, gamma: Expr, low: int, cut_of_low: Expr, high: int, cut_of_high: Expr
) -> dict[str, Boolean]:
    # Unevaluated, as SymPy would decide a relation without symbols by floating point.
    return {
        f"{name}_from": Gt(_recovering(gamma, 1, cut_of_low), Rational(low, 1000), evaluate=False),
        f"{name}_to": Lt(_recovering(gamma, -1, cut_of_high), Rational(high, 1000), evaluate=False),
    }


# Misfit of a unit: along its weights, across them and in the bias; S, P, p stand for the second moment
# Phi(c) - c phi(c) over the active inputs, for Phi(c) and for phi(c).
across, misfit, S, P, p = real("rho x S P p")
_squared_gradient = (misfit * S + b * p) ** 2 + (misfit * p + b * P) ** 2 + (across * P) ** 2
#: One update of length s from distance d to distance d': the triangle inequality and "short_updates".
_update = And(s <= 2 * eta * d, d_1 >= d - s)

majority = Claim(
    "dying_relu.majority",
    title="Most starts converge: by the flow yes, up to a fixed tolerance no",
    where="Section 5, prose on the outcome maps without momentum",
    says=[
        Assertion(
            r"On the left of $[-1,1]\times[-1,1]$ two curves enclose the boundary of "
            r"death: as $\lVert w\rVert/\gamma$ falls the exact gradient flow crosses the "
            "upper one upwards and the lower one downwards only.",
            shown_by=["above", "below"],
        ),
        Assertion(
            "With the right half, the part above them is a share of the square between "
            r".655 and .660 at $\gamma=1$, .618 and .622 at .1, .590 and .593 at .01, .575 "
            "and .578 at .001: above one half.",
            shown_by=[
                "at_1_from",
                "at_1_to",
                "at_10th_from",
                "at_10th_to",
                "at_100th_from",
                "at_100th_to",
                "at_1000th_from",
                "at_1000th_to",
            ],
            source="prose",
        ),
        Assertion(
            r"No update of plain descent with step $\eta$ is longer than $2\eta$ times the "
            "distance to the optimum.",
            shown_by=["second", "second_inactive", "short_updates"],
        ),
        Assertion(
            r"So a run that stops at its first update shorter than $\tau$, but had made a "
            r"longer one, ends farther than $\tau(1/(2\eta)-2)$ from it, and one that "
            r"stops at once within $\gamma/5$ had started within $\gamma/4$.",
            shown_by=["stops_far", "stops_at_once"],
        ),
        Assertion(
            r"At a budget of 20000 updates, $\eta=0.1$, stopped at updates below $10^{-6}$, the shares of "
            r"starts within $\gamma/5$ are .64, .59, .29 and .17 (to .02): at $\gamma=0.01$ and $0.001$ no "
            "majority.",
            shown_by=["proof_of_the_shares_of_stopped_runs"],
        ),
        Assertion(
            "Ten times the budget hardly helps: after 2000 updates they are .23 and .17 at "
            r"$\gamma=0.01$ and $0.001$ (to .02).",
            shown_by=["proof_of_the_shares_at_a_tenth_of_the_budget"],
        ),
        Remark(
            "That the right half always recovers is the claim on the fate of every unit. What is missing at "
            "a finite budget sleeps there, exponentially long in the square of its depth, so that no "
            r"feasible budget shows the majority. The tolerance is not the cause: $\tau=10^{-6}$ stops runs "
            r"farther than $\gamma/5$ from the optimum only for $\gamma$ below $1.5\cdot10^{-5}$."
        ),
    ],
    formula={
        "above": _crossing(1) > 0,
        "below": _crossing(-1) < 0,
        **_shares("at_1", Rational(1), 655, Rational(1), 660, Rational(1)),
        **_shares("at_10th", Rational(1, 10), 618, Rational(88, 100), 622, Rational(90, 100)),
        **_shares("at_100th", Rational(1, 100), 590, Rational(686, 1000), 593, Rational(7, 10)),
        **_shares("at_1000th", Rational(1, 1000), 575, Rational(585, 1000), 578, Rational(595, 1000)),
        "second": half_line.as_integrals(c, z)["second"],
        "second_inactive": Eq(Integral(z**2 * phi(z), (z, c, oo)), 1 - half_line.second(c)),
        "short_updates": _squared_gradient <= 4 * (misfit**2 + b**2 + across**2),
        "stops_far": Implies(
            And(_update, s >= tau, s_1 < tau, d_2 >= d_1 - s_1), d_2 > tau * (1 / (2 * eta) - 2)
        ),
        "stops_at_once": Implies(And(_update, d_1 < gamma / 5), d < gamma / 4),
    },
    domain={
        level: LEVELS, c: Reals, z: Reals, b: Reals, misfit: Reals, across: Reals, S: Interval.open(0, 1),
        P: Interval.open(0, 1), p: Interval.open(0, Rational(2, 5)), gamma: positive,
        eta: Interval.Lopen(0, Rational(1, 10)), tau: positive,
        **dict.fromkeys((d, d_1, d_2, s, s_1), nonnegative),
    },
)  # fmt: skip

#: The same shares after 2000 updates.
SOON = {Fraction(1, 100): Fraction(23, 100), Fraction(1, 1000): Fraction(17, 100)}

#: By gamma, for the gradient and for the field without sign(w): the share of the starts that end within
#: gamma/5 of the optimum, and the part of the dead ones that lies at the left. Plain descent from a grid on
#: [-1, 1] x [-1, 1], linear target, eta = .1, stopped at updates below 1e-6 or after 20000.
STOPPED = {
    Fraction(1): ((Fraction(64, 100), Fraction(93, 100)), (Fraction(84, 100), Fraction(83, 100))),
    Fraction(1, 10): ((Fraction(59, 100), Fraction(93, 100)), (Fraction(89, 100), Fraction(76, 100))),
    Fraction(1, 100): ((Fraction(29, 100), Fraction(65, 100)), (Fraction(66, 100), Fraction(16, 100))),
    Fraction(1, 1000): ((Fraction(17, 100), Fraction(54, 100)), (Fraction(56, 100), Fraction(8, 100))),
}
#: To which shares of starts are given.
SHARE_TOLERANCE = Fraction(2, 100)

#: Above the maximum 0.4178217 of t (Phi(-t) + t phi(t)), t = -c.
PEAK = Rational(41783, 100_000)
_dead_below = -eta * gamma * PEAK / (1 - eta / 2)
_half = Phi(c) <= Rational(1, 2)
_by_weight, _by_bias = (f(r, -1, c, gamma) for f in (half_line.along, half_line.towards_bias))
# The weight is w = -r; its derivative is minus the one along the weights.
_left_after = -r + eta * _by_weight
# A box of the right half, for the step .1.
w_r, b_r, gamma_r = real("w_+ b_+ gamma_+")
_at = b_r / w_r
_weight_there = w_r * Phi(_at) - gamma_r * half_line.second(_at)
_bias_there = w_r * half_line.mean(_at) - gamma_r * phi(_at)

# How far a unit has moved after n updates, each at most s long.
n = symbols("n", integer=True)
moved = Function("y", real=True)

switches_sign = Claim(
    "dying_relu.switches_sign",
    title="The dead region stays on the left at every scale",
    where="Section 5, prose on small target scales",
    says=[
        Assertion(
            r"From $w=-r<0$ and $b\le-\eta\gamma G/(1-\eta/2)$, $G=0.41783$, no update of "
            r"plain descent with step $\eta\le1$ takes $w$ above 0, and the bias only "
            "falls.",
            shown_by=["mean", "half", "mills", "peak", "tail", "slope_of_tail", "stays_left", "bias_falls"],
        ),
        Assertion(
            r"What joins it on the right at small scales is asleep: at $\gamma\le0.01$ an update with step "
            r"0.1 is shorter than $10^{-6}$ for $0.05\le w\le0.2$, $-1\le b\le-0.9$, and $n$ updates shorter "
            r"than $s$ move a unit by less than $ns$. So from $0.1\le w\le0.15$, $b=-0.95$ it takes 50000 "
            "updates at least to leave that box.",
            shown_by=["rests_on_the_right", "drift"],
        ),
        Assertion(
            r"Without $\mathrm{sign}(w)$ in the bias derivative $b$ would rise in the "
            "lower left quadrant, which no gradient does there.",
            shown_by=["sign_dropped"],
        ),
        Assertion(
            "A start of that region does not come to $w>0$ at a small scale either.",
            shown_by=["proof_that_a_start_on_the_left_dies_at_a_small_scale"],
        ),
        Remark(
            r"At small $\gamma$ the region is all but the whole lower left quadrant, so "
            r"the dead region does not change sides. Used is $t(\Phi(-t)+t\varphi(t))\le "
            r"G$ for $t=-c\ge0$: by balls up to $t=12$; beyond, $\Phi(-t)<\varphi(t)/t$ "
            r"makes it less than $(1+t^2)\varphi(t)$, which decreases."
        ),
    ],
    printed_source="prose",
    formula={
        "drift": moved(n) <= n * s,
        "mean": half_line.as_integrals(c, z)["mean"],
        "half": Eq(Integral(phi(z), (z, c, 0)), Rational(1, 2) - Phi(c)),
        "mills": Eq(Integral((z - t) * phi(z), (z, t, oo)), phi(t) - t * Phi(-t)),
        "peak": -c * half_line.second(c) < PEAK,
        "tail": Implies(
            And(phi(t) - t * Phi(-t) > 0, t > 0), t * half_line.second(-t) < (1 + t**2) * phi(t)
        ),
        "slope_of_tail": Eq(Derivative((1 + t**2) * phi(t), t), -t * (t**2 - 1) * phi(t)),
        "stays_left": Implies(
            And(_half, -c * half_line.second(c) <= PEAK, c * r <= _dead_below), _left_after <= 0
        ),
        "bias_falls": Implies(half_line.mean(c) > 0, _by_bias > 0),
        "rests_on_the_right": (_weight_there**2 + _bias_there**2) / 100 < Rational(1, 10**12),
        "sign_dropped": b * Phi(b / w) - (w + gamma) * phi(b / w) < 0,
    },
    domain={
        z: Reals, c: Interval(-12, 0), t: positive, r: positive, gamma: positive, eta: Interval.Lopen(0, 1),
        n: Naturals0, s: positive, w: positive, b: negative, w_r: Interval(Rational(1, 20), Rational(1, 5)),
        b_r: Interval(-1, Rational(-9, 10)), gamma_r: Interval(Rational(1, 1000), Rational(1, 100)),
    },
    printed=Not(And(_left_after <= 0, _by_bias > 0, c * r <= _dead_below)),
    erratum="false",
    objection=(
        r"Read strictly, the text has the dead region leave the left as $\gamma$ shrinks; starts in the "
        "lower left quadrant go on dying at every small scale."
    ),
    printed_domain={gamma: Interval.Lopen(0, Rational(1, 100))},
)  # fmt: skip

sign_dropped = Claim(
    "dying_relu.sign_dropped",
    title="The prose on the outcome maps fits a field without the sign of the weight",
    where="Section 5, prose on small target scales; Eq. 32",
    kind="beyond",
    says=[
        Assertion(
            "Followed like a gradient, the bias derivative of Eq. 32 without its factor "
            r"$\mathrm{sign}(w)$ does what the prose describes: the shares within "
            r"$\gamma/5$ of the optimum are .84, .89, .66, .56 at $\gamma=1,.1,.01,.001$ "
            "(to .02), where the gradient gives .64, .59, .29, .17.",
            shown_by=["proof_by_following_both_fields"],
        ),
        Assertion(
            "And the dead region changes sides: the part of the dead starts that lies at "
            "the left is .83, .76, .16, .08; with the gradient, .93, .93, .65, .54 (to "
            ".03).",
            shown_by=["proof_by_following_both_fields"],
        ),
        Remark("A diagnostic, not a result on training: that field belongs to no gradient."),
    ],
    conjecture="neither code nor data of the paper's maps are known: which field they show stays open",
)
