"""What the paper says of neighbouring notions: other conditions on gradients, normalisation, batches."""

from __future__ import annotations

from sympy import (
    And,
    Implies,
    IndexedBase,
    Integral,
    KroneckerDelta,
    Mul,
    Naturals,
    Rational,
    Sum,
    Symbol,
    cos,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)

from theory.claim import Assertion, Claim, RealArrays, Reals, Remark, nonnegative, positive
from theory.gaussian import phi as density
from theory.shortcut.setting import N, equals, phi, real, shares

S, E, P, D, gap, m, delta, n, z, t = real("S E P D gap m delta n z t")
#: Number of inputs of a patch, and two of them.
dimension, i, j = symbols("p i j", integer=True)
v = IndexedBase(Symbol("v", real=True))
#: Chances that a run with one example a step breaks stage I, and that one with sixteen keeps to it.
single, sixteen = real("pi_1 pi_16")

coherence = Claim(
    "shortcut.coherence",
    title="One-point convexity and variational coherence are special cases of partial dissipativity",
    where="Section 3, after Definition 3; Section 5",
    says=[
        Assertion(
            r"With $S=\langle-F,\text{target}-\text{point}\rangle$ and $E$ the squared distance, one-point "
            r"convexity ($S\ge mE$) and variational coherence ($S\ge0$) are the cases $\delta=0$, and "
            r"$c=0=\delta$; both entail it for every larger $\delta$.",
            shown_by=["one_point", "coherent"],
            source="prose",
        ),
        Assertion(
            "The gradient in $w$ is one-point convex where Lemma 11 speaks of it; but that in $a$ is not "
            r"even coherent while the filter is wrong: for $d=a-a^*$ along $-a^*$ and $1^\top a^*=0$ the "
            r"product is negative where $0<(\pi-1)\lVert d\rVert<(\pi-g)\sqrt N$. So an error $\delta>0$ "
            "is needed there.",
            shown_by=["not_coherent"],
        ),
        Remark(
            "With the output layer known only the gradient in $w$ is left, and one-point convexity does: "
            "see prose5."
        ),
    ],
    formula={
        "one_point": Implies(And(m * E <= S, delta >= 0), m * E - delta <= S),
        "coherent": Implies(And(S >= 0, delta >= 0), 0 * E - delta <= S),
        "not_coherent": Implies(
            And((pi - 1) * n < gap * sqrt(N), n > 0), (pi - 1) * n**2 + gap * (-sqrt(N) * n) < 0
        ),
    },
    domain={
        S: Reals, E: nonnegative, m: nonnegative, delta: Reals, gap: nonnegative, N: positive, n: nonnegative,
    },
)  # fmt: skip

normalisation = Claim(
    "shortcut.batchnorm",
    title="Dividing by the filter's length is batch normalisation over the population",
    where="Section 2, prose after Eq. 8",
    says=[
        Assertion(
            r"Over patches $Z$ with mean 0 and covariance $I$ the pre-activation $v^\top Z$ has mean 0 and "
            r"variance $\lVert v\rVert^2$, for any number of inputs.",
            shown_by=["variance"],
            source="prose",
        ),
        Assertion(
            "So the division by the standard deviation is that by the length, and a filter that is $t$ times "
            "as long gives the same.",
            shown_by=["standardised"],
            source="prose",
        ),
        Assertion(
            "Over batches of fresh Gaussian patches, normalised pre-activations differ from that by an "
            r"amount of order $1/\sqrt B$.",
            shown_by=["proof_that_batches_come_near_the_population"],
        ),
    ],
    formula={
        "variance": equals(
            Sum(Sum(v[i] * v[j] * KroneckerDelta(i, j), (j, 1, dimension)), (i, 1, dimension)),
            Sum(v[i] ** 2, (i, 1, dimension)),
        ),
        "standardised": equals(Mul(t * z, 1 / sqrt((t * n) ** 2), evaluate=False), z / n),
    },
    domain={dimension: Naturals, v.label: RealArrays(1), z: Reals, t: positive, n: positive},
)

batches = Claim(
    "shortcut.batches",
    title="Large batches mimic gradient descent, small ones do not",
    where="Section 5, prose",
    says=[
        Assertion(
            "Runs on fresh batches of $B$ examples from one start deviate from gradient descent, after "
            r"stage I, by an amount of order $1/\sqrt B$ in the mean square, for $B=16$ to 1024.",
            shown_by=["proof_that_deviations_fall_like_one_over_the_root"],
            source="prose",
        ),
        Assertion(
            r"With $k=4$, $p=4$, $a^*=(1,\frac12,-\frac12,1)$, $\phi_0=\pi/3$, the worst start, "
            r"$\eta_a=\pi/(k+\pi-1)$ and $\eta_wN=\eta_a/10$ a run with $B=16$ keeps $\phi\le5\pi/12$ and "
            r"has $x\ge1/20$ at the end of stage I with a chance above .9; one with $B=1$ does not "
            "with a chance above .2.",
            shown_by=["sixteen", "single"],
            source="prose",
        ),
    ],
    formula={"sixteen": sixteen > Rational(9, 10), "single": single > Rational(1, 5)},
    domain={sixteen: shares, single: shares},
)

_r, _s = cos(t), cos(t - phi)


def _angular(power: int, other: int) -> Integral:
    """Angular integral of the product of two ReLUs' powers."""
    return Integral(_r**power * _s**other, (t, phi - pi / 2, pi / 2))


noise = Claim(
    "shortcut.beyond.noise",
    title="The covariance of the stochastic gradient in a, exactly",
    where="Beyond the paper: Section 5",
    kind="beyond",
    says=[
        Assertion(
            r"The moments $Er^2s$, $Er^3s$ and $Er^2s^2$ of two ReLUs at the angle $\phi$ are radial "
            r"integrals times $\frac13(1+\cos\phi)^2$, "
            r"$(\frac38(\pi-\phi)+\frac14\sin2\phi-\frac1{32}\sin4\phi)\cos\phi+\frac14\sin^5\phi$ and "
            r"$\frac18((\pi-\phi)(1+2\cos^2\phi)+3\sin\phi\cos\phi)$.",
            shown_by=["square", "cubic", "quartic", "radius_three", "radius_four"],
        ),
        Assertion(
            "With the joint cumulants summed over patches they give the mean and the variance of the "
            "gradient of one example along any vector, in random problems.",
            shown_by=["proof_by_sampled_gradients"],
        ),
    ],
    formula={
        "cubic": equals(
            _angular(3, 1),
            (3 * (pi - phi) / 8 + sin(2 * phi) / 4 - sin(4 * phi) / 32) * cos(phi) + sin(phi) ** 5 / 4,
        ),
        "quartic": equals(
            _angular(2, 2), ((pi - phi) * (1 + 2 * cos(phi) ** 2) + 3 * sin(phi) * cos(phi)) / 8
        ),
        "square": equals(_angular(2, 1), (1 + cos(phi)) ** 2 / 3),
        "radius_three": equals(Integral(t**4 * density(t), (t, 0, oo)), Rational(3, 2)),
        "radius_four": equals(Integral(t**5 * density(t), (t, 0, oo)), 8 * density(0)),
    },
    domain={phi: Reals},
)
