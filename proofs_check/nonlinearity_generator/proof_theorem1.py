"""The variance of a weight update: the identity, the published bounds, batches (Theorem 1 and Appendix)."""

import pytest
from hypothesis import given, settings
from sympy import Eq

from numerics import nonlinearity_generator as ng
from proofs_check.engines import (
    attains,
    bounded,
    chain,
    exactly,
    for_all,
    identity,
    leaves_nonnegative,
    loosens,
    refutes,
)
from proofs_check.nonlinearity_generator.instances import batches, positives, vectors
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.claim import Reals, positive
from theory.nonlinearity_generator import variance as theory
from theory.nonlinearity_generator.variance import d, e, eta, theorem1, theorem1_proof, u, z
from theory.nonlinearity_generator.variance_of_batches import minibatch


def _over(step):
    return dict.fromkeys(step.free_symbols, Reals) | {eta: positive}


@proof(theorem1, "identity", "left_out", "mirrored")
def proof_for_any_numbers_of_outputs_and_inputs():
    identity(theorem1)


@proof(theorem1, "lower")
def proof_of_the_lower_bound():
    leaves_nonnegative(theorem1, rest=theory.left_out)


@proof(theorem1, "upper")
def proof_of_the_upper_bound():
    (known,) = chain({"identity": theory.identity_for(2, 2)}, over=theorem1.domain)
    for_all(theorem1, given=(known,))


@pytest.mark.parametrize("sizes", [(2, 2), (1, 3), (2, 3), (3, 3), (4, 4)])
@proof(theorem1, "identity")
def proof_for_other_sizes(sizes):
    step = theory.identity_for(*sizes)
    identity(step, over=_over(step))


@proof(theorem1, "upper")
def proof_that_the_upper_bound_is_attained():
    attains(theorem1, {d[0]: 1, d[1]: 3, z[0]: 0, z[1]: 2, eta: 1})
    loosens(theorem1)


@proof(theorem1)
@given(vectors(), vectors(), positives)
def proof_in_exact_rationals(d, z, rate):
    measured, parts = ng.update_variance([d], [z], rate), ng.variance_parts([d], [z], rate)
    exactly(measured, sum(parts))
    bounded(measured, "<=", 2 * sum(parts), because="the upper bound")
    bounded(parts[1:], "<=", measured, because="what the lower bound and its mirror image leave")


@saboteur(theorem1)
def cross_part_forgotten(patch):
    right = ng.variance_parts
    patch.setattr(ng, "variance_parts", lambda *args: (0 * right(*args)[0], *right(*args)[1:]))


@proof(theorem1_proof, "second", "third")
def proof_of_the_later_lines():
    identity(theorem1_proof)


@proof(theorem1_proof, "first")
def proof_of_the_first_line():
    """What the line leaves out is a sum of squares."""
    relies_on(theorem1)
    squares = (eta * (d[0] - d[1]) / 2) ** 2 * (z[0] ** 2 + z[1] ** 2) / 2
    left = theorem1_proof.part("first").lhs - theory.first_line(2, 2, 8)
    steps = {"rest": Eq(left, squares, evaluate=False)}
    for_all(theorem1_proof, given=chain(steps, over=theorem1_proof.domain))


@refutation(theorem1_proof)
def proof_that_the_printed_factor_is_too_large():
    refutes(theorem1_proof, {d[0]: 1, d[1]: 1, z[0]: 0, z[1]: 2, eta: 1})


@proof(minibatch)
def proof_of_the_batch_by_expansion():
    identity(minibatch)


@proof(minibatch)
@settings(max_examples=30)
@given(batches(), positives)
def proof_of_the_batch_in_exact_rationals(batch, rate):
    d, z = batch
    measured, parts = ng.update_variance(d, z, rate), ng.variance_parts(d, z, rate)
    exactly(measured, sum(parts))
    bounded(parts, ">=", 0, because="each is a sum of squares")
    singles = [ng.update_variance([a], [b], rate) for a, b in zip(d, z, strict=True)]
    bounded(measured, "<=", sum(singles) / len(singles), because="averaging lowers the variance")


@refutation(minibatch)
def proof_that_pooled_statistics_fail():
    ones = dict.fromkeys((*d[:2], *e[:2]), 1)
    refutes(minibatch, ones | {z[0]: 1, z[1]: -1, u[0]: -1, u[1]: 1, eta: 1})


@saboteur(minibatch)
def summed_instead_of_averaged(patch):
    right = ng.update_variance
    patch.setattr(ng, "update_variance", lambda d, z, eta: right(d, z, eta * len(d)))
