"""Gaussian inputs: mean, energy and correlation of the generator's output."""

from __future__ import annotations

from sympy import (
    Abs,
    Derivative,
    Eq,
    Expr,
    Integral,
    Interval,
    Rational,
    oo,
    sqrt,
    symbols,
)

from theory.claim import Assertion, Claim, Reals, positive
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
            r"At $\rho=.4$ and $t=-.7$ that expectation grows with $\rho$ at the rate $P(X>t,Y>t)$.",
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
