"""Beyond the paper: first stage made explicit, certified exits, order, chances (document's section 6)."""

from __future__ import annotations

from sympy import And, Derivative, Implies, Integral, Interval, Max, Min, Rational, atan, cos, pi, sin

from theory.claim import Claim, Reals, nonnegative, positive
from theory.shortcut.setting import (
    DECAY,
    FAST,
    N,
    c,
    chi,
    domain,
    equals,
    eta,
    g,
    kernel,
    less_than,
    next_chi,
    next_share,
    next_sigma,
    phi,
    q,
    real,
    rests,
    rho,
    s,
    share,
    sigma,
    turning,
    u,
    without,
    x,
)  # fmt: skip

y, z, d, t, g1, b, d0, total = real("y z d t g_1 b d_0 total")
_fall = (kernel(t) - 1) / turning(t)
_h = turning(phi)


def _potential(low: object, high: object) -> Integral:
    return Integral(_fall, (t, low, high))


_third, _edge = pi / 3, 5 * pi / 12
_digits = Rational(1, 10**9)

stage1 = Claim(
    "shortcut.beyond.stage1",
    title="A constant step ratio suffices in stage I",
    where="Beyond the paper: Theorem 4",
    kind="beyond",
    says="""Let phi0 < theta <= pi/2, d0 = (eta_a/2 pi)(g(phi0)-1+(pi-1) q), F = (g-1)/h, Psi(s, t) the
    integral of F from s to t. If H holds and (rho N/2)(q^2 + d0 q + 2 d0^2) <= Psi(phi0, theta) (strictly
    for theta = pi/2), then phi_t <= theta for all t and every a0 in the ball converges. With y = max(-x,
    0): while x < 0 a step lowers y by at least d = (eta_a/2 pi)(g-1+(pi-1) y) (falls), and turns phi by at
    most (rho eta_a N /2 pi) y h, so that Psi(phi, theta), F falling (falling, up to 3.0), loses at most
    (rho eta_a N/2 pi) y (g-1); that is at most what (rho N/2) y^2 loses, plus (rho N/2) d^2 (lost), and at
    the last step at most rho N d^2 (last). The d's add up to at most q, each at most d0: all in all (rho
    N/2)(d0 q) + rho N d0^2 (sum, step by step). Values of Psi as enclosed. Small steps: rho R^2 <= 2 Psi.""",
    formula={
        "falls": Implies(
            And(DECAY <= 1, sigma <= 1),
            -next_share(x, sigma, g) <= -x - eta / (2 * pi) * (g - 1 - (pi - 1) * x),
        ),
        "slope_of_f": equals(
            Derivative(kernel(phi) - 1, phi) * _h - (kernel(phi) - 1) * Derivative(_h, phi),
            -(_h**2 + (kernel(phi) - 1) * ((pi - phi) * cos(phi) - sin(phi))),
        ),
        "falling": turning(t) ** 2 + (kernel(t) - 1) * ((pi - t) * cos(t) - sin(t)) > 0,
        "lost": Implies(
            And(z >= 0, z <= y - d, d >= eta / (2 * pi) * (g - 1), g >= 1),
            rho * eta * N / (2 * pi) * y * (g - 1) <= rho * N / 2 * (y**2 - z**2) + rho * N / 2 * d**2,
        ),
        "last": Implies(
            And(y <= d, d >= eta / (2 * pi) * (g - 1), g >= 1),
            rho * eta * N / (2 * pi) * y * (g - 1) <= rho * N * d**2,
        ),
        "sum": Implies(And(d <= d0, total <= d0 * (q - y), z <= y - d), total + d**2 <= d0 * (q - z)),
        "psi_edge_from": less_than(Rational(97788228, 10**9) - _digits, _potential(_third, _edge)),
        "psi_edge_to": less_than(_potential(_third, _edge), Rational(97788228, 10**9) + _digits),
        "psi_right_from": less_than(Rational(130733474, 10**9) - _digits, _potential(_third, pi / 2)),
        "psi_right_to": less_than(_potential(_third, pi / 2), Rational(130733474, 10**9) + _digits),
        "psi_far_from": less_than(Rational(12003048, 10**9) - _digits, _potential(9 * pi / 20, pi / 2)),
        "psi_far_to": less_than(_potential(9 * pi / 20, pi / 2), Rational(12003048, 10**9) + _digits),
    },
    domain={
        **domain, rho: positive, phi: Reals, t: Interval(0, 3),
        **dict.fromkeys((y, z, d, d0), nonnegative), total: nonnegative, **dict.fromkeys((x, sigma), Reals),
    },
)  # fmt: skip

_now, _then = rests(g), rests(g1)
_least = q**2 * Min(sigma, _now[0]) + (1 - q**2) * Min(chi, _now[1])
_most = q**2 * Max(sigma, _now[0]) + (1 - q**2) * Max(chi, _now[1])

basins = Claim(
    "shortcut.beyond.basins",
    title="Certified exits",
    where="Beyond the paper: Eq. 8",
    kind="beyond",
    says="""Under H these sets are never left: S+ = {q^2 min(sigma, sigma_e) + (1-q^2) min(chi, chi_e) > 0},
    S+' = {phi < pi/2, x >= 0, sigma <= 1}, both ending at the optimum, S- = {q^2 max(...) + (1-q^2)
    max(...) < 0}, ending at the spurious point; sigma_e, chi_e are where sigma and chi rest at the present
    angle. In S+ x > 0, so the angle falls and g rises to g_1 (angle by Lemma 6's arctangent): each minimum
    can only rise (mean_up, perp_up), in S- each maximum can only fall; in S+' x stays at or above 0 while g
    >= 1 (half). With x bounded away from 0 the angle goes to 0 (or pi) and the rest follows: limits are
    taken by hand. Simulated runs enter one of them and end there. The edge between the basins is the stable
    manifold of the saddle: for 1'a* = 0 and small steps it nears x = -sqrt(2 Psi(phi, pi/2)/(rho N)) as rho
    N grows, Psi the integral of (g-1)/h, up to a share of order 1/sqrt(rho N) (runs).""",
    formula={
        "positive": Implies(_least > 0, share(sigma, chi) > 0),
        "negative": Implies(_most < 0, share(sigma, chi) < 0),
        "mean_up": Implies(
            And(FAST <= 1, g1 >= g), Min(next_sigma(sigma, g), _then[0]) >= Min(sigma, _now[0])
        ),
        "perp_up": Implies(And(DECAY <= 1, g1 >= g), Min(next_chi(chi, g), _then[1]) >= Min(chi, _now[1])),
        "mean_down": Implies(
            And(FAST <= 1, g1 <= g), Max(next_sigma(sigma, g), _then[0]) <= Max(sigma, _now[0])
        ),
        "perp_down": Implies(And(DECAY <= 1, g1 <= g), Max(next_chi(chi, g), _then[1]) <= Max(chi, _now[1])),
        "half": Implies(And(DECAY <= 1, sigma <= 1, g >= 1, x >= 0), next_share(x, sigma, g) >= 0),
    },
    domain={**without(N), g1: Interval(0, pi), **dict.fromkeys((sigma, chi, x), Reals)},
)

monotone = Claim(
    "shortcut.beyond.monotone",
    title="The update preserves the order",
    where="Beyond the paper: Eq. 8",
    kind="beyond",
    says="""If eta_w N |x| < 2 and eta_a <= 2 pi/(k+pi-1), the update preserves the order (phi smaller,
    sigma larger, chi larger). sigma+ and chi+ rise in sigma, chi and g, and g falls in phi. phi+ falls in
    x, and rises in phi: with b = eta_w N x/2 pi, |b| < 1/pi, its slope is 1 - b h'/(1 + b^2 h^2) (slope),
    and |h'| <= pi (above and, as h' > -pi, below). So success is an up-set, a smaller first angle never
    hurts, and one trajectory certifies a box of starts.""",
    formula={
        "mean": Implies(
            And(FAST <= 1, y >= sigma, g1 >= g), next_sigma(y, g1) >= next_sigma(sigma, g)
        ),
        "perp": Implies(And(DECAY <= 1, y >= chi, g1 >= g), next_chi(y, g1) >= next_chi(chi, g)),
        "share": Implies(And(y >= sigma, z >= chi), share(y, z) >= share(sigma, chi)),
        "slope": equals(
            Derivative(phi - atan(b * _h), phi),
            1 - b * ((pi - phi) * cos(phi) - sin(phi)) / (1 + b**2 * _h**2),
        ),
        "above": Implies(And(c <= 1, s >= 0), pi * (1 - u) * c - s <= pi),
        "below": pi * (1 - u) * cos(pi * u) - sin(pi * u) > -pi,
        "rises": Implies(And(b * pi < 1, b * pi > -1, z <= pi, z >= -pi), 1 - b * z / (1 + b**2 * y**2) > 0),
    },
    domain={
        **without(N), g1: Interval(0, pi), u: Interval(0, 1),
        **dict.fromkeys((sigma, chi, y, z, phi, b, c, s), Reals),
    },
)  # fmt: skip

covering = Claim(
    "shortcut.beyond.covering",
    title="Every start in the ball converges, certified",
    where="Beyond the paper: Section 4; reconstructed setting S1",
    kind="beyond",
    says="""(Reconstructed setting.) For S1 (r = 1/4, N = 16 k, first angle .45 pi, eta_a = 1/k^2, eta_w =
    1/k^4 while warming up and 1/k^2 after) with k = 16, 25, 36, 49, 64, 81, 100 and warm-ups of 459, 943,
    1723, 2854, 4429, 6497, 9188 steps (within 5.1 % of the least that pass in double precision) every a0 in
    the ball leads to the optimum: 40 trajectories in ball arithmetic, from a staircase of corners under the
    arc u1, u2 <= 0 of the unit disc, enter a certified exit. With k = 16 and 437 steps 199 corners pass.""",
)

exact_table = Claim(
    "shortcut.beyond.exacttable",
    title="Success rates without sampling",
    where="Beyond the paper: Table 1",
    kind="beyond",
    says="""By the order success is {u2 > U(u1)} at a given first angle and {phi0 < Phi(u1, u2)} for a
    random one; the rate is a quadrature of incomplete beta functions over the boundary, found by bisection.
    Doubling 24 nodes changes rates by less than 1e-5, and sampled runs in full dimension agree.""",
)
