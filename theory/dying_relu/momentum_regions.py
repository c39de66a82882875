"""What momentum changes about who dies (Section 5, Fig. 5)."""

from __future__ import annotations

from fractions import Fraction

from sympy import Expr, Implies, Interval

from theory.claim import Claim, negative, positive
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
    says="""At gamma = .01 and eta = .1, linear target and averaging form, the share of starts in [-1, 1] x
    [-1, 1] that are within gamma/5 of the optimum after 6000 updates is .26 without momentum and .25
    at beta = .66, just short of the affine onset .669; beyond it falls to .17, .02 and .00 at beta
    = .8, .9, .99 (all to .02). Up to the onset at most 3 % of the starts change their outcome; at
    beta = .9 more than a fifth do.""",
)


def _weight_slope(w: Expr, b: Expr) -> Expr:
    """Derivative of the loss in the weight at w < 0."""
    return w * Phi(-b / w) - gamma * half_line.second(-b / w)


def _bias_slope(w: Expr, b: Expr) -> Expr:
    """Derivative of the loss in the bias at w < 0."""
    return b * Phi(-b / w) - (w - gamma) * phi(b / w)


_w_1, _b_1 = w - eta * _weight_slope(w, b), b - eta * _bias_slope(w, b)
_w_2 = _w_1 - eta * (beta * _weight_slope(w, b) + _weight_slope(_w_1, _b_1))

momentum_harms = Claim(
    "dying_relu.momentum_harms",
    title="Momentum enlarges death only where the target is small",
    where="Section 5, prose on Fig. 5",
    says="""With starts, step, form and criterion of the map as in the claim on the onset, momentum lowers the
    converging share at gamma = .01 (from .26 at beta = 0 to .00 at .99) but raises it at gamma = 1:
    .64, .76, .90 at beta = 0, .9, .99 (to .02), and just so for the rectified target: the share
    rises by more than .1 at gamma = 1 and falls by more than .1 at gamma = .01. Printed is what it would
    take for momentum to save no start: that the set w < 0, b <= -eta gamma G/(1 - eta/2), from
    which plain descent never recovers at any scale, is not left to the right under classical momentum
    either; two updates suffice to leave it. (Scaling start and target together keeps the run, so
    there are such starts at every gamma, but near the origin of the map.)""",
    printed=Implies(b <= -eta * gamma * PEAK / (1 - eta / 2), _w_2 <= 0),
    erratum="missing assumption",
    printed_domain={
        w: negative, b: negative, gamma: positive, eta: Interval.Lopen(0, 1), beta: Interval.Ropen(0, 1),
    },
)  # fmt: skip
