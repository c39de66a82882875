"""The two key properties of the generator: thresholds that centre the output, and a linear start."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Equivalent,
    Expr,
    Function,
    Implies,
    Integral,
    Interval,
    Le,
    Max,
    Naturals0,
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
from theory.nonlinearity_generator.gaussian import mean_output

x, z, t, s, r, a, b, p, q = symbols("x z t s r a b p q", real=True)
near = symbols("t_0", real=True)
_near_minus_one = Interval(-1 - Rational(1, 10**6), -1 + Rational(1, 10**6))


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
            r"For $X$ of any law with a mean, $m(t)=E\max(X,t)$ is at least $\max(EX,t)$, never falls, grows "
            r"by at most $t-s$ from $s$ to $t$, and $m(t)-EX=\int_{-\infty}^tP(X\le r)\,dr$.",
            shown_by=["at_least", "rises", "excess", "proof_for_every_law"],
        ),
        Assertion(
            "It has a zero if and only if $EX<0$, which is then unique, or $EX=0$ and $t$ is at most the "
            "least value of $X$; there is none for $EX>0$.",
            shown_by=["slope_below", "idle", "proof_of_the_zeros_for_every_law"],
            source="prose",
        ),
        Assertion(
            "For $X$ of two values the zero is given in closed form.",
            shown_by=["zero", "unique", "none", "centred"],
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
        "at_least": And(Max(x, t) >= x, Max(x, t) >= t),
        "rises": Implies(s <= t, And(Max(x, t) - Max(x, s) >= 0, Max(x, t) - Max(x, s) <= t - s)),
        "excess": Eq(Integral(Piecewise((1, x <= r), (0, True)), (r, x, Max(x, t))), Max(x, t) - x),
        "slope_below": Implies(And(x <= s, s <= t), Eq(Max(x, t) - Max(x, s), t - s)),
        "idle": Equivalent(Eq(Max(x, t), x), t <= x),
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
    captions={
        "slope_below": "Where $x\\le s$ the output grows as fast as the threshold.",
        "idle": "The output is the input exactly where the threshold is no larger.",
    },
    domain={x: Reals, a: Reals, b: Reals, p: Interval.open(0, 1), t: Reals, s: Reals, q: Reals}
    | {near: _near_minus_one},
    printed=Eq(_two_point(t), 0),
    erratum="missing assumption",
    objection=(
        "The property promises a threshold with mean output 0; there is none where the mean of the "
        "input is positive, nor for a standard normal input."
    ),
)

w_1, w_2, w_3, z_1, z_2, z_3, fan, scale = symbols("w_1 w_2 w_3 z_1 z_2 z_3 n s_0", real=True)
_inside = And(*[Abs(entry) <= 1 for entry in (z_1, z_2, z_3)])
_of_three = w_1 * z_1 + w_2 * z_2 + w_3 * z_3 + b

#: Numbers of inputs summed so far, and of layers passed.
k, layer = symbols("k l", integer=True)
#: Weights and inputs of a unit, the partial sums of their products and of the weights' absolute values.
w, u, S, A = (Function(name, real=True) for name in ("w", "u", "S", "A"))
#: Layer by layer: the largest absolute value, and the largest sum of absolute weights and absolute bias.
M, N, beta = (Function(name, real=True) for name in ("M", "N", "beta"))
total, norm = symbols("s_n a_n", real=True)

linear_start = Claim(
    "nonlinearity_generator.linear_start",
    title="When the whole network starts linear",
    where="Section 2.1",
    says=[
        Assertion(
            r"With any number of inputs in $[-1,1]$ and $t=-1$ a unit with $\lVert "
            r"w\rVert_1+|b|\le1$ has $|s|\le1$, so it is linear.",
            shown_by=["partial", "bounded"],
            source="prose",
        ),
        Assertion(
            "If every unit of a network satisfies that, every layer gets inputs in $[-1,1]$ and the whole "
            "network is linear, at any depth.",
            shown_by=["layers", "proof_layer_by_layer"],
            source="prose",
        ),
        Assertion(
            "Xavier's weights break that on average as soon as there are two inputs and "
            r"outputs: the mean of $\lVert w\rVert_1$ over $n$ of each is $\sqrt{3n}/2$.",
            shown_by=["mean_norm", "xavier", "exceeds", "proof_that_small_weights_are_not_enough"],
        ),
        Assertion(
            "Batch normalisation makes Gaussian pre-activations cross $-1$ with chance "
            r"$\Phi(-1)=15.87$ per cent.",
            shown_by=["clipped", "share"],
        ),
        Remark(
            "For three inputs and outputs Xavier's weights are uniform on $[-1,1]$: that they are so small "
            "does not make a unit linear."
        ),
    ],
    printed_source="prose",
    formula={
        "partial": Le(Abs(S(k)), A(k)),
        "bounded": Implies(
            And(Abs(total) <= norm, norm + Abs(b) <= 1),
            And(total + b <= 1, total + b >= -1, Eq(Max(total + b, -1), total + b)),
        ),
        "layers": Le(M(layer), 1),
        "mean_norm": Eq(2 * fan * Integral(x / (2 * scale), (x, 0, scale)), fan * scale / 2),
        "xavier": equation(Subs(fan * scale / 2, scale, sqrt(6) / sqrt(2 * fan)), sqrt(3 * fan) / 2),
        "exceeds": Implies(fan >= 2, sqrt(3 * fan) / 2 > 1),
        "clipped": Eq(Integral(phi(z), (z, -oo, t)), Phi(t)),
        "share": Abs(Phi(near) - Rational(1587, 10**4)) < Rational(1, 10**4),
    },
    domain=dict.fromkeys((w_1, w_2, w_3, z_1, z_2, z_3, b, t, total, norm), Reals)
    | {fan: positive, scale: positive, k: Naturals0, layer: Naturals0, near: _near_minus_one},
    printed=Implies(
        And(_inside, Abs(w_1) <= 1, Abs(w_2) <= 1, Abs(w_3) <= 1), Eq(Max(_of_three, -1), _of_three)
    ),
    erratum="missing assumption",
    objection=(
        "The text asks that every weight be small; for three weights of size 1 the sum leaves "
        "$[-1,1]$ all the same, and it is the sum of the sizes, with that of the bias, that has to be "
        "at most 1."
    ),
)
