"""How long a unit sleeps at least: two clocks that descent cannot wind down faster than at a known rate.

All of it is in the plane of weight w > 0 along the target and bias b = c w < 0, in units of gamma. There the
gradient is Phi (w - H) along the weight, and the flow moves c at the rate phi (N/w - 1), with H and N below.
"""

from __future__ import annotations

from sympy import And, Derivative, Eq, Expr, Implies, Integral, Interval, Lt, Rational, oo
from sympy.logic.boolalg import Boolean

from theory.claim import Assertion, Claim, Reals, Remark, negative, nonnegative, positive
from theory.dying_relu import half_line
from theory.dying_relu.setting import c, eta, real, z
from theory.gaussian import Phi, phi

w, t, s, m, p, u, F = real("w t s m p u F")


def at_rest(c: Expr) -> Expr:
    """Weight on the ray b = c w at which its derivative vanishes, the inner nullcline."""
    return 1 - c * phi(c) / Phi(c)


def turning(c: Expr) -> Expr:
    """Weight on the ray b = c w at which c stands still; it falls beyond and rises below."""
    return 1 + c**2 - c * Phi(c) / phi(c)


def _after(w: Expr, c: Expr) -> Expr:
    """Weight after a step."""
    return w - eta * Phi(c) * (w - at_rest(c))


def _ratio_after(w: Expr, c: Expr) -> Expr:
    """Ratio c after a step."""
    return (c * w - eta * half_line.towards_bias(w, 1, c, 1)) / (w - eta * half_line.along(w, 1, c, 1))


def slow(t: Expr) -> Expr:
    """The clock of the strip, |c|^3/phi(c)."""
    return t**3 / phi(t)


def deep(t: Expr) -> Expr:
    """The clock of the right half, 1/(|c| (c^2 + 2) phi(c))."""
    return 1 / (t * (t**2 + 2) * phi(t))


H, N = at_rest(c), turning(c)
_cube = c * (c**2 + 3) * Phi(c) + (c**2 + 2) * phi(c)
_fourth = (c**4 + 6 * c**2 + 3) * Phi(c) + c * (c**2 + 5) * phi(c)
#: Bounds of the Mills ratio Phi/phi in the form of moments that are positive.
MOMENTS = (half_line.mean(c) > 0, half_line.square(c) > 0, _cube > 0, _fourth > 0)
#: phi(2) from above.
PEAK = Rational(27, 500)
#: The share of its weight that a step leaves, from below.
STAYS = Rational(973, 1000)


def least(t: Expr) -> Expr:
    """Upper bound of the inner nullcline at c = -t, a rational function."""
    return t**2 + 2 - 2 / (t**2 + 5)


def _mills(m: Expr, t: Expr) -> Boolean:
    """Bounds of the Mills ratio m = Phi(-t)/phi(t)."""
    return And(
        m * t < 1,
        m * (t**2 + 1) > t,
        m * t * (t**2 + 3) < t**2 + 2,
        m * (t**4 + 6 * t**2 + 3) > t * (t**2 + 5),
    )


#: The falling case in |c| = t, m = Phi/phi, p = phi, with u the weight beyond N: what is known, and the
#: weight after a step. F stands for it where the step has brought |c| from t to s.
FALLING = And(_mills(m, t), t >= 2, p <= PEAK)
FALLEN = 1 + t**2 + t * m + u - eta * p * (m * u + m * t**2 + t * m**2 - t)

sleep = Claim(
    "dying_relu.beyond.sleep",
    title="A unit with small targets sleeps at least this long",
    where="Beyond Section 5",
    kind="beyond",
    says=[
        Assertion(
            r"In the plane, $w>0$ and $c=b/w<0$, in units of $\gamma$, a step of descent with step size "
            r"$\eta$ takes $w$ to $w-\eta\Phi(w-H)$ and moves $c$ by $\eta\varphi(N-w)$ over the new "
            r"weight, where $H=1-c\varphi/\Phi$, $N=1+c^2-c\Phi/\varphi$.",
            shown_by=["weight_step", "ratio_step"],
        ),
        Assertion(
            r"Beyond the inner nullcline, $w\ge H$, the clock $|c|^3/\varphi(c)$ falls along the "
            r"gradient flow by at most 1 in a unit of time: to rise from $c_0$ to $c_1$ takes at "
            r"least $|c_0|^3/\varphi(c_0)-|c_1|^3/\varphi(c_1)$.",
            shown_by=["mean", "square", "cube", "slow_slope", "slow_rate"],
        ),
        Assertion(
            r"Descent with $\eta\le1$ stays beyond $H$ while $c\le-2$, and no step lowers this clock by "
            r"more than $\eta$: from $w\ge H$ and $|c|^3/\varphi(c)\ge\kappa^3/\varphi(\kappa)+\eta T$, "
            r"$\kappa\ge2$, all of $T$ updates keep $c\le-\kappa$.",
            shown_by=[
                "rising", "falling", "fallen", "fourth", "above", "mills", "peak", "slow_convex", "slow_step",
            ],
        ),
        Assertion(
            r"From every $w>0$, $c\le-2$ no step lowers $1/(|c|(c^2+2)\varphi(c))$ by more than $\eta$ "
            r"times the larger of $1/w_0$ and $\frac15$, $w_0$ the first weight.",
            shown_by=["least_weight", "deep_slope", "deep_convex", "deep_step"],
        ),
        Assertion(
            "Both bounds hold in runs of descent, and starts that they certify sleep on. An aligned start "
            r"with $\gamma/w_0$ from .0003 to .01 comes back to half its depth after 1 to 4.5 times the "
            "first bound from the deepest point.",
            shown_by=[
                "proof_on_runs_of_descent",
                "proof_that_certified_starts_sleep_on",
                "proof_beside_the_time_to_recover",
            ],
        ),
        Remark(
            r"With $w$ and $b$ in units of $\gamma$ this is so for every $\gamma$. The factor that is "
            r"lost tends to 3."
        ),
    ],
    formula={
        **{name: half_line.as_integrals(c, z)[name] for name in ("mean", "square")},
        "cube": Eq(Integral((z + c) ** 3 * phi(z), (z, -c, oo)), _cube),
        "fourth": Eq(Integral((z + c) ** 4 * phi(z), (z, -c, oo)), _fourth),
        "weight_step": Eq(w - eta * half_line.along(w, 1, c, 1), _after(w, c)),
        "ratio_step": Eq(_ratio_after(w, c) - c, eta * phi(c) * (N - w) / _after(w, c)),
        "slow_slope": Eq(Derivative(slow(t), t), (t**4 + 3 * t**2) / phi(t)),
        "slow_rate": Implies(And(*MOMENTS[:3], w >= H), (c**4 + 3 * c**2) * (N / w - 1) <= 1),
        "rising": Implies(w >= H, _after(w, c) >= H),
        "above": Implies(_fourth > 0, least(c) > H),
        "mills": Implies(And(*MOMENTS), _mills(Phi(c) / phi(c), -c)),
        "peak": Lt(phi(2), PEAK, evaluate=False),
        "falling": Implies(FALLING, And(STAYS * (t**2 + 1 + u) <= FALLEN, least(t) + u / 10 <= FALLEN)),
        "fallen": Implies(
            And(t >= 2, s >= t, STAYS * (t**2 + 1 + u) <= F, least(t) + u / 10 <= F, (s - t) * F <= PEAK * u),
            least(s) <= F,
        ),
        "slow_convex": Eq(Derivative((t**4 + 3 * t**2) / phi(t), t), (t**5 + 7 * t**3 + 6 * t) / phi(t)),
        "slow_step": Implies(
            And(*MOMENTS[:3], w >= H, w <= N), (c**4 + 3 * c**2) * (N - w) <= _after(w, c)
        ),
        "least_weight": Implies(
            And(*MOMENTS[:2], c <= -2),
            And(Implies(w >= 5, _after(w, c) >= 5), Implies(w <= H, _after(w, c) >= w)),
        ),
        "deep_slope": Eq(Derivative(deep(t), t), deep(t) * (t - 1 / t - 2 * t / (t**2 + 2))),
        "deep_convex": Eq(
            Derivative(t - 1 / t - 2 * t / (t**2 + 2), t) * (t**2 + 2) ** 2 * t**2,
            t**6 + 7 * t**4 + 4 * t**2 + 4,
        ),
        "deep_step": Implies(And(*MOMENTS[:2], w > 0), (N - w) / (c**2 + 2) <= 1),
    },
    domain={
        c: negative, z: Reals, u: nonnegative, eta: Interval.Lopen(0, 1),
        **dict.fromkeys((w, t, s, m, p, F), positive),
    },
)  # fmt: skip
