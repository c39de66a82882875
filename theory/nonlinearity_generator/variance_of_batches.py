"""The variance of the update of a mini-batch, for any numbers of samples, outputs and inputs."""

from __future__ import annotations

from sympy import Add, Eq, Expr, IndexedBase, Naturals, Sum, Symbol, symbols

from theory.claim import Assertion, Claim, RealArrays, Reals, Remark, positive
from theory.nonlinearity_generator.any_size import i, j, m, n
from theory.nonlinearity_generator.variance import eta

#: Number of samples, and indices of two of them.
B, b, c = symbols("B b c", integer=True)
#: Gradients at the outputs and values at the inputs, a row a sample.
d, z = (IndexedBase(Symbol(name, real=True)) for name in ("d", "z"))
families = {B: Naturals, m: Naturals, n: Naturals, d.label: RealArrays(2), z.label: RealArrays(2)}

_samples, _pairs, _entries = (b, 1, B), ((b, 1, B), (c, 1, B)), ((i, 1, m), (j, 1, n))


def _mean(family: IndexedBase, sample: Symbol) -> Expr:
    """Mean of a sample's vector."""
    index, size = (i, m) if family is d else (j, n)
    return Sum(family[sample, index], (index, 1, size)) / size


def _covariance(family: IndexedBase, first: Symbol, second: Symbol) -> Expr:
    """Mean product of the deviations of two samples' vectors."""
    index, size = (i, m) if family is d else (j, n)
    deviations = [family[sample, index] - _mean(family, sample) for sample in (first, second)]
    return Sum(deviations[0] * deviations[1], (index, 1, size)) / size


def _variance(entry: Expr) -> Expr:
    """Mean square deviation of the entries (i, j) of a matrix from their mean."""
    average = Sum(entry, *_entries) / (m * n)
    return Sum((entry - average) ** 2, *_entries) / (m * n)


_of_sample = -eta * d[b, i] * z[b, j]
_of_batch = Sum(_of_sample, _samples) / B
_variance_of_batch = _variance(_of_batch)

_spread = Sum(_covariance(d, b, c) * _covariance(z, b, c), *_pairs)
_forward = Sum(_mean(z, b) * _covariance(d, b, c) * _mean(z, c), *_pairs)
_backward = Sum(_mean(d, b) * _covariance(z, b, c) * _mean(d, c), *_pairs)
_off_d, _off_z = d[b, i] - _mean(d, b), z[b, j] - _mean(z, b)

#: The three terms as means of squares.
squares = {
    "spread": Eq(_spread, Sum(Sum(_off_d * _off_z, _samples) ** 2, *_entries) / (m * n), evaluate=False),
    "forward": Eq(_forward, Sum(Sum(_mean(z, b) * _off_d, _samples) ** 2, (i, 1, m)) / m, evaluate=False),
    "backward": Eq(_backward, Sum(Sum(_mean(d, b) * _off_z, _samples) ** 2, (j, 1, n)) / n, evaluate=False),
}

#: Gradients and inputs of two samples with two entries each, for a witness.
d_1, d_2, z_1, z_2 = (symbols(f"{name}_1:3", real=True) for name in ("d", "d'", "z", "z'"))


def _pooled() -> tuple[Expr, Expr]:
    """Theorem 1's lower bound with statistics over samples and entries together, and the variance."""

    def spread(entries: list[Expr]) -> tuple[Expr, Expr]:
        mean = Add(*entries) / len(entries)
        return mean, Add(*[(entry - mean) ** 2 for entry in entries]) / len(entries)

    mean_d, (_, var_z) = spread([*d_1, *d_2])[0], spread([*z_1, *z_2])
    entries = [-eta * (d_1[k] * z_1[r] + d_2[k] * z_2[r]) / 2 for k in (0, 1) for r in (0, 1)]
    return eta**2 * mean_d**2 * var_z, spread(entries)[1]


_bound, _of_two = _pooled()

minibatch = Claim(
    "nonlinearity_generator.beyond.minibatch",
    title="The variance of the update of a mini-batch",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            "For any numbers of samples, outputs and inputs, with $C^d$ and $C^z$ the covariances, within "
            "vectors, of the samples' gradients and inputs, "
            r"$\mathrm{Var}(dW)=(\eta/B)^2(\sum_{bc}C^d_{bc}C^z_{bc}+\bar z^\top C^d\bar "
            r"z+\bar d^\top C^z\bar d)$.",
            shown_by=["identity"],
        ),
        Assertion(
            "Each of the three terms is a mean of squares, so none is negative.",
            shown_by=["proof_that_no_term_is_negative"],
        ),
        Assertion(
            "The mean of the single-sample variances exceeds it by the mean variance of what the samples' "
            "updates deviate from their mean.",
            shown_by=["below_mean"],
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
        "identity": Eq(_variance_of_batch, (eta / B) ** 2 * (_spread + _forward + _backward), evaluate=False),
        "below_mean": Eq(
            Sum(_variance(_of_sample), _samples) / B - _variance_of_batch,
            Sum(_variance(-eta * d[c, i] * z[c, j] - _of_batch), (c, 1, B)) / B,
            evaluate=False,
        ),
    },
    domain=dict.fromkeys((*d_1, *d_2, *z_1, *z_2), Reals) | {eta: positive} | families,
    printed=_bound <= _of_two,
    erratum="missing assumption",
    objection=(
        "With means and variances pooled over a batch, Theorem 1 would bound the update's variance from "
        "below; but the updates of two samples can cancel."
    ),
)
