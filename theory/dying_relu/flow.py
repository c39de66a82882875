"""The gradient flow of one unit: attracting line, lower left quadrant, and the fate of every start."""

from __future__ import annotations

from sympy import (
    And,
    Derivative,
    Eq,
    Equivalent,
    Expr,
    Implies,
    Integral,
    Interval,
    Matrix,
    Ne,
    Rational,
    diff,
    expand,
    oo,
    sqrt,
)

from theory.claim import Assertion, Claim, Reals, Remark, negative, positive
from theory.dying_relu import half_line
from theory.dying_relu.regions import PEAK
from theory.dying_relu.setting import b, c, eta, gamma, k, loss_of_unit, r, real, z
from theory.gaussian import Phi, phi

w, t, u, v, w_1, w_2, B, T, k_o = real("w t u v w_1 w_2 B T k'")
_moments = half_line.as_integrals(c, z)
_mean, _square, _second, _spread = (
    f(c) for f in (half_line.mean, half_line.square, half_line.second, half_line.spread)
)
#: Where the weight's and the bias's derivative vanish for w > 0, b = c w < 0, in units of gamma.
NULLCLINE_W = 1 - c * phi(c) / Phi(c)
NULLCLINE_B = phi(c) / _mean
_cube = half_line.cube(c)
_along, _bias = half_line.along(w, 1, c, gamma), half_line.towards_bias(w, 1, c, gamma)

attracting_line = Claim(
    "dying_relu.attracting_line",
    title="The attracting line at the lower right lies between the nullclines",
    where="Section 5, prose on small target scales",
    says=[
        Assertion(
            "In the plane, for $w>0$ and $b=cw<0$, the weight's derivative vanishes on "
            r"$w=\gamma(1-c\varphi/\Phi)$ and the bias's on "
            r"$w=\gamma\varphi/(c\Phi+\varphi)$, which is further out.",
            shown_by=[
                "mean",
                "square",
                "second",
                "spread",
                "weight_rests",
                "bias_rests",
                "order",
            ],
        ),
        Assertion(
            "Between the two descent lowers the weight and raises the bias; along each, "
            "$w$ falls as $c$ rises, so orbits enter the strip through both sides and do "
            "not leave it.",
            shown_by=["between", "inner_slope", "inner_falls", "outer_slope"],
            source="prose",
        ),
        Assertion(
            r"In units of $\gamma$ the nullclines lie between $c^2+1$ and $c^2+2$, and "
            "below $c^2+3$, for every $c<0$.",
            shown_by=["inner_from", "inner_to", "cube", "outer_to"],
        ),
        Assertion(
            "The line itself lies at $c^2+2-4/(3c^2)+O(c^{-4})$.",
            shown_by=["proof_that_the_orbit_runs_in_the_strip"],
        ),
        Remark(
            r"So $w^3$ is about $\gamma b^2$, and for small $\gamma$ the line runs inside "
            "the dead cone."
        ),
    ],
    formula={
        **_moments,
        "weight_rests": Equivalent(Eq(_along, 0), Eq(w, gamma * NULLCLINE_W)),
        "bias_rests": Implies(_mean > 0, Equivalent(Eq(_bias, 0), Eq(w, gamma * NULLCLINE_B))),
        "order": Implies(And(_mean > 0, _spread > 0), NULLCLINE_W < NULLCLINE_B),
        "between": Implies(
            _mean > 0,
            Implies(And(w > gamma * NULLCLINE_W, w < gamma * NULLCLINE_B), And(_along > 0, _bias < 0)),
        ),
        "inner_slope": Eq(Derivative(NULLCLINE_W, c), (c * _mean - Phi(c)) * phi(c) / Phi(c) ** 2),
        "inner_falls": Implies(_mean > 0, (c * _mean - Phi(c)) * phi(c) < 0),
        "outer_slope": Eq(Derivative(1 / NULLCLINE_B, c), _square / phi(c)),
        "inner_from": Implies(_mean > 0, c**2 + 1 < NULLCLINE_W),
        "inner_to": Implies(_square > 0, c**2 + 2 > NULLCLINE_W),
        "cube": Eq(Integral((z + c) ** 3 * phi(z), (z, -c, oo)), _cube),
        "outer_to": Implies(_mean > 0, Implies(_cube > 0, c**2 + 3 > NULLCLINE_B)),
    },
    domain={c: negative, z: Reals, w: positive, gamma: positive},
)

_back_along, _back_bias = half_line.along(r, -1, c, gamma), half_line.towards_bias(r, -1, c, gamma)

lower_left = Claim(
    "dying_relu.lower_left",
    title="The lower left quadrant dies",
    where="Section 5, prose on the lower left quadrant",
    says=[
        Assertion(
            "In the plane, at $w_L<0$, $b<0$ the gradient flow only lowers the bias and "
            r"only shrinks the weight, by the factors given, while $\lVert w\rVert^2+b^2$ "
            "falls.",
            shown_by=[
                "mean",
                "square",
                "size",
                "bias_falls",
                "weight_shrinks",
                "size_falls",
            ],
        ),
        Assertion(
            "So no such unit passes to the linear cone, where $b>0$.",
            shown_by=["bias_falls", "proof_that_descent_does_not_raise_the_bias"],
        ),
        Assertion(
            r"The unit dies: nowhere in the quadrant does the bias rest, so that the weight goes to 0, the "
            r"bias to a negative limit and $c$ to $-\infty$.",
            shown_by=["never_rests", "size_falls", "weight_shrinks"],
        ),
        Remark("Recovery is possible only from part of $w_L<0$, $b>0$."),
    ],
    printed_source="prose",
    formula={
        "mean": _moments["mean"],
        "square": _moments["square"],
        "bias_falls": Implies(_mean > 0, _back_bias > gamma * phi(c)),
        "never_rests": Implies(_mean > 0, Ne(_back_bias, 0)),
        "weight_shrinks": _back_along > (r + gamma) * Phi(c),
        "size": Eq(r * _back_along + c * r * _back_bias, r**2 * _square + gamma * r * Phi(c)),
        "size_falls": Implies(_square > 0, r**2 * _square + gamma * r * Phi(c) > gamma * r * Phi(c)),
    },
    domain={c: negative, z: Reals, r: positive, gamma: positive},
    printed=_back_bias < 0,
    erratum="false",
    objection=(
        "The text sends the lower left quadrant to the linear cone and on to the optimum; but there the "
        "gradient flow only lowers the bias, so that no unit leaves the quadrant upwards."
    ),
)

_w = Matrix([w_1, w_2])
_r = sqrt(w_1**2 + w_2**2)
_c, _k, _u = b / _r, w_2 / _r, gamma / _r
_loss = loss_of_unit(_w, b, gamma)


def _along_flow(quantity: Expr) -> Expr:
    """Time derivative of a quantity under the gradient flow."""
    return -sum(Derivative(quantity, s) * Derivative(_loss, s) for s in (w_1, w_2, b))


def flow_rates(c: Expr, k: Expr, u: Expr) -> tuple[Expr, Expr, Expr]:
    """Right sides of the flow in (c, k_L, u)."""
    return (
        -phi(c) + u * k * ((1 + c**2) * phi(c) - c * Phi(c)),
        u * Phi(c) * (1 - k**2),
        u * (Phi(c) - u * k * half_line.second(c)),
    )


_c_rate, _k_rate, _u_rate = flow_rates(c, k, u)
_reach = (1 - k**2) * (1 + c**2) / c**2
_level = (1 + t**2) * phi(t) - t * Phi(t)
_v_rates = flow_rates(c, -1, 1 / v)
LOST = t * (Phi(-t) + t * phi(t))
# Rectified target: minus the gradient is gamma (B e + T k) - Phi w, T a multiple of the part "turn".
_toward = gamma * (B + T * k) - r * k * Phi(c)
_s = sqrt(1 - k_o**2)
_x = k_o * c / _s

fate = Claim(
    "dying_relu.beyond.fate",
    title="The fate of every unit under the gradient flow",
    where="Beyond Section 5",
    kind="beyond",
    says=[
        Assertion(
            r"The flow closes in $c=b/\lVert w\rVert$, $k_L$ and $u=\gamma/\lVert "
            r"w\rVert$: the target's scale matters only through $u$, the number of inputs "
            "not at all, and the angle to the target never grows.",
            shown_by=[
                "mean",
                "square",
                "second",
                "ratio",
                "angle",
                "scale",
                "angle_rectified",
                ],
        ),
        Assertion(
            "Where $w_L=0$, $w_L$ rises; it grows while "
            r"$w_L<\gamma(1-ck_L^2\varphi/\Phi)$, which is positive.",
            shown_by=["lifted", "target_weight", "reach", "reach_falls"],
        ),
        Assertion(
            "Where $w_L<0$, $b<0$ and $k_L^2(1+c^2)>1$, the quantity $(1-k_L^2)(1+1/c^2)$ "
            r"only falls, $c$ falls, and $\lVert w\rVert^2+b^2$ falls.",
            shown_by=["doomed", "ratio_falls", "size"],
        ),
        Assertion(
            r"In the plane orbits have the slope $dc/dv$ that is stated, $v=|w_L|/\gamma$, "
            "and one of them enters the origin at $c=0.622036$, the root of "
            r"$(1+c^2)\varphi=c\Phi$.",
            shown_by=[
                "plane",
                "tip_slope",
                "tip_from",
                "tip_to",
                ],
        ),
        Assertion(
            "A unit of the plane with $w_L<0$ just below that orbit dies, one just above "
            "recovers.",
            shown_by=["proof_that_fates_part_at_the_separatrix"],
        ),
        Assertion(
            r"Plain gradient descent with $\eta\le1$ keeps $w_L>0$, for both targets.",
            shown_by=["descent_right", "turn", "descent_right_rectified"],
        ),
        Assertion(
            r"In the plane $w_L<0$, $b\le-\eta\gamma G/(1-\eta/2)$ with $G=0.41783$ is not "
            r"left by a step, for $|c|\le8$.",
            shown_by=["most_lost", "descent_left"],
        ),
        Assertion(
            "Units in a random direction die as often as the critical angle says, and "
            "halving the target's scale again and again ends each of a sample of starts "
            "with $w_L<0$.",
            shown_by=["proof_of_the_share_that_dies", "proof_that_small_targets_kill"],
        ),
        Remark(
            "By hand, not by machine: that an integral of a positive function is "
            "positive; that bounded orbits end in critical points, so that units recover "
            "or die where the signs say so; that orbits do not cross; and, by continuity "
            "at $u=0$, that death from a random direction without bias tends to $1/2$."
        ),
    ],
    formula={
        "mean": _moments["mean"],
        "square": _moments["square"],
        "second": _moments["second"],
        "ratio": Eq(_along_flow(_c), flow_rates(_c, _k, _u)[0]),
        "angle": Eq(_along_flow(_k), flow_rates(_c, _k, _u)[1]),
        "scale": Eq(_along_flow(_u), flow_rates(_c, _k, _u)[2]),
        "angle_rectified": Eq(
            (_toward - k * (gamma * (B * k + T) - r * Phi(c))) / r, gamma / r * B * (1 - k**2)
        ),
        "target_weight": Eq(
            _along_flow(w_2), gamma * (Phi(_c) - _c * phi(_c) * _k**2) - w_2 * Phi(_c)
        ),
        "lifted": Implies(_second > 0, Phi(c) - c * phi(c) * k**2 > 0),
        "size": Eq(
            _along_flow((w_1**2 + w_2**2 + b**2) / 2), -(_r**2) * half_line.square(_c) + gamma * w_2 * Phi(_c)
        ),
        "doomed": Implies(c < 0, Equivalent(k**2 * (1 + c**2) > 1, _reach < 1)),
        "reach": Eq(
            (diff(_reach, c) * _c_rate + diff(_reach, k) * _k_rate).subs(c, w),
            (2 * (1 - k**2) * (phi(c) - u * k * ((1 + c**2) * _mean - c * Phi(c))) / c**3).subs(c, w),
        ),
        "reach_falls": Implies(
            And(_mean > 0, k < 0, c < 0), phi(c) - u * k * ((1 + c**2) * _mean - c * Phi(c)) > phi(c)
        ),
        "ratio_falls": Implies(And(k < 0, c < 0), _c_rate < -phi(c)),
        "plane": Eq(
            expand(v * _v_rates[0]) * (v * Phi(c) + _second),
            (v * phi(c) + (1 + c**2) * phi(c) - c * Phi(c)) * expand(-_v_rates[2] * v**2),
        ),
        "tip_slope": Eq(Derivative(_level, t), -(t**3) * phi(t) - Phi(t)),
        "tip_from": Implies(t <= Rational(622035, 10**6), _level > 0),
        "tip_to": Implies(t >= Rational(622037, 10**6), _level < 0),
        "descent_right": Implies(
            And(_second > 0, w_2 > 0),
            w_2 - eta * (Phi(c) * (w_2 - gamma) + gamma * c * phi(c) * k**2) > 0,
        ),
        "turn": Eq(_s * phi(_x) - k_o * c * Phi(-_x), _s * half_line.mean(-_x)),
        "descent_right_rectified": Implies(And(k > 0, T > 0), k * r + eta * _toward > 0),
        "most_lost": LOST < PEAK,
        "descent_left": Implies(
            And(t > 0, Phi(-t) <= Rational(1, 2), b <= -eta * gamma * PEAK / (1 - eta / 2)),
            b / t + eta * (-b / t * Phi(-t) + gamma * (Phi(-t) + t * phi(t))) < 0,
        ),
    },
    domain={
        w_1: positive, w_2: Reals, b: Reals, gamma: positive, c: Reals, k: Interval(-1, 1), u: positive,
        z: Reals, w: negative, v: Reals, t: Interval(0, 8), eta: Interval.Lopen(0, 1), r: positive,
        B: Interval.Lopen(0, 1), T: Reals, k_o: Interval.open(-1, 1),
    },
)  # fmt: skip
