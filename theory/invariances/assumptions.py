"""What the paper assumes about training, and what of it is needed (Section 2)."""

from __future__ import annotations

from sympy import Abs, And, Eq, Implies, Integral, Interval, cos, pi, sin

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.invariances.setting import a, b, real, sigma

w, z, scale, share = real("w z t lambda")
u_1, v_1, g_1, k_1, g_2, k_2 = real("u v g k g' k'")

signs_are_not_needed = Claim(
    "invariances.assumption1",
    title="Constant signs are not needed",
    where="Assumptions 1-3, Section 2",
    says=[
        Assertion(
            "$R$ does not change when the weights into a unit are multiplied by $t>0$ and "
            "those out of it by $1/t$, so that every gradient, and every limit or convex "
            "combination of gradients, satisfies "
            r"$\sum_{\mathrm{in}}wg=\sum_{\mathrm{out}}wg$, whatever the slopes used at "
            "kinks.",
            shown_by=["invariant", "convex"],
        ),
        Assertion(
            "Gradient descent on a 4-6-5-1 ReLU network changes signs of weights while "
            "the drift of the vertex invariants falls like the step.",
            shown_by=["proof_by_descent_through_changes_of_sign"],
        ),
        Remark(
            "The paper assumes that no weight changes its sign after some time "
            r"(Assumption 1), which follows if $w/\lVert w\rVert$ converges to a limit "
            "without zeros (2), and that losses are differentiable (3). For Eq. 4, Lemma "
            "3 and Eq. 13 the first is superfluous; entries off the diagonal at kinks "
            "need more."
        ),
    ],
    formula={
        "invariant": Eq((w / scale) * sigma(scale * z), w * sigma(z)),
        "convex": Implies(
            And(Eq(u_1 * g_1, v_1 * k_1), Eq(u_1 * g_2, v_1 * k_2)),
            Eq(u_1 * ((1 - share) * g_1 + share * g_2), v_1 * ((1 - share) * k_1 + share * k_2)),
        ),
    },
    domain={
        a: Reals, b: Reals, w: Reals, z: Reals, scale: positive, share: Interval(0, 1),
        **dict.fromkeys((u_1, v_1, g_1, k_1, g_2, k_2), Reals),
    },
)  # fmt: skip

limit, radius = real("v rho")

limit_without_zeros = Claim(
    "invariances.claim1",
    title="Convergence in direction fixes the signs",
    where="Claim 1, Section 2",
    says=[
        Assertion(
            r"Within a distance of the least $|\ell_e|$ of a limit $\ell$ without zero "
            "entries no sign can differ, in any entry.",
            shown_by=["signs"],
            source="prose",
        ),
        Assertion(
            "That radius is the largest: in any larger ball there is a point with a zero entry.",
            shown_by=["largest"],
        ),
        Remark(
            r"That $w/\lVert w\rVert$ ends up within the radius is what convergence means, "
            "so signs are constant from some time on."
        ),
    ],
    formula={
        "signs": Implies(And(radius <= Abs(limit), Abs(w - limit) < radius), w * limit > 0),
        "largest": Implies(And(radius > Abs(limit), Eq(w, 0)), And(Abs(w - limit) < radius, w * limit <= 0)),
    },
    domain={w: Reals, limit: Reals, radius: positive},
)

t, start = real("t s")
amplitudes = real("alpha beta gamma")
_wave = sum((amplitude * sin(j * t + j) for j, amplitude in enumerate(amplitudes, 1)), 0 * t)

spiral = Claim(
    "invariances.claim2",
    title="A curve that converges in direction and crosses all hyperplanes for ever",
    where="Claim 2, Section 2",
    says=[
        Assertion(
            r"$v(t)=tu+\sum_j\sin(jt+j)e_j$, with orthonormal $e_j$ orthogonal to the unit "
            "vector $u$, converges in direction to $u$: what is added has length at most "
            r"$\sqrt{d-1}$, in four dimensions.",
            shown_by=["direction"],
            source="prose",
        ),
        Assertion(
            r"Along a normal $\sum\alpha_je_j$ of a hyperplane through 0 and $u$ the curve "
            "is a sum of sines with integral 0 over each period and mean square "
            r"$\sum\alpha_j^2/2$.",
            shown_by=["mean", "energy"],
        ),
        Assertion(
            "In ten dimensions it changes its side of random hyperplanes at least twice in every period.",
            shown_by=["proof_by_counting_crossings"],
            source="prose",
        ),
        Remark(
            "It is a curve, not the path of a gradient flow: that training can cross "
            "infinitely often is not shown."
        ),
    ],
    formula={
        "direction": Eq(
            (sin(t + 1) ** 2 + sin(2 * t + 2) ** 2 + sin(3 * t + 3) ** 2) / t**2,
            (3 - cos(t + 1) ** 2 - cos(2 * t + 2) ** 2 - cos(3 * t + 3) ** 2) / t**2,
        ),
        "mean": Eq(Integral(_wave, (t, start, start + 2 * pi)), 0),
        "energy": Eq(Integral(_wave**2, (t, start, start + 2 * pi)), pi * sum(x**2 for x in amplitudes)),
    },
    domain={t: positive, start: Reals, **dict.fromkeys(amplitudes, Reals)},
)
