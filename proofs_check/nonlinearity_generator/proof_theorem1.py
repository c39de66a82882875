"""The variance of a weight update: the identity, the published bounds, batches (Theorem 1 and Appendix)."""

from hypothesis import given, settings

from numerics import nonlinearity_generator as ng
from proofs_check.engines import (
    attains,
    bounded,
    exactly,
    for_all,
    identity,
    leaves_nonnegative,
    loosens,
    refutes,
)
from proofs_check.nonlinearity_generator.instances import batches, positives, vectors
from proofs_check.proof import proof, refutation, saboteur
from theory.nonlinearity_generator import variance as theory
from theory.nonlinearity_generator import variance_of_batches as batches_theory
from theory.nonlinearity_generator.variance import V_d, V_z, a, b, d, eta, theorem1, theorem1_proof, z
from theory.nonlinearity_generator.variance_of_batches import minibatch


@proof(theorem1, "identity", "by_squares", "square", "left_out", "mirrored")
def proof_for_any_numbers_of_outputs_and_inputs():
    identity(theorem1)


@proof(theorem1, "lower")
def proof_of_the_lower_bound():
    leaves_nonnegative(theorem1, rest=theory.left_out)


@proof(theorem1, "upper")
def proof_of_the_upper_bound():
    for_all(theorem1)


@proof(theorem1, "upper")
def proof_that_the_upper_bound_is_attained():
    attains(theorem1, {V_d: 1, V_z: 1, a: 2, b: 1, eta: 1})
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
    leaves_nonnegative(theorem1_proof, rest=theory.left_out)


@refutation(theorem1_proof)
def proof_that_the_printed_factor_is_too_large():
    refutes(theorem1_proof, {d[0]: 1, d[1]: 1, z[0]: 0, z[1]: 2, eta: 1})


@proof(minibatch)
def proof_of_the_batch_by_expansion():
    identity(minibatch)


@proof(minibatch)
def proof_that_no_term_is_negative():
    for step in batches_theory.squares.values():
        identity(step, over=batches_theory.families)


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
    ones = dict.fromkeys((*batches_theory.d_1, *batches_theory.d_2), 1)
    there = dict(zip((*batches_theory.z_1, *batches_theory.z_2), (1, -1, -1, 1), strict=True))
    refutes(minibatch, ones | there | {eta: 1})


@saboteur(minibatch)
def summed_instead_of_averaged(patch):
    right = ng.update_variance
    patch.setattr(ng, "update_variance", lambda d, z, eta: right(d, z, eta * len(d)))
