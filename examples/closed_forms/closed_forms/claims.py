"""What the papers state."""

from sympy import Derivative, Integral, Interval, Symbol, cos, oo, pi, sin, sqrt

from relucidate import Assertion, Claim, Phi, Remark, equation, expectation, phi, positive

s, r, g = (Symbol(name, positive=True) for name in "srg")
n, v = Symbol("n", positive=True), Symbol("v", positive=True)
a, z, p, t = (Symbol(name, real=True) for name in "azpt")
HALF = Interval(0, oo)
ANGLES = Interval(0, pi)

xavier = Claim(
    "closed_forms.xavier",
    title="Variance behind a linear layer",
    where="Glorot & Bengio 2010, Section 4.2",
    says=[
        Assertion(
            r"A sum of $n$ products of centred weights of variance $v$ and signals of power $s^2$ has the "
            r"variance $n v s^2$.",
            ["formula"],
        ),
        Remark(r"It is kept for $v = 1/n$."),
    ],
    formula=equation(n * v * expectation(s**2 * z**2, z), n * v * s**2),
    domain={n: positive, v: positive, s: positive},
)

he = Claim(
    "closed_forms.he",
    title="Variance behind a ReLU layer",
    where="He et al. 2015, Section 2.2",
    says=[
        Assertion(r"Behind a ReLU half of the power is left, $n v s^2/2$.", ["formula"]),
        Remark(r"It is kept for $v = 2/n$."),
    ],
    formula=equation(n * v * expectation(s**2 * z**2, z, given=HALF), n * v * s**2 / 2),
    domain={n: positive, v: positive, s: positive},
)

_kept = expectation(s * z, z, given=HALF)
_damped = expectation(a * s * z, z, given=Interval(-oo, 0))
leaky = Claim(
    "closed_forms.leaky",
    title="Moments of a leaky ReLU",
    where="He et al. 2015, Section 2.2",
    says=[
        Assertion(
            r"With slope $a$ the mean is $(1 - a) s/\sqrt{2\pi}$ and the power $(1 + a^2) s^2/2$.",
            ["mean", "power"],
        )
    ],
    formula={
        "mean": equation(_kept + _damped, (1 - a) * s / sqrt(2 * pi)),
        "power": equation(
            expectation(s**2 * z**2, z, given=HALF)
            + expectation(a**2 * s**2 * z**2, z, given=Interval(-oo, 0)),
            (1 + a**2) * s**2 / 2,
        ),
    },
    domain={a: Interval(0, 1), s: positive},
)

_root = sqrt(1 + s**2)
gelu = Claim(
    "closed_forms.gelu",
    title="Mean of GELU",
    where="Hendrycks & Gimpel 2016, Section 2",
    says=[
        Assertion(
            r"An antiderivative of $z \Phi(sz) \varphi(z)$ is "
            r"$s\Phi(z\sqrt{1+s^2})/\sqrt{2\pi(1+s^2)} - \varphi(z)\Phi(sz)$, so that GELU has the mean "
            r"$s^2/\sqrt{2\pi(1+s^2)}$ at a signal of standard deviation $s$.",
            ["formula", "proof_of_the_limits"],
        )
    ],
    formula=equation(
        Derivative(s * Phi(z * _root) / (sqrt(2 * pi) * _root) - phi(z) * Phi(s * z), z),
        z * Phi(s * z) * phi(z),
    ),
    domain={z: Interval(-oo, oo), s: positive},
)

#: In the plane of two directions at the angle t both inputs are positive between these angles.
_both = (p, t - pi / 2, pi / 2)
_ARC0 = Integral(1, _both) / (2 * pi)
_ARC1 = Integral(cos(p) * cos(p - t), _both) / pi

arccos0 = Claim(
    "closed_forms.arccos0",
    title="Arc-cosine kernel of degree 0",
    where="Cho & Saul 2009, Section 2",
    says=[
        Assertion(
            r"Two steps at the angle $\theta$ are both active with chance $(\pi - \theta)/(2\pi)$.",
            ["formula"],
        )
    ],
    formula=equation(_ARC0, (pi - t) / (2 * pi)),
    domain={t: ANGLES},
)
arccos1 = Claim(
    "closed_forms.arccos1",
    title="Arc-cosine kernel of degree 1",
    where="Cho & Saul 2009, Section 2",
    says=[
        Assertion(
            r"Two ReLUs at the angle $\theta$ have the mean product "
            r"$(\sin\theta + (\pi - \theta)\cos\theta)/(2\pi)$.",
            ["formula"],
        )
    ],
    formula=equation(_ARC1, (sin(t) + (pi - t) * cos(t)) / (2 * pi)),
    domain={t: ANGLES},
)

student_teacher = Claim(
    "closed_forms.student_teacher",
    title="Population gradient of a ReLU student of a ReLU teacher",
    where="Tian 2017, Theorem 1",
    says=[
        Assertion(
            r"For a student of length $r$ and a teacher of length $g$ at the angle $\theta$, the gradient is "
            r"$r/2 - g(\sin\theta + (\pi - \theta)\cos\theta)/(2\pi)$ along the student and "
            r"$-g(\pi - \theta)\sin\theta/(2\pi)$ across.",
            ["along", "across"],
        )
    ],
    formula={
        "along": equation(r / 2 - g * _ARC1, r / 2 - g * (sin(t) + (pi - t) * cos(t)) / (2 * pi)),
        "across": equation(-g * Integral(sin(p) * cos(p - t), _both) / pi, -g * (pi - t) * sin(t) / (2 * pi)),
    },
    domain={r: positive, g: positive, t: ANGLES},
)
