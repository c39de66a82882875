"""Gaussian inputs: means, energies and their way through depth; initialisation and normalisation."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Equivalent,
    Expr,
    Implies,
    Integral,
    Interval,
    Max,
    Piecewise,
    Rational,
    Subs,
    oo,
    pi,
    sqrt,
    symbols,
)

from theory.claim import Assertion, Claim, Reals, Remark, equation, positive
from theory.gaussian import Phi, phi

z, t, mu, rho, sigma, s, a, b, p, q, v = symbols("z t mu rho sigma s a b p q v", real=True)
near, near_mu, root = symbols("t_0 mu_0 r", real=True)
x, y = symbols("x y", real=True)


def mean_output(mu: Expr, sigma: Expr, t: Expr) -> Expr:
    """E max(X, t) for X normal with mean mu and standard deviation sigma."""
    cut = (t - mu) / sigma
    return t * Phi(cut) + mu * Phi(-cut) + sigma * phi(cut)


def energy(mu: Expr, sigma: Expr, t: Expr) -> Expr:
    """E max(X, t)^2."""
    cut = (t - mu) / sigma
    return t**2 * Phi(cut) + (mu**2 + sigma**2) * Phi(-cut) + sigma * (mu + t) * phi(cut)


def _two_point(t: Expr) -> Expr:
    """E max(X, t) for X = a with chance p, else b."""
    return p * Max(a, t) + (1 - p) * Max(b, t)


_EX = p * a + (1 - p) * b
_root = Piecewise((0, b <= 0), (-(1 - p) * b / p, True))

zero_mean = Claim(
    "nonlinearity_generator.property1",
    title="When a threshold makes the mean output zero",
    where="Property 1, Section 2.1",
    says=[
        Assertion(
            r"For $X$ of two values $m(t)=E\max(X,t)$ is at least $\max(EX,t)$; it has a "
            "zero if and only if $EX<0$, which is then unique and given in closed form, "
            "or $EX=0$ and $t$ is at most the least value of $X$; there is none for "
            "$EX>0$.",
            shown_by=["bound", "zero", "unique", "none", "centred"],
            source="prose",
        ),
        Assertion(
            "So it is for uniform laws of up to six values.",
            shown_by=["proof_on_uniform_laws_of_more_values", "proof_that_a_positive_mean_has_no_zero"],
        ),
        Assertion(
            "For a standard normal $X$ every finite $t$ has $m(t)>0$, the integral of the "
            r"positive function $(t-z)\varphi(z)$ over $z<t$; $m(-1)=0.0833$, ReLU has "
            "0.3989, PReLU with slope $1/4$ 0.2992.",
            shown_by=["normal", "slope", "at_minus_one", "prelu"],
        ),
    ],
    printed_source="prose",
    formula={
        "bound": And(_two_point(t) >= _EX, _two_point(t) >= t),
        "zero": Implies(And(a <= b, _EX < 0), Eq(_two_point(_root), 0)),
        "unique": Implies(And(_EX < 0, Eq(_two_point(t), 0), Eq(_two_point(s), 0)), Eq(t, s)),
        "none": Implies(_EX > 0, _two_point(t) > 0),
        "centred": Implies(And(a <= b, Eq(_EX, 0)), Equivalent(Eq(_two_point(t), 0), t <= a)),
        "normal": Eq(Integral((t - z) * phi(z), (z, -oo, t)), mean_output(0, 1, t)),
        "slope": Eq(Derivative(mean_output(0, 1, t), t), Phi(t)),
        "at_minus_one": Abs(mean_output(0, 1, near) - Rational(8332, 10**5)) < Rational(1, 10**5),
        "prelu": Eq(
            Integral(z * phi(z), (z, 0, oo)) + q * Integral(z * phi(z), (z, -oo, 0)), (1 - q) / sqrt(2 * pi)
        ),
    },
    domain={a: Reals, b: Reals, p: Interval.open(0, 1), t: Reals, s: Reals, q: Reals}
    | {near: Interval(-1 - Rational(1, 10**6), -1 + Rational(1, 10**6))},
    printed=Eq(_two_point(t), 0),
    erratum="missing assumption",
    objection=(
        "The paper promises an initial threshold that makes the mean output of every layer 0; for "
        "inputs with a positive mean there is none."
    ),
)

w_1, w_2, w_3, z_1, z_2, z_3, fan, scale = symbols("w_1 w_2 w_3 z_1 z_2 z_3 n s_0", real=True)
_inside = And(*[Abs(entry) <= 1 for entry in (z_1, z_2, z_3)])
_pre = w_1 * z_1 + w_2 * z_2 + w_3 * z_3 + b

linear_start = Claim(
    "nonlinearity_generator.linear_start",
    title="When the whole network starts linear",
    where="Section 2.1",
    says=[
        Assertion(
            r"With three inputs in $[-1,1]$ and $t=-1$ a unit with $\lVert "
            r"w\rVert_1+|b|\le1$ has $|s|\le1$, so it is linear.",
            shown_by=["bounded", "exceeds"],
            source="prose",
        ),
        Assertion(
            "So it is for units of any number of inputs.",
            shown_by=["proof_on_rational_units"],
            source="prose",
        ),
        Assertion(
            "Xavier's weights break that on average as soon as there are two inputs and "
            r"outputs: the mean of $\lVert w\rVert_1$ over $n$ of each is $\sqrt{3n}/2$.",
            shown_by=["mean_norm", "xavier", "proof_that_small_weights_are_not_enough"],
        ),
        Assertion(
            "Batch normalisation makes Gaussian pre-activations cross $-1$ with chance "
            r"$\Phi(-1)=15.87$ per cent.",
            shown_by=["clipped", "share"],
        ),
        Remark("Layer by layer the network is then linear."),
    ],
    printed_source="prose",
    formula={
        "bounded": Implies(
            And(_inside, Abs(w_1) + Abs(w_2) + Abs(w_3) + Abs(b) <= 1),
            And(_pre <= 1, _pre >= -1, Eq(Max(_pre, -1), _pre)),
        ),
        "mean_norm": Eq(2 * fan * Integral(x / (2 * scale), (x, 0, scale)), fan * scale / 2),
        "xavier": equation(Subs(fan * scale / 2, scale, sqrt(6) / sqrt(2 * fan)), sqrt(3 * fan) / 2),
        "exceeds": Implies(fan >= 2, sqrt(3 * fan) / 2 > 1),
        "clipped": Eq(Integral(phi(z), (z, -oo, t)), Phi(t)),
        "share": Abs(Phi(near) - Rational(1587, 10**4)) < Rational(1, 10**4),
    },
    domain=dict.fromkeys((w_1, w_2, w_3, z_1, z_2, z_3, b, t), Reals)
    | {fan: positive, scale: positive}
    | {near: Interval(-1 - Rational(1, 10**6), -1 + Rational(1, 10**6))},
    printed=Implies(And(_inside, Abs(w_1) <= 1, Abs(w_2) <= 1, Abs(w_3) <= 1), Eq(Max(_pre, -1), _pre)),
    erratum="missing assumption",
    objection=(
        "The text calls the whole network linear at the start; weights and inputs between $-1$ and 1 "
        "can add up to less than $-1$, where the unit is clipped."
    ),
)

#: Minus the mean of inputs of deviation 1 that the threshold -1 centres.
ROOT = Rational(100528438746, 10**12)
_given = sqrt(1 - rho**2)
_cut = (t - rho * z) / _given

gaussian = Claim(
    "nonlinearity_generator.beyond.gaussian",
    title="Mean, energy and correlation of the generator's output",
    where="Beyond Section 2.1",
    kind="beyond",
    says=[
        Assertion(
            r"For $X$ normal with mean $\mu$ and deviation $\sigma$, $A=(t-\mu)/\sigma$: "
            r"$E\max(X,t)=t\Phi(A)+\mu\Phi(-A)+\sigma\varphi(A)$, unchanged when $\mu$ and "
            "$t$ change places, and "
            r"$E\max(X,t)^2=t^2\Phi(A)+(\mu^2+\sigma^2)\Phi(-A)+\sigma(\mu+t)\varphi(A)$.",
            shown_by=["mean", "exchange", "energy"],
        ),
        Assertion(
            r"For $t=-1$, $\sigma=1$ the mean is zero at $\mu=-0.100528438746$.",
            shown_by=["root"],
        ),
        Assertion(
            r"For standard normal $X,Y$ of correlation $\rho$ the derivative of "
            r"$E[\max(X,t)\max(Y,t)]$ by $\rho$ given $X=z$, and the total derivative for "
            "integration by parts, are those stated.",
            shown_by=["correlated", "by_parts"],
        ),
        Assertion(
            r"That expectation grows with $\rho$ at the rate $P(X>t,Y>t)$.",
            shown_by=["proof_of_the_slope_in_the_correlation"],
        ),
    ],
    formula={
        "mean": Eq(
            Integral((mu + sigma * z) * phi(z), (z, (t - mu) / sigma, oo)) + t * Phi((t - mu) / sigma),
            mean_output(mu, sigma, t),
        ),
        "exchange": Eq(mean_output(mu, sigma, t), mean_output(t, sigma, mu), evaluate=False),
        "energy": Eq(
            Integral((mu + sigma * z) ** 2 * phi(z), (z, (t - mu) / sigma, oo))
            + t**2 * Phi((t - mu) / sigma),
            energy(mu, sigma, t),
        ),
        "root": Abs(mean_output(near_mu, 1, -1)) < Rational(2, 10**12),
        "correlated": Eq(
            Derivative(mean_output(rho * z, _given, t), rho), z * Phi(-_cut) - rho / _given * phi(_cut)
        ),
        "by_parts": Eq(Derivative(Phi(-_cut), z), rho / _given * phi(_cut)),
    },
    domain={mu: Reals, t: Reals, sigma: positive, z: Reals, rho: Interval.open(-1, 1)}
    | {near_mu: Interval(-ROOT - Rational(1, 10**12), -ROOT + Rational(1, 10**12))},
)
