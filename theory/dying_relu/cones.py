"""The dead and the linear cone, the saddles, and where the optimum lies (Section 5)."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Equivalent,
    FiniteSet,
    Function,
    Implies,
    Integral,
    Interval,
    Matrix,
    Naturals0,
    oo,
    sqrt,
    symbols,
)

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
from theory.dying_relu import half_line
from theory.dying_relu.setting import b, c, eta, gamma, k, loss_of_unit, r, real, z
from theory.gaussian import Phi, phi

kappa, t, w_1, w_2, mirrored, r_t = real("kappa t w_1 w_2 b' r'")
_cosine = Interval(-1, 1)

#: A unit turned over at b = 0 and scaled by t.
_turned_over = And(Eq(mirrored, -t * b), Eq(r_t, t * r))

cones = Claim(
    "dying_relu.cones",
    title="The dead and the linear cone mirror each other",
    where="Section 5, prose on the regions of parameter space",
    says=[
        Assertion(
            r"The dead cone $b<-\kappa\lVert w\rVert$ and the linear cone $b>\kappa\lVert "
            r"w\rVert$ have their tips at the origin (scaling a unit leaves $b/\lVert "
            r"w\rVert$ as it is) and are mirror images of each other under $b\mapsto-b$.",
            shown_by=["mirror"],
            source="prose",
        ),
        Assertion(
            "A unit in the dead cone is active less often than "
            r"$\varepsilon=\Phi(-\kappa)$, one in the linear cone is inactive less often "
            "than that.",
            shown_by=["share", "inactive_share"],
            source="prose",
        ),
    ],
    formula={
        "mirror": Implies(_turned_over, Equivalent(b < -kappa * r, mirrored > kappa * r_t)),
        "share": Eq(Phi(-kappa) - Phi(c), Integral(phi(z), (z, c, -kappa))),
        "inactive_share": Eq(Phi(c) + Phi(-c), 1),
    },
    domain={
        b: Reals,
        r: positive,
        kappa: positive,
        t: positive,
        r_t: positive,
        mirrored: Reals,
        c: Reals,
        z: Reals,
    },
)

_w = Matrix([w_1, w_2])
_r = sqrt(w_1**2 + w_2**2)
_c, _k = b / _r, w_2 / _r
_loss = loss_of_unit(_w, b, gamma)
_tail = 1 - Phi(c)
#: What the ReLU unit's gradient has over the affine one: along the weights, across them, in the bias.
_gap_along = -_tail * (r - gamma * k) + gamma * c * phi(c) * k
_gap_across = _tail * gamma * sqrt(1 - k**2)
_gap_bias = -_tail * c * r + (r - gamma * k) * phi(c)
_mills = And(_tail > 0, phi(c) - c * _tail > 0)

# Two runs: their distance after n updates, its bound, one coordinate of it and of the gap between gradients.
n = symbols("n", integer=True)
distance = Function("y", real=True)
delta, gap, apart = real("delta g y")

linear_cone = Claim(
    "dying_relu.linear_cone",
    title="In the linear cone the unit is almost affine",
    where="Section 5, prose on the linear region",
    says=[
        Assertion(
            "In any dimension a ReLU unit's gradient differs from the affine unit's by "
            r"$-(1-\Phi(c))(r-\gamma k_L)+\gamma c\varphi(c)k_L$ along the weights, by "
            r"$\gamma(1-\Phi(c))\sqrt{1-k_L^2}$ across them, and by "
            r"$-(1-\Phi(c))b+(r-\gamma k_L)\varphi(c)$ in the bias.",
            shown_by=["gap_along", "gap_across", "gap_bias"],
        ),
        Assertion(
            "In coordinates, in the plane of weights and target: by "
            r"$-(1-\Phi(c))(w-\gamma e)+\gamma c\varphi(c)k_Lk$ in the weights.",
            shown_by=["across_target", "along_target", "bias"],
        ),
        Assertion(
            r"For $c>0$ the bias's share of that is at most $(r+\gamma)\varphi(c)$ and the "
            r"weights' at most $(r+\gamma)(1-\Phi(c))+\gamma c\varphi(c)$, which is at "
            r"most $(r+\gamma)(c+1/c)\varphi(c)$ by Mills' inequality.",
            shown_by=["mills", "bias_bound", "weights_bound", "simpler_bound"],
            source="prose",
        ),
        Assertion(
            "The last bound decreases from $c=1$ on, so in the linear cone its value at "
            r"$\kappa$ holds.",
            shown_by=["slope_of_bound"],
        ),
        Assertion(
            r"Plain descent with a step $\eta\le1$ therefore shadows the affine unit: where the gap is at "
            r"most $\delta$ on the way, the two runs from one start are never farther apart than "
            r"$\delta(1-(1-\eta)^n)$ after $n$ updates, so never farther than $\delta$.",
            shown_by=["one_update", "shadow"],
            source="prose",
        ),
        Assertion(
            r"The two gradients are not equal there: at $r=1$, $c=4$, $k=0$, $\gamma=1$ "
            "the gaps in weights and bias differ from 0.",
            shown_by=["proof_that_the_gap_is_not_zero_in_the_cone"],
        ),
        Remark(
            r"In the cone $\delta$ is the bound at $\kappa$. The unit leaves the cone before it is at the "
            "optimum, where $c=0$; from there on the bound says nothing."
        ),
    ],
    printed_source="reconstructed",
    formula={
        "gap_along": Eq(half_line.along(r, k, c, gamma) - (r - gamma * k), _gap_along),
        "gap_across": Eq(half_line.across(k, c, gamma) + gamma * sqrt(1 - k**2), _gap_across),
        "gap_bias": Eq(half_line.towards_bias(r, k, c, gamma) - c * r, _gap_bias),
        # theta and theta' at distance y: the affine update shrinks it, the gap adds to it.
        "one_update": Implies(
            And(Abs(gap) <= delta), Abs((1 - eta) * apart - eta * gap) <= (1 - eta) * Abs(apart) + eta * delta
        ),
        "shadow": distance(n) <= delta * (1 - (1 - eta) ** n),
        "across_target": Eq(
            Derivative(_loss, w_1) - w_1, -(1 - Phi(_c)) * w_1 + gamma * _c * phi(_c) * _k * w_1 / _r
        ),
        "along_target": Eq(
            Derivative(_loss, w_2) - (w_2 - gamma),
            -(1 - Phi(_c)) * (w_2 - gamma) + gamma * _c * phi(_c) * _k * w_2 / _r,
        ),
        "bias": Eq(Derivative(_loss, b) - b, -(1 - Phi(_c)) * b + (_r - gamma * _k) * phi(_c)),
        "mills": Eq(Integral((z - c) * phi(z), (z, c, oo)), phi(c) - c * (1 - Phi(c))),
        "bias_bound": Implies(And(_mills, c > 0), Abs(_gap_bias) <= (r + gamma) * phi(c)),
        "weights_bound": Implies(
            And(_mills, c > 0),
            _gap_along**2 + _gap_across**2 <= ((r + gamma) * _tail + gamma * c * phi(c)) ** 2,
        ),
        "simpler_bound": Implies(
            And(_mills, c > 0),
            (r + gamma) * _tail + gamma * c * phi(c) < (r + gamma) * (c + 1 / c) * phi(c),
        ),
        "slope_of_bound": Eq(
            Derivative((c + 1 / c) * phi(c), c), -(c**2 + 1 / c**2) * phi(c)
        ),
    },
    domain={
        w_1: Reals, w_2: Reals, b: Reals, gamma: positive, r: positive, k: _cosine, c: positive, z: Reals,
        eta: Interval.Lopen(0, 1), delta: positive, gap: Reals, apart: Reals, n: Naturals0,
    },
    assuming=(w_1**2 + w_2**2 > 0,),
    printed_assuming=(),
    printed={
        "weights": Eq(Matrix([_gap_along, _gap_across]), Matrix([0, 0]), evaluate=False),
        "bias": Eq(half_line.towards_bias(r, k, c, gamma), c * r),
    },
    erratum="false",
    objection=(
        "Read as an equality, the gradient in the linear cone would be that of the affine unit; the two "
        "differ by a small amount that is not 0."
    ),
)  # fmt: skip

side = real("sigma")[0]
# A point of a cone: b = sigma (kappa |w| + t), t >= 0, on the side sigma = 1 (linear) or -1 (dead).
_distance = w_1**2 + (w_2 - gamma) ** 2 + (side * (kappa * _r + t)) ** 2

optimum_between = Claim(
    "dying_relu.optimum_between",
    title="The optimum lies between the cones at every scale",
    where="Section 5, prose on small target scales",
    says=[
        Assertion(
            r"The optimum $(\gamma e,0)$ lies between the dead and the linear cone at "
            r"every scale $\gamma$, not only as $\gamma\to0$.",
            shown_by=["between"],
            source="prose",
        ),
        Assertion(
            r"Its squared distance to the points $b=\sigma(\kappa\lVert w\rVert+t)$, "
            r"$t\ge0$, of either cone is at least $\kappa^2\gamma^2/(1+\kappa^2)$, and "
            "that is attained.",
            shown_by=["distance", "proof_that_the_distance_is_attained"],
        ),
    ],
    printed_source="reconstructed",
    formula={
        "between": Implies(And(Eq(w_2, gamma), Eq(b, 0)), And(-kappa < b / w_2, b / w_2 < kappa)),
        "distance": _distance >= (kappa * gamma) ** 2 / (1 + kappa**2),
    },
    domain={
        w_1: Reals, w_2: Reals, b: Reals, gamma: positive, kappa: positive, t: nonnegative,
        side: FiniteSet(-1, 1),
    },
    printed={"distance": _distance > 0},
    erratum="loose constant",
    objection=(
        "That the optimum lies off both cones says only that its distance to them is positive; a "
        "positive bound can be given, and it is attained."
    ),
)  # fmt: skip
