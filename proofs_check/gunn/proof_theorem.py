"""When two units collapse, and what a step makes of them (Appendix A)."""

from math import prod

import numpy as np
import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given, settings
from sympy import And, Eq, Implies, Ne, Or, Rational

from numerics import gunn
from numerics.gunn import layer, learning
from proofs_check.engines import bounded, chain, exactly, for_all, has_order, identity, refutes
from proofs_check.gunn.instances import collapsed, exact, layers, steps, vectors
from proofs_check.proof import by_hand, proof, refutation, relies_on, saboteur
from theory.claim import equation
from theory.gunn.appendix import change, gradient
from theory.gunn.setting import delta, eps, everything, weight, x
from theory.gunn.theorem import (
    delta_other,
    determinant,
    difference,
    only_copies,
    reads,
    separated,
    separation_rate,
    theorem,
    x_other,
)

_equations = [name for name, part in theorem.parts.items() if isinstance(part, Eq)]
_conclusions = [name for name in theorem.parts if name not in _equations]
PAIRS = [(n, p, q) for n in (2, 3, 4) for q in range(2, n + 1) for p in range(1, q)]


@proof(theorem, *_equations)
def proof_by_expansion():
    relies_on(gradient, change)
    by_hand(
        "A product of invertible matrices is invertible and has the product of the determinants; "
        "what vanishes "
        "for all inputs is the zero row."
    )
    identity(theorem)


@pytest.mark.parametrize("pair", PAIRS)
@proof(theorem, "difference", "separation", "rate")
def proof_for_other_pairs(pair):
    for step in (difference(*pair), separated(*pair), separation_rate(*pair)):
        identity(step, over=everything(step))


@pytest.mark.parametrize("n", [2, 4])
@proof(theorem, "reads", "determinant")
def proof_of_what_a_unit_reads_for_other_sizes(n):
    identity(reads(n, n), over=everything(reads(n, n)))
    if n > 2:  # for two units the determinant is the one pivot as it stands
        identity(determinant(n), over=everything(determinant(n)))


@proof(theorem, *[name for name in _conclusions if name != "one_sample"])
def proof_of_the_conclusions():
    for_all(theorem)


@proof(theorem, "one_sample")
def proof_of_the_separation_by_one_sample():
    """By factors: at the first unit vector the difference is a product, at the second too where that is 0."""
    part = theorem.part("one_sample")
    first, second = (difference.lhs for difference in part.args[1].args)
    pivot, pull = 1 + weight(1, 1), eps * delta[1]
    read = pivot * x[0] + weight(1, 2) * x[1]
    moved, turned = pivot - eps * delta[0] * x[0], weight(1, 2) - eps * delta[0] * x[1]
    steps = {
        "first": equation(first, -pull * read * moved),
        "second": equation(second, -pull * (read * turned + x[1])),
        "input": Implies(And(Ne(pivot, 0), Or(Ne(x[0], 0), Ne(x[1], 0))), Or(Ne(read, 0), Ne(x[1], 0))),
        "pull": Implies(Ne(delta[1], 0), Ne(pull, 0)),
        "by_the_first": Implies(And(Ne(pull, 0), Ne(read, 0), Ne(moved, 0)), Ne(-pull * read * moved, 0)),
        "by_the_second": Implies(
            And(Ne(pull, 0), Eq(read, 0), Ne(x[1], 0)), Ne(-pull * (read * turned + x[1]), 0)
        ),
    }
    over = {symbol: values for symbol, values in theorem.domain.items() if symbol in part.free_symbols}
    for_all(theorem, "one_sample", given=chain(steps, over=over))


@pytest.mark.parametrize("pair", [(3, 1, 2), (3, 1, 3), (3, 2, 3)])
@proof(theorem, "only_copies")
def proof_that_only_copies_collapse_among_three(pair):
    for_all(only_copies(*pair), over=everything(only_copies(*pair)))


@proof(theorem, "difference", "determinant", "reads", "only_copies")
@settings(max_examples=20)
@given(collapsed(samples=1), vectors(8))
def proof_of_the_collapse_on_rational_layers(drawn, probe):
    weights, p, q, *_ = drawn
    n = len(weights)
    y = gunn.forward(weights, probe[:n])
    exactly(y[q], y[p])
    matrix = gunn.linear_map(weights)
    exactly(matrix[q], matrix[p])
    rows = [*matrix[:q].tolist(), *np.eye(n, dtype=int)[q:].tolist()]
    exactly([fmpq_mat(rows).det()], [prod((1 + weights[j][j] for j in range(q)), start=fmpq(1))])
    moved = exact(weights)
    moved[q, p] = moved[q, p] + 1
    apart = gunn.linear_map(moved)[q] - matrix[p]
    bounded((apart**2).sum(), ">", 0, because="other weights do not collapse")


@proof(theorem, "difference")
@settings(max_examples=20)
@given(layers(least=2))
def proof_of_the_difference_on_rational_layers(drawn):
    weights, x, _ = drawn
    y, h, n = gunn.forward(weights, x), gunn.state(weights, x), len(x)
    for q in range(1, n):
        for p in range(q):
            row = exact([weights[q][j] - (j == p) + (j == q) for j in range(n)])
            exactly(y[q] - y[p], (row * h[q]).sum())


@proof(theorem, "separation")
@settings(max_examples=20)
@given(collapsed(), steps, vectors(8))
def proof_of_the_separation_law_on_rational_batches(drawn, epsilon, probe):
    weights, p, q, x, g = drawn
    u = probe[: len(weights)]
    after = gunn.gradient_step(weights, x, g, epsilon)
    y, now = gunn.forward(after, u), gunn.state(after, u)[q]
    law = sum(
        gunn.total_gradient(weights, s, r)[q] * (gunn.state(weights, s)[q] * now).sum()
        for s, r in zip(x, g, strict=True)
    )
    exactly(y[q] - y[p], -epsilon * law)


@proof(theorem, "survival", "one_sample")
@settings(max_examples=20)
@given(collapsed(), steps)
def proof_of_survival_on_rational_batches(drawn, epsilon):
    """The batch as drawn, and with one sample more that makes the weighted sum of the inputs zero."""
    weights, p, q, x, g = drawn
    silent = [fmpq(0)] * len(weights)
    totals = [gunn.total_gradient(weights, s, r)[q] for s, r in zip(x, g, strict=True)]
    summed = sum((t * exact(s) for t, s in zip(totals, x, strict=True)), start=exact(silent))
    pull = [fmpq(int(j == q)) for j in range(len(weights))]
    for batch, slopes, survives in (
        (x, g, not any(summed)),
        ([*x, [-v for v in summed]], [*g, pull], True),
    ):
        after = gunn.gradient_step(weights, batch, slopes, epsilon)
        if all(after[j, j] != -1 for j in range(q)):
            matrix = gunn.linear_map(after)
            if survives:
                exactly(matrix[p], matrix[q])
            else:
                bounded(((matrix[p] - matrix[q]) ** 2).sum(), ">", 0, because="the collapse is gone")


@proof(theorem, "rate", "hyperplane")
@settings(max_examples=20)
@given(collapsed(samples=1))
def proof_of_the_first_order_criterion(drawn):
    weights, p, q, x, g = drawn
    kernel = gunn.tangent_kernel(weights, x[0])
    sizes = (gunn.state(weights, x[0]) ** 2).sum(axis=1)
    total = gunn.total_gradient(weights, x[0], g[0])[q]
    exactly(((kernel[q] - kernel[p]) * exact(g[0])).sum(), total * sizes[q])
    if all(sizes):
        bounded(((kernel[q] - kernel[p]) ** 2).sum(), ">", 0, because="the hyperplane is proper")


@proof(theorem, "separation", "rate")
def proof_that_the_separation_is_linear_in_the_step():
    rng = np.random.default_rng(4)
    weights = rng.normal(size=(4, 4)) / 2
    weights[2] = [1, 0, -1, 0]
    sample, slopes = rng.normal(size=(1, 4)), rng.normal(size=(1, 4))
    sizes = np.array([1e-2, 1e-3, 1e-4, 1e-5])
    y = gunn.forward(gunn.gradient_step(np.stack([weights] * 4), sample, slopes, sizes), sample[0])
    has_order(
        sizes, np.abs(y[:, 2] - y[:, 0]), order=1, tol=0.05, because="terms of second order in the step"
    )


PLAIN = {weight(1, 1): 0, weight(1, 2): 0, delta[0]: 1, delta[1]: 1, eps: 1, x[0]: 1, x[1]: 0}


@refutation(theorem, "no_collapse")
def proof_that_neurons_can_collapse():
    copied = {weight(2, 1): 1, weight(2, 2): -1}
    refutes(theorem, copied | {weight(1, 1): 0, weight(1, 2): 0})


@refutation(theorem, "without_gradient")
def proof_that_a_zero_total_gradient_keeps_the_collapse():
    refutes(theorem, PLAIN | {delta[1]: 0, delta[0]: 0})


@refutation(theorem, "without_input")
def proof_that_a_zero_input_keeps_the_collapse():
    refutes(theorem, PLAIN | {x[0]: 0})


@refutation(theorem, "without_pivot")
def proof_that_a_zero_pivot_keeps_the_collapse():
    """At this input unit 2 reads nothing; the collapse survives one step whatever the gradients."""
    refutes(theorem, {weight(1, 1): -1, weight(1, 2): 0, x[0]: 2, x[1]: 0, delta[1]: 1})


@refutation(theorem, "on_a_batch")
def proof_that_opposite_samples_keep_the_collapse():
    twin = {x_other[0]: -1, x_other[1]: 0, delta_other[0]: 1, delta_other[1]: 1}
    refutes(theorem, PLAIN | twin)


@refutation(theorem, "at_the_sample")
def proof_that_one_step_size_keeps_the_collapse_at_the_sample():
    """There the state after the step is perpendicular to the one before."""
    refutes(theorem, PLAIN | {x[1]: 1, weight(1, 2): 1, delta[0]: Rational(5, 4)})


@saboteur(theorem)
def simultaneous_instead_of_gradual_update(patch):
    patch.setattr(layer, "read", lambda x, outputs, i, update: x)  # noqa: ARG005


@saboteur(theorem)
def direct_gradient_in_place_of_the_total(patch):
    patch.setattr(learning, "_totals", lambda w, slopes, g, update: g)  # noqa: ARG005


@saboteur(theorem)
def index_off_by_one(patch):
    right = layer.read
    patch.setattr(layer, "read", lambda x, outputs, i, update: right(x, outputs, max(i - 1, 0), update))
