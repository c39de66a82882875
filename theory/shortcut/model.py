"""Network, loss, reduction, first angle and update (Section 2)."""

from __future__ import annotations

from sympy import (
    Abs,
    Derivative,
    Expr,
    Implies,
    IndexedBase,
    Integral,
    Interval,
    Matrix,
    Max,
    Mul,
    Naturals,
    Rational,
    Subs,
    Sum,
    Symbol,
    Union,
    atan,
    cos,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)  # fmt: skip

from theory.claim import Assertion, Claim, RealArrays, RealMatrices, Reals, Remark, nonnegative, positive
from theory.gaussian import phi as density
from theory.shortcut import any_patches
from theory.shortcut.setting import (
    DECAY,
    N,
    at_most,
    chi,
    domain,
    equals,
    eta,
    eta_w,
    g,
    k,
    kernel,
    next_chi,
    next_share,
    next_sigma,
    patches,
    phi,
    q,
    real,
    s,
    share,
    shares,
    sigma,
    turning,
    u,
    x,
)  # fmt: skip

S, A, B, C, P, z, b, n, t, y = real("S A B C P z b n t y")
u2, rest = real("u_2 rest")
nonzero = Union(Interval.open(-oo, 0), Interval.open(0, oo))

reduction = Claim(
    "shortcut.reduction",
    title="Gradient descent reduces exactly to three numbers",
    where="Eq. 8 with Proposition 16",
    says=[
        Assertion(
            r"With the sums $1^\top a^*$, $1^\top a$, $\lVert a^*_\perp\rVert^2$ and "
            r"$a^\top a^*_\perp$ the gradient in $a$ meets $1$ and $a^*_\perp$ in "
            "multiples of these, for any number of patches; and it meets every other vector $d$ with "
            r"$1^\top d=0=d^\top a^*$ in $(\pi-1)d^\top a/2\pi$.",
            shown_by=["meets_ones", "meets_rest", "meets_others"],
        ),
        Assertion(
            r"This gives recurrences for $\sigma$ and $\chi$, and shrinks all that is "
            "orthogonal to both by $1-c$.",
            shown_by=["mean", "perp", "orthogonal"],
        ),
        Assertion(
            "The filter moves in the plane of $v$ and $v^*$, so that its angle falls by "
            r"$\arctan(\eta_wNxh/2\pi)$; while $\eta_wN|x|\le2$ the argument is at most "
            r"$\sin\phi$, so no folding back into $[0,\pi]$ occurs.",
            shown_by=["turn", "unfolded"],
        ),
        Assertion(
            "Distances and the share $x$ after a step follow, and a start in the ball of "
            r"radius $|1^\top a^*|/\sqrt k$ has $\sigma_0=u_1$, $\chi_0=qu_2/\sqrt{1-q^2}$ "
            "with $(u_1,u_2)$ in the unit disc.",
            shown_by=["distance_w", "distance_a", "share", "start"],
        ),
        Remark(
            r"So $\sigma$, $\chi$ and $\phi$ follow a recurrence of their own, and neither $p$ nor the rest "
            "of $a$ matters. Full runs keep to it for 3000 steps."
        ),
    ],
    formula={
        "meets_ones": any_patches.meets_ones,
        "meets_rest": any_patches.meets_rest,
        "meets_others": any_patches.meets_others,
        "mean": equals((A - eta / (2 * pi) * ((k + pi - 1) * A - (k + g - 1) * S)) / S, next_sigma(A / S, g)),
        "perp": equals((C - eta / (2 * pi) * ((pi - 1) * C - (g - 1) * P)) / P, next_chi(C / P, g)),
        "orthogonal": equals(z - eta / (2 * pi) * (pi - 1) * z, (1 - DECAY) * z),
        "turn": equals(
            Matrix([cos(phi) + b * sin(phi), sin(phi) - b * cos(phi)]),
            sqrt(1 + b**2) * Matrix([cos(phi - atan(b)), sin(phi - atan(b))]),
        ),
        "unfolded": Implies(
            eta_w * N * Abs(x) <= 2, Abs(eta_w * N * x * (1 - u) * s / 2) <= s
        ),
        "distance_w": equals((cos(phi) - 1) ** 2 + sin(phi) ** 2, 2 * (1 - cos(phi))),
        "distance_a": equals(
            N * (q**2 * sigma**2 + (1 - q**2) * chi**2) + rest - 2 * N * share(sigma, chi) + N,
            N * (q**2 * (sigma - 1) ** 2 + (1 - q**2) * (chi - 1) ** 2) + rest,
        ),
        "share": equals(
            share(next_sigma(sigma, g), next_chi(chi, g)), next_share(share(sigma, chi), sigma, g)
        ),
        "start": equals(
            q * sqrt(N) * u2 * sqrt(N * (1 - q**2)) / (N * (1 - q**2)), q * u2 / sqrt(1 - q**2)
        ),
    },
    domain={
        **domain, S: nonzero, P: positive, q: Interval.Ropen(0, 1), u: shares, s: shares,
        eta_w: positive, **dict.fromkeys((A, C, z, b, phi, x, sigma, chi, u2), Reals), rest: nonnegative,
        **any_patches.vectors, any_patches.d: RealMatrices(any_patches.K, 1),
    },
)  # fmt: skip

#: Number of inputs of a patch, and one of them.
dimension, i = symbols("p i", integer=True)
weights, inputs = (IndexedBase(Symbol(name, real=True)) for name in ("w", "z"))


def _over_inputs(term: Expr) -> Sum:
    return Sum(term, (i, 1, dimension))


network = Claim(
    "shortcut.eq1",
    title="A shortcut is average pooling, and filter and output weights trade their scale",
    where="Eqs. 1-6",
    says=[
        Assertion(
            r"In $f=\sum_ja_j\max(0,v^\top Z_j)$ with $v=1/\sqrt p+w$ the term added to "
            r"$w^\top Z_j$ is $\sqrt p$ times the mean of the patch.",
            shown_by=["pooling"],
            source="reconstructed",
        ),
        Assertion(
            r"$(v,a)\mapsto(tv,a/t)$, $t>0$, leaves a term as it is, and dividing $v$ by "
            "its length, which becomes $t$ times what it was, removes that freedom.",
            shown_by=["scale", "length", "normalised"],
            source="prose",
        ),
    ],
    formula={
        "pooling": equals(
            _over_inputs((1 / sqrt(dimension) + weights[i]) * inputs[i]),
            sqrt(dimension) * (_over_inputs(inputs[i]) / dimension) + _over_inputs(weights[i] * inputs[i]),
        ),
        "scale": equals(b / t * Max(0, t * z), b * Max(0, z)),
        "length": equals(_over_inputs((t * weights[i]) ** 2), t**2 * _over_inputs(weights[i] ** 2)),
        "normalised": equals(Mul(t * z, 1 / (t * n), evaluate=False), z / n),
    },
    domain={
        dimension: Naturals, weights.label: RealArrays(1), inputs.label: RealArrays(1),
        **dict.fromkeys((b, z), Reals), t: positive, n: positive,
    },
)  # fmt: skip

population_problem = Claim(
    "shortcut.eq7",
    title="The population loss",
    where="Eq. 7",
    kind="definition",
    says=[
        Remark("$L(w,a)=E(f-f^*)^2/2$ over Gaussian patches, minimised over $w$ and $a$."),
    ],
)

dissipative = Claim(
    "shortcut.def3",
    title="Partial dissipativity",
    where="Definition 3",
    kind="definition",
    says=[
        Remark(
            r"For $F$ the gradient in $w$ (or $a$), constants $c\ge0$ and $\delta\ge0$: "
            r"$\langle-F,\text{target}-\text{point}\rangle\ge "
            r"c\lVert\text{point}-\text{target}\rVert^2-\delta$ on a set; jointly, the sum "
            r"of both with error $2\delta$."
        ),
    ],
)


closed_forms = Claim(
    "shortcut.prop16",
    title="Population loss and gradient in closed form",
    where="Proposition 16",
    says=[
        Assertion(
            r"The kernel $E\max(0,u^\top Z)\max(0,v^\top Z)=g/2\pi$ is a radial times an "
            r"angular integral; different patches contribute $(E\max(0,z))^2=1/2\pi$.",
            shown_by=["radius", "angle", "apart"],
            source="reconstructed",
        ),
        Assertion(
            "Summed up over any number of patches this is the loss $L$ stated.",
            shown_by=["pairs", "loss"],
            source="reconstructed",
        ),
        Assertion(
            r"$L(a+d)-L(a)$ is $d^\top\nabla_a$ plus a quadratic form in $d$, for every $d$, with the "
            "gradient in $a$ stated.",
            shown_by=["moved"],
            source="reconstructed",
        ),
        Assertion(
            "The gradient in $w$ follows from $g'=-h$ and the angle's gradient, the unit "
            "tangent over the filter's length.",
            shown_by=["slope", "turn", "grad_w"],
            source="reconstructed",
        ),
        Remark(
            "Off the unit norm only the gradient in $w$ changes, by the factor "
            r"$1/\lVert1/\sqrt p+w\rVert$."
        ),
    ],
    formula={
        "radius": equals(Integral(t**3 * density(t), (t, 0, oo)), 2 * density(0)),
        "angle": equals(Integral(cos(t) * cos(t - phi), (t, phi - pi / 2, pi / 2)), kernel(phi) / 2),
        "apart": equals(Integral(t * density(t), (t, 0, oo)) ** 2, 1 / (2 * pi)),
        "pairs": any_patches.pairs,
        "loss": any_patches.loss,
        "moved": any_patches.moved,
        "slope": equals(Derivative(kernel(phi), phi), -turning(phi)),
        "turn": equals(
            Matrix([Derivative(atan(y / x), x), Derivative(atan(y / x), y)]), Matrix([-y, x]) / (x**2 + y**2)
        ),
        "grad_w": equals(
            -B / (2 * pi) * -turning(phi) * Matrix([-sin(phi), cos(phi)]) / n,
            -B * (pi - phi) / (2 * pi * n) * Matrix([1 - cos(phi) ** 2, -cos(phi) * sin(phi)]),
        ),
    },
    domain={
        **any_patches.vectors, **any_patches.families, any_patches.d: RealMatrices(any_patches.K, 1),
        **dict.fromkeys((phi, y, B, g), Reals), x: positive, n: positive,
    },
)  # fmt: skip


prior = Claim(
    "shortcut.assumption1",
    title="The shortcut prior bounds the first angle",
    where="Assumption 1",
    says=[
        Assertion(
            r"$\lVert v^*-1/\sqrt p\rVert^2=2-2\cos\phi_0=(2\sin(\phi_0/2))^2$ and the "
            r"sine rises, looked at up to $\phi_0=.99\pi$.",
            shown_by=["chord", "rises", "rising"],
            source="prose",
        ),
        Assertion(
            r"So a distance of at most $c$ means $\phi_0\le2\arcsin(c/2)$: $\pi/3$ for "
            r"$c=1$, and less than $\pi/2$ for $c<\sqrt2$.",
            shown_by=["sixty", "right"],
            source="prose",
        ),
    ],
    formula={
        "chord": equals(2 - 2 * cos(phi), (2 * sin(phi / 2)) ** 2),
        "rises": equals(Derivative(2 * sin(phi / 2), phi), cos(phi / 2)),
        "rising": cos(pi * u / 2) > 0,
        "sixty": equals(Subs(2 - 2 * cos(phi), phi, pi / 3), 1),
        "right": equals(Subs(2 - 2 * cos(phi), phi, pi / 2), 2),
    },
    domain={phi: Reals, u: Interval(0, Rational(99, 100))},
)

_beta = real("beta")[0]
update = Claim(
    "shortcut.eq8",
    title="Normalised gradient descent",
    where="Eq. 8",
    says=[
        Assertion(
            "The gradient in $w$ is orthogonal to the filter, so a step only lengthens "
            r"it, to $\sqrt{1+\beta^2\sin^2\phi}$ with $\beta=\eta_wa^\top "
            r"a^*(\pi-\phi)/2\pi$, and normalising brings it back to 1.",
            shown_by=["tangent", "length"],
            source="reconstructed",
        ),
        Assertion(
            r"The radius $|1^\top a^*|/\sqrt k$ of the ball of starts is $q\lVert "
            r"a^*\rVert$, at most $\lVert a^*\rVert$.",
            shown_by=["radius", "at_most"],
        ),
    ],
    formula={
        "tangent": equals(cos(phi) * (1 - cos(phi) ** 2) - sin(phi) * cos(phi) * sin(phi), 0),
        "length": equals(
            (cos(phi) + _beta * (1 - cos(phi) ** 2)) ** 2 + (sin(phi) - _beta * cos(phi) * sin(phi)) ** 2,
            1 + _beta**2 * sin(phi) ** 2,
        ),
        "radius": equals(sqrt(k * q**2 * N) / sqrt(k), q * sqrt(N)),
        "at_most": at_most(q * sqrt(N), sqrt(N)),
    },
    domain={phi: Reals, _beta: Reals, k: patches, q: shares, N: positive},
)
