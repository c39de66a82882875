"""Network, loss, reduction, first angle and update (Section 2)."""

from __future__ import annotations

from sympy import (
    Abs,
    Derivative,
    Expr,
    Implies,
    Integral,
    Interval,
    Matrix,
    Max,
    Rational,
    Subs,
    Union,
    atan,
    cos,
    eye,
    ones,
    oo,
    pi,
    sin,
    sqrt,
)  # fmt: skip

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
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
_a, _star = Matrix(real("a_1 a_2 a_3")), Matrix(real("s_1 s_2 s_3"))
_ones = ones(3, 1)
_mix = _ones * _ones.T + (pi - 1) * eye(3)
_grad_a = (_mix * _a - (_ones * _ones.T + (g - 1) * eye(3)) * _star) / (2 * pi)
_perp = _star - _ones * (sum(_star) / 3)
_square = (_perp.T * _perp)[0]
_vectors = dict.fromkeys((*_a, *_star), Reals)
nonzero = Union(Interval.open(-oo, 0), Interval.open(0, oo))

reduction = Claim(
    "shortcut.reduction",
    title="Gradient descent reduces exactly to three numbers",
    where="Eq. 8 with Proposition 16",
    says=[
        Assertion(
            r"With the sums $1^\top a^*$, $1^\top a$, $\lVert a^*_\perp\rVert^2$ and "
            r"$a^\top a^*_\perp$ the gradient in $a$ meets $1$ and $a^*_\perp$ in "
            "multiples of these, for any number of patches.",
            shown_by=["meets_ones", "meets_rest"],
        ),
        Assertion(
            "For three patches it is so in coordinates.",
            shown_by=["vectors"],
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
        Assertion(
            r"So $\sigma$, $\chi$ and $\phi$ follow a recurrence of their own, which full "
            "runs keep to for 3000 steps.",
            shown_by=["proof_by_full_runs"],
        ),
    ],
    formula={
        "meets_ones": any_patches.meets_ones,
        "meets_rest": any_patches.meets_rest,
        "vectors": equals(
            Matrix([(_ones.T * _grad_a)[0], (_perp.T * _grad_a)[0]]),
            Matrix([
                (pi + 2) * sum(_a) - (g + 2) * sum(_star),
                (pi - 1) * (_perp.T * _a)[0] - (g - 1) * _square,
            ]) / (2 * pi),
        ),
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
        **domain, **_vectors, S: nonzero, P: positive, q: Interval.Ropen(0, 1), u: shares, s: shares,
        eta_w: positive, **dict.fromkeys((A, C, z, b, phi, x, sigma, chi, u2), Reals), rest: nonnegative,
        **any_patches.vectors,
    },
)  # fmt: skip

weights = Matrix(real("w_1 w_2 w_3"))
inputs = Matrix(real("z_1 z_2 z_3"))

network = Claim(
    "shortcut.eq1",
    title="A shortcut is average pooling, and filter and output weights trade their scale",
    where="Eqs. 1-6",
    says=[
        Assertion(
            r"In $f=\sum_ja_j\max(0,v^\top Z_j)$ with $v=1/\sqrt p+w$ the term added to "
            r"$w^\top Z_j$ is $\sqrt p$ times the mean of the patch, for $p=3$.",
            shown_by=["pooling"],
            source="reconstructed",
        ),
        Assertion(
            r"$(v,a)\mapsto(tv,a/t)$, $t>0$, leaves a term as it is, and dividing $v$ by "
            "its length removes that freedom, for $p=2$.",
            shown_by=["scale", "normalised"],
            source="prose",
        ),
        Assertion(
            "All three hold for random networks.",
            shown_by=["proof_on_random_networks"],
        ),
    ],
    formula={
        "pooling": equals(
            sum((1 / sqrt(3) + w) * z for w, z in zip(weights, inputs, strict=True)),
            sqrt(3) * (sum(inputs) / 3) + sum(w * z for w, z in zip(weights, inputs, strict=True)),
        ),
        "scale": equals(b / t * Max(0, t * z), b * Max(0, z)),
        "normalised": equals(t * x / sqrt((t * x) ** 2 + (t * y) ** 2), x / sqrt(x**2 + y**2)),
    },
    domain={
        **dict.fromkeys((*weights, *inputs, b, z, y), Reals), t: positive, x: positive,
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


def _inner(left: Matrix, right: Matrix, g: Expr) -> Expr:
    """E of the product of two outputs whose filters have the kernel value g."""
    return sum(left[i] * right[j] * (g if i == j else 1) / (2 * pi) for i in range(3) for j in range(3))


_loss = (
    (_a.T * _mix * _a)[0] - 2 * (_a.T * (_ones * _ones.T + (g - 1) * eye(3)) * _star)[0]
    + (_star.T * _mix * _star)[0]
) / (4 * pi)  # fmt: skip

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
            "Summed up for $k=3$ this is the loss, whose derivative in $a$ is the "
            "gradient stated.",
            shown_by=["loss", "grad_a"],
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
        "loss": equals((_inner(_a, _a, pi) - 2 * _inner(_a, _star, g) + _inner(_star, _star, pi)) / 2, _loss),
        "grad_a": equals(Matrix([Derivative(_loss, entry) for entry in _a]), _grad_a),
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
        **_vectors, **dict.fromkeys((phi, y, B, g), Reals), x: positive, n: positive,
    },
)  # fmt: skip


prior = Claim(
    "shortcut.assumption1",
    title="The shortcut prior bounds the first angle",
    where="Assumption 1",
    says=[
        Assertion(
            r"$\lVert v^*-1/\sqrt p\rVert^2=2-2\cos\phi_0=(2\sin(\phi_0/2))^2$ and the "
            r"sine rises on $[0,\pi/2]$.",
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
