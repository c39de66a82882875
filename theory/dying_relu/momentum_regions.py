"""What momentum changes about who dies (Section 5, Fig. 5)."""

from __future__ import annotations

from fractions import Fraction

from sympy import Expr, Gt, Implies, Rational

from theory.claim import Assertion, Claim, Remark, negative
from theory.dying_relu import half_line
from theory.dying_relu.regions import PEAK
from theory.dying_relu.setting import b, beta, eta, gamma, real
from theory.gaussian import Phi, phi

(w,) = real("w")

#: Converging share of [-1, 1] x [-1, 1] by (gamma, beta): averaging form, eta = .1, 6000 updates from rest,
#: within gamma/5 of the optimum.
CONVERGED = {
    (Fraction(1, 100), Fraction(0)): Fraction(26, 100),
    (Fraction(1, 100), Fraction(66, 100)): Fraction(25, 100),
    (Fraction(1, 100), Fraction(8, 10)): Fraction(17, 100),
    (Fraction(1, 100), Fraction(9, 10)): Fraction(2, 100),
    (Fraction(1, 100), Fraction(99, 100)): Fraction(0),
    (Fraction(1), Fraction(0)): Fraction(64, 100),
    (Fraction(1), Fraction(9, 10)): Fraction(76, 100),
    (Fraction(1), Fraction(99, 100)): Fraction(90, 100),
}

onset = Claim(
    "dying_relu.onset",
    title="Up to the affine onset momentum leaves the outcomes nearly as they are",
    where="Section 5, prose on Fig. 5",
    says=[
        Assertion(
            r"At $\gamma=.01$ and $\eta=.1$, linear target and averaging form, the share "
            r"of starts in $[-1,1]\times[-1,1]$ that are within $\gamma/5$ of the optimum "
            r"after 6000 updates is .26 without momentum and .25 at $\beta=.66$; it falls "
            r"to .17, .02 and .00 at $\beta=.8,.9,.99$ (all to .02).",
            shown_by=["proof_of_the_shares", "proof_that_the_runs_are_descent_with_momentum"],
            source="prose",
        ),
        Assertion(
            "Up to the affine onset .669 at most 3 % of the starts change their outcome; "
            r"at $\beta=.9$ more than a fifth do.",
            shown_by=["proof_that_few_starts_change_below_and_many_above"],
            source="prose",
        ),
    ],
)


def _weight_slope(w: Expr, b: Expr) -> Expr:
    """Derivative of the loss in the weight at w < 0."""
    return w * Phi(-b / w) - gamma * half_line.second(-b / w)


def _bias_slope(w: Expr, b: Expr) -> Expr:
    """Derivative of the loss in the bias at w < 0."""
    return b * Phi(-b / w) - (w - gamma) * phi(b / w)


_start = {w: Rational(-1, 20), b: Rational(-1, 20), gamma: 1, eta: Rational(1, 10), beta: Rational(9, 10)}
_w_1, _b_1 = w - eta * _weight_slope(w, b), b - eta * _bias_slope(w, b)
_w_2 = _w_1 - eta * (beta * _weight_slope(w, b) + _weight_slope(_w_1, _b_1))

#: The same for classical momentum.
CLASSICAL = {
    (Fraction(1), Fraction(99, 100)): Fraction(70, 100),
    (Fraction(3, 10), Fraction(0)): Fraction(61, 100),
    (Fraction(3, 10), Fraction(9, 10)): Fraction(73, 100),
    (Fraction(3, 10), Fraction(99, 100)): Fraction(33, 100),
}
#: Averaging form, gamma = .1 and beta = .99, by updates.
BY_BUDGET = {6000: Fraction(19, 100), 60_000: Fraction(43, 100)}

momentum_harms = Claim(
    "dying_relu.momentum_harms",
    title="Momentum enlarges death only where the target is small",
    where="Section 5, prose on Fig. 5",
    says=[
        Assertion(
            r"With starts in $[-1,1]\times[-1,1]$, $\eta=.1$, the averaging form and 6000 "
            r"updates the share within $\gamma/5$ of the optimum rises with momentum at "
            r"$\gamma=1$: .64, .76, .90 at $\beta=0,.9,.99$ (to .02).",
            shown_by=["proof_of_the_shares_at_scale_one", "proof_that_the_runs_are_descent_with_momentum"],
        ),
        Assertion(
            r"Between $\beta=0$ and $.99$ it rises by more than .1 at $\gamma=1$ and falls "
            r"by more than .1 at $\gamma=.01$, for the linear and the rectified target.",
            shown_by=["proof_of_the_change_for_both_targets"],
            source="prose",
        ),
        Assertion(
            r"Classical momentum with the same step moves that border up: at $\gamma=.3$ the share is .61, "
            r".73 and .33 at $\beta=0,.9,.99$, and at $\gamma=1$, $\beta=.99$ it is .70 (to .02).",
            shown_by=["proof_of_the_shares_of_classical_momentum"],
        ),
        Assertion(
            r"The share depends on the budget: in the averaging form at $\gamma=.1$, $\beta=.99$ it is .19 "
            "after 6000 updates and .43 after 60000 (to .02).",
            shown_by=["proof_of_the_shares_by_budget"],
        ),
        Assertion(
            "Momentum saves a start that plain descent never recovers: $w=b=-1/20$ lies in the set $w<0$, "
            r"$b\le-\eta\gamma G/(1-\eta/2)$ for $\gamma=1$, $\eta=.1$, and two updates of classical "
            r"momentum with $\beta=.9$ take it to $w>0$.",
            shown_by=["inside", "saved"],
        ),
        Remark(
            r"Scaling start and target together keeps the run, so there is such a start at every $\gamma$."
        ),
    ],
    formula={
        "inside": Implies(b <= _start[b], b <= (-eta * gamma * PEAK / (1 - eta / 2)).subs(_start)),
        "saved": Gt(_w_2.subs(_start), 0, evaluate=False),
    },
    domain={b: negative},
)
