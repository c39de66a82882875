"""Beyond the paper: saddle, critical angle, curvatures, speeds."""

from __future__ import annotations

from sympy import (
    And,
    Derivative,
    Equivalent,
    Expr,
    Implies,
    Interval,
    Max,
    Mul,
    Rational,
    Subs,
    atan,
    cos,
    pi,
    sin,
    sqrt,
)

from theory.claim import Claim, Reals, positive
from theory.shortcut.critical_points import profile
from theory.shortcut.setting import (
    DECAY,
    FAST,
    N,
    at_most,
    equals,
    eta,
    eta_w,
    g,
    k,
    kernel,
    patches,
    phi,
    q,
    real,
    rests,
    share,
    turning,
    without,
    x,
)  # fmt: skip

b, y, z, n, beta, t = real("b y z n beta t")
_level = (k + pi - 1 - pi * k * q**2) / (k + pi - 1 - k * q**2)
_resting = share(*rests(g))
_negative, _positive = ((y + side * sqrt(y**2 + 4 * b**2)) / 2 for side in (-1, 1))

saddle = Claim(
    "shortcut.beyond.saddle",
    title="The saddle between optimum and spurious point",
    where="Beyond the paper: Proposition 1",
    kind="beyond",
    says="""Critical points off v = +-v* have x = 0 and output weights at rest, so g = (k+pi-1-pi
    r)/(k+pi-1-r) (level), which depends on r/r_c = t only (level_by_ratio); this lies in (0, 1] (angles in
    [pi/2, pi)) exactly for r < r_c (there). L_min rises with the angle where the resting share is positive
    and falls where it is negative (slope, in units of N/4 pi; the resting share rises in g, rising): a
    barrier at the saddle. Under the gradient flow a loss below the barrier and an angle below the saddle's
    therefore mean the optimum. Across filter and output weights the Hessian has the block [[0, b'], [b, M/2
    pi]] with the eigenvalues (y -+ sqrt(y^2+4b^2))/2, y standing for the entry of M/2 pi (block; for one
    output weight), of product -b^2: exactly one negative eigenvalue,
    M being positive; p-2 directions turn the filter about v* and are flat.""",
    formula={
        "level": equals(_resting.subs(g, _level), 0),
        "level_by_ratio": equals(_level.subs(q, sqrt(t * (k + pi - 1) / (pi * k))), (1 - t) / (1 - t / pi)),
        "there": Implies(k * q**2 < (k + pi - 1) / pi, And(_level > 0, _level <= 1)),
        "slope": equals(Derivative(profile(g), g), -2 * _resting),
        "rising": equals(Derivative(_resting, g), q**2 / (k + pi - 1) + (1 - q**2) / (pi - 1)),
        "block": equals(z * (z - y) - b**2, (z - _negative) * (z - _positive)),
    },
    domain={
        **without(N, eta),
        b: Reals,
        z: Reals,
        y: positive,
        t: Interval.Ropen(0, 1),
        q: Interval.Ropen(0, 1),
    },
)

_angles = ((16, Rational(1, 20), Rational(5205, 10**4)), (100, Rational(1, 5), Rational(6234, 10**4)))
_half_digit = Rational(1, 2 * 10**4)


def _at(patches: int, square: Rational) -> Expr:
    """Kernel value at the saddle."""
    return (patches + pi - 1 - pi * patches * square) / (patches + pi - 1 - patches * square)


critical_angle = Claim(
    "shortcut.beyond.angle",
    title="With a small enough filter step, success means a first angle below the saddle's",
    where="Beyond the paper: Assumption 1",
    kind="beyond",
    says="""As rho -> 0 the output weights settle before the filter turns, at a share that is positive
    exactly for phi0 < phi_s: so warm-up tolerates angles beyond pi/2. phi_s/pi = .5205 (k = 16, q^2 = .05)
    and .6234 (k = 100, q^2 = .2), enclosed by the value of g. Runs at phi_s -+ .01 with small rho succeed
    and fail. For the plain network in that limit the chance is P(phi0 < phi_s), for p = 8, k = 25 .5539 at
    r = 1, .7476 at r = 4, and 1 from r_c = 8.64 on.""",
    formula={
        name: at_most(left, right)
        for i, (patches_, square, turn) in enumerate(_angles)
        for name, left, right in (
            (f"from_{i}", _at(patches_, square), kernel(pi * (turn - _half_digit))),
            (f"to_{i}", kernel(pi * (turn + _half_digit)), _at(patches_, square)),
        )
    },
)

_second = N * x * ((pi - phi) * cos(phi) - sin(phi)) / (2 * pi)
_third = -N * x * (2 * cos(phi) + (pi - phi) * sin(phi)) / (2 * pi)
curvature = Claim(
    "shortcut.beyond.hessian",
    title="Curvature at the optimum, and cubic growth at the spurious point",
    where="Beyond the paper: Proposition 1",
    kind="beyond",
    says="""At the optimum the eigenvalues are N/2 (p-1 times, from the second derivative of -N g/2 pi),
    (pi-1)/2 pi and (k+pi-1)/2 pi; it is stable exactly for eta_w < 4/N and eta_a < 4 pi/(k+pi-1). At the
    spurious point the filter directions have no curvature (-g x N/2 pi has first and second derivative 0 at
    pi, and third derivative x N/pi with x < 0: cubic growth). Hence eps_t eta_w N |x| t/2 pi -> 1, the
    angle nears pi only like 1/t, as long runs show.""",
    formula={
        "second": equals(Derivative(-N * x * kernel(phi) / (2 * pi), (phi, 2)), _second),
        "third": equals(Derivative(-N * x * kernel(phi) / (2 * pi), (phi, 3)), _third),
        "filter": equals(Subs(_second, (phi, x), (0, 1)), N / 2),
        "perp": equals(Derivative(DECAY * z, z), eta * (pi - 1) / (2 * pi)),
        "mean": equals(Derivative(FAST * z, z), eta * (k + pi - 1) / (2 * pi)),
        "stable_w": Equivalent(And(1 - eta_w * N / 2 > -1, 1 - eta_w * N / 2 < 1), eta_w < 4 / N),
        "stable_a": Equivalent(
            And(1 - FAST > -1, 1 - DECAY > -1), eta < 4 * pi / (k + pi - 1)
        ),
        "flat": equals(Subs(_second, phi, pi), 0),
        "cubic": equals(Subs(_third, phi, pi), N * x / pi),
    },
    domain={
        k: patches, N: positive, eta: positive, eta_w: positive, **dict.fromkeys((x, z, phi), Reals),
    },
)  # fmt: skip

not_normalised = Claim(
    "shortcut.beyond.nonorm",
    title="Without renormalising the filter",
    where="Beyond the paper: Eq. 8",
    kind="beyond",
    says="""On the scale-invariant loss without renormalising, a filter of length n has the gradient over n,
    so a step turns it by arctan(beta sin phi) with beta = eta_w a'a*(pi-phi)/(2 pi n^2), as with the step
    eta_w/n^2, and its length becomes n^2 (1 + beta^2 sin^2 phi) squared: it never shrinks. The small-step
    basins are the same; runs are compared with the recursion. A student whose filter is not normalised at
    all, its length being trained too, succeeds about as often: within .05 of the normalised one's exact
    rate, for k = 16, first angle .45 pi and r = 1/4, N = 256 or r = 1, N = 16 (sampled, 1000 runs each).""",
    formula={
        "turn": equals(Mul(b / n * y, 1 / n, evaluate=False), b / n**2 * y),
        "length": equals(n**2 * (1 + beta**2 * y**2), n**2 + (n * beta * y) ** 2),
        "grows": at_most(n**2, n**2 + (n * beta * y) ** 2),
    },
    domain={b: Reals, y: Reals, n: positive, beta: Reals},
)

_best = 4 * pi / (k + 2 * pi - 2)
_slope = 1 - b * ((pi - phi) * cos(phi) - sin(phi)) / (1 + b**2 * turning(phi) ** 2)
rates = Claim(
    "shortcut.beyond.rates",
    title="Best fixed steps near the optimum",
    where="Beyond the paper: Theorem 13",
    kind="beyond",
    says="""eta_w = 2/N makes the angle vanish faster than linearly (filter). For the output weights eta_a =
    4 pi/(k+2 pi-2) gives the factor k/(k+2 pi-2) a step to both ends of the spectrum (ends), and no other
    step gives less (best): Theta(k log 1/eps) steps are unavoidable with a constant scalar step, M having
    the condition number (k+pi-1)/(pi-1). One Newton step in a at a fixed angle lands where a rests
    (newton).""",
    formula={
        "slope": equals(Derivative(phi - atan(b * turning(phi)), phi), _slope),
        "filter": equals(Subs(_slope, (phi, b), (0, eta_w * N / (2 * pi))), 1 - eta_w * N / 2),
        "slow_end": equals(1 - DECAY.subs(eta, _best), k / (k + 2 * pi - 2)),
        "fast_end": equals(FAST.subs(eta, _best) - 1, k / (k + 2 * pi - 2)),
        "best": Max(1 - DECAY, FAST - 1) >= k / (k + 2 * pi - 2),
        "newton": equals(z - ((pi - 1) * z - (g - 1)) / (pi - 1), rests(g)[1]),
    },
    domain={**without(q), phi: Reals, z: Reals, b: Reals, eta_w: positive},
)
