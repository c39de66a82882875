"""The variance of the update of a mini-batch."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Add, Eq, Expr

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.nonlinearity_generator.variance import covariance, d, e, eta, mean, u, update, variance, z

_d, _z = d[:2], z[:2]


def _batch(d: Sequence[Sequence[Expr]], z: Sequence[Sequence[Expr]]) -> list[Expr]:
    """Entries of the update of a batch, its mean over samples."""
    return [
        -eta * Add(*[s[i] * r[j] for s, r in zip(d, z, strict=True)]) / len(d)
        for i in range(len(d[0]))
        for j in range(len(z[0]))
    ]


def batch_identity(m: int, n: int) -> Eq:
    """The variance of the update of two samples by their means and covariances."""
    ds, zs = (d[:m], e[:m]), (z[:n], u[:n])
    pairs = [(s, r) for s in range(2) for r in range(2)]
    total = Add(
        *[
            covariance(ds[s], ds[r]) * covariance(zs[s], zs[r])
            + mean(zs[s]) * covariance(ds[s], ds[r]) * mean(zs[r])
            + mean(ds[s]) * covariance(zs[s], zs[r]) * mean(ds[r])
            for s, r in pairs
        ]
    )
    return Eq(variance(_batch(ds, zs)), eta**2 / 4 * total, evaluate=False)


def _pooled() -> Expr:
    """The lower bound of Theorem 1 with statistics over all samples and entries together."""
    ds, zs = [*d[:2], *e[:2]], [*z[:2], *u[:2]]
    return eta**2 * mean(ds) ** 2 * variance(zs)


_halves = [(s - r) / 2 for s, r in zip(update(_d, _z), update(e[:2], u[:2]), strict=True)]
_batch_var = variance(_batch((_d, e[:2]), (_z, u[:2])))

minibatch = Claim(
    "nonlinearity_generator.beyond.minibatch",
    title="The variance of the update of a mini-batch",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            "With $C^d$ and $C^z$ the covariances, within vectors, of the samples' "
            "gradients and inputs, "
            r"$\mathrm{Var}(dW)=(\eta/B)^2(\sum_{bc}C^d_{bc}C^z_{bc}+\bar z^\top C^d\bar "
            r"z+\bar d^\top C^z\bar d)$, all three terms nonnegative.",
            shown_by=["identity", "proof_of_the_batch_in_exact_rationals"],
        ),
        Assertion(
            "The mean of the single-sample variances exceeds it, for two samples by the "
            "variance of half the difference of their updates.",
            shown_by=["below_mean", "proof_of_the_batch_in_exact_rationals"],
        ),
        Assertion(
            "Theorem 1 with statistics pooled over the batch fails: $d=(1,1)$ twice, "
            "$z=(1,-1)$ and $(-1,1)$ give no update at all.",
            shown_by=["proof_that_pooled_statistics_fail"],
        ),
        Remark("Positions of a convolution act as samples whose updates add up."),
    ],
    printed_source="reconstructed",
    formula={
        "identity": batch_identity(2, 2),
        "below_mean": Eq(
            (variance(update(_d, _z)) + variance(update(e[:2], u[:2]))) / 2 - _batch_var,
            variance(_halves),
            evaluate=False,
        ),
    },
    domain=dict.fromkeys((*_d, *_z, *e[:2], *u[:2]), Reals) | {eta: positive},
    printed=_pooled() <= _batch_var,
    erratum="missing assumption",
    objection=(
        "With means and variances pooled over a batch, Theorem 1 would bound the update's variance from "
        "below; but the updates of two samples can cancel."
    ),
)
