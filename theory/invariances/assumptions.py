"""What the paper assumes about training, and what of it is needed (Section 2)."""

from __future__ import annotations

from sympy import Abs, And, Eq, Implies, Integral, Interval, cos, pi, sin

from theory.claim import Claim, Reals, positive
from theory.invariances.setting import a, b, real, sigma

w, z, scale, share = real("w z t lambda")
u_1, v_1, g_1, k_1, g_2, k_2 = real("u v g k g' k'")

signs_are_not_needed = Claim(
    "invariances.assumption1",
    title="Constant signs are not needed",
    where="Assumptions 1-3, Section 2",
    says="""The paper assumes that no weight changes its sign after some time (Assumption 1), which follows if
    w/|w| converges to a limit without zeros (2), and that losses are differentiable (3). For Lemmas 2 and 3,
    Theorem 1 and Eq. 13 the first is superfluous: R does not change when the weights into a unit are
    multiplied by t > 0 and those out of it by 1/t (invariant), so that every gradient, and every limit or
    convex combination of gradients, satisfies sum_in w g = sum_out w g (convex), whatever the slopes used at
    kinks. Gradient descent on a 4-6-5-1 ReLU network changes signs of weights while the drift of the vertex
    invariants falls like the step.""",
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
    says="""If w/|w| converges to a limit without zero entries, signs are constant from some time on: within a
    distance of the least |limit_e| in every entry no sign can differ (signs). That radius is the largest: in
    any larger ball there is a point with a zero entry (largest). That the direction ends up within the radius
    is what convergence means.""",
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
    says="""v(t) = t u + sum_j sin(j t + j) e_j, with e_1, e_2, ... orthonormal and orthogonal to the unit
    vector u, converges in direction to u: what is added has length at most sqrt(d - 1) (direction, in four
    dimensions). Along a normal sum alpha_j e_j of a hyperplane through 0 and u the curve is a sum of sines
    with integral 0 over each period (mean) and mean square (alpha^2 + ...)/2 (energy); it is continuous and
    not zero, so it takes both signs in each period. It is a curve, not the path of a gradient flow: that
    training can cross infinitely often is not shown.""",
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
