"""What the paper assumes about training, and what of it is needed (Sections 4.1 and 4.2, Appendix C)."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Eq,
    Implies,
    IndexedBase,
    Integral,
    Interval,
    Le,
    Naturals0,
    Sum,
    Symbol,
    pi,
    sin,
    symbols,
)

from theory.claim import Assertion, Claim, RealArrays, Reals, Remark, positive
from theory.invariances.setting import a, b, real, sigma

w, z, scale, share = real("w z t lambda")
u_1, v_1, g_1, k_1, g_2, k_2 = real("u v g k g' k'")

#: Cosine and sine of an angle; weights out of two units, their slope and their arguments.
turn_1, turn_2, c_u, c_v, slope, z_u, z_v = real("p q c_u c_v d z_u z_v")

signs_are_not_needed = Claim(
    "invariances.assumption1",
    title="Constant signs are not needed",
    where="Assumptions 1-3, Sections 4.1 and 4.2",
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
            "Entries off the diagonal rest on another symmetry: where two units have one slope, turning "
            "their weights in and out by an angle changes nothing either.",
            shown_by=["turned"],
        ),
        Assertion(
            "Where they have different slopes it does change the output, so that at kinks only the diagonal "
            "is sure.",
            shown_by=["proof_that_turning_needs_equal_slopes"],
        ),
        Remark(
            "Gradient descent on a 4-6-5-1 ReLU network changes signs of weights while "
            "the drift of the vertex invariants falls like the step."
        ),
        Remark(
            "The paper assumes that no weight changes its sign after some time "
            r"(Assumption 1), which follows if $w/\lVert w\rVert$ converges to a limit "
            "without zeros (2), and that losses are differentiable (3). For Eq. 4, Lemma "
            "3 and Eq. 13 the first is superfluous."
        ),
    ],
    formula={
        "invariant": Eq((w / scale) * sigma(scale * z), w * sigma(z)),
        "turned": Implies(
            Eq(turn_1**2 + turn_2**2, 1),
            Eq(
                (turn_1 * c_u + turn_2 * c_v) * slope * (turn_1 * z_u + turn_2 * z_v)
                + (turn_1 * c_v - turn_2 * c_u) * slope * (turn_1 * z_v - turn_2 * z_u),
                c_u * slope * z_u + c_v * slope * z_v,
            ),
        ),
        "convex": Implies(
            And(Eq(u_1 * g_1, v_1 * k_1), Eq(u_1 * g_2, v_1 * k_2)),
            Eq(u_1 * ((1 - share) * g_1 + share * g_2), v_1 * ((1 - share) * k_1 + share * k_2)),
        ),
    },
    domain={
        a: Reals, b: Reals, w: Reals, z: Reals, scale: positive, share: Interval(0, 1),
        **dict.fromkeys((u_1, v_1, g_1, k_1, g_2, k_2), Reals),
        **dict.fromkeys((turn_1, turn_2, c_u, c_v, slope, z_u, z_v), Reals),
    },
)  # fmt: skip

limit, radius = real("v rho")

limit_without_zeros = Claim(
    "invariances.claim1",
    title="Convergence in direction fixes the signs",
    where="Claim 1, Appendix C",
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
#: Coordinates besides the one along u; their cosines cos(jt + j); |v|, |v - tu|^2 and what bounds it.
others, index = symbols("m j", integer=True)
cosines = IndexedBase(Symbol("C", real=True))
norm, added, most = real("N r k")
_wave = sum((amplitude * sin(j * t + j) for j, amplitude in enumerate(amplitudes, 1)), 0 * t)

spiral = Claim(
    "invariances.claim2",
    title="A curve that converges in direction and crosses all hyperplanes for ever",
    where="Claim 2, Appendix C",
    says=[
        Assertion(
            r"$v(t)=tu+\sum_j\sin(jt+j)e_j$, with orthonormal $e_j$ orthogonal to the unit "
            "vector $u$, converges in direction to $u$, in any dimension $d$: what is added has length at "
            r"most $\sqrt{d-1}$, so that $\lVert v/\lVert v\rVert-u\rVert^2\le(d-1)/t^2$.",
            shown_by=["length", "direction"],
            source="prose",
        ),
        Assertion(
            r"Along a normal $\sum\alpha_je_j$ of a hyperplane through 0 and $u$ the curve "
            "is a sum of sines with integral 0 over each period and mean square "
            r"$\sum\alpha_j^2/2$; so it takes both signs in every period and crosses for ever, here for "
            "three of the $e_j$.",
            shown_by=["mean", "energy"],
            source="prose",
        ),
        Remark("In ten dimensions it changes its side of random hyperplanes at least twice in every period."),
        Remark(
            "It is a curve, not the path of a gradient flow: that training can cross "
            "infinitely often is not shown."
        ),
    ],
    formula={
        "length": Le(Sum(1 - cosines[index] ** 2, (index, 1, others)), others, evaluate=False),
        "direction": Implies(
            And(Eq(norm**2, t**2 + added), norm > 0, added >= 0, added <= most),
            2 - 2 * t / norm <= most / t**2,
        ),
        "mean": Eq(Integral(_wave, (t, start, start + 2 * pi)), 0),
        "energy": Eq(Integral(_wave**2, (t, start, start + 2 * pi)), pi * sum(x**2 for x in amplitudes)),
    },
    domain={
        t: positive, start: Reals, **dict.fromkeys((*amplitudes, norm, added, most), Reals),
        others: Naturals0, cosines.label: RealArrays(1),
    },
)  # fmt: skip
