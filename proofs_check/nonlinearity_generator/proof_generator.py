"""The generator's shape and derivatives (Eqs. 1-3, property 2, PReLU with slope 1)."""

from hypothesis import given

from numerics import nonlinearity_generator as ng
from proofs_check.engines import bounded, exactly, for_all
from proofs_check.nonlinearity_generator.instances import small
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator.unit import derivative, linear_part, prelu1, shape


@proof(shape)
def proof_of_the_shape_by_cases():
    for_all(shape)


@proof(shape)
@given(small, small)
def proof_of_the_shape_on_rationals(x, t):
    exactly(ng.generator(x - t, 0 * t) + t, ng.generator(x, t))
    exactly(ng.generator(x, t), max(x, t))


@proof(linear_part)
def proof_of_the_linear_part_by_cases():
    for_all(linear_part)


@proof(linear_part)
@given(small, small)
def proof_of_the_linear_part_on_rationals(x, t):
    if t <= x:
        exactly(ng.generator(x, t), x)
    else:
        bounded(ng.generator(x, t), ">", x, because="below the threshold it is not linear")


@proof(prelu1)
def proof_that_slope_one_is_the_identity():
    for_all(prelu1)


@proof(derivative)
def proof_of_the_derivatives_by_cases():
    for_all(derivative)


@proof(derivative)
@given(small, small, small)
def proof_of_the_derivatives_by_exact_quotients(x, t, g):
    to_x, to_t = ng.gradients(x, t, g)
    exactly(to_x + to_t, g)
    if x == t:
        exactly([to_x, to_t], [0, g])
        return
    h = abs(x - t) / 2
    exactly(to_t, g * (ng.generator(x, t + h) - ng.generator(x, t)) / h)
    exactly(to_x, g * (ng.generator(x + h, t) - ng.generator(x, t)) / h)


def _minimum(patch):
    patch.setattr(ng, "generator", min)


def _shares_exchanged(patch):
    right = ng.gradients
    patch.setattr(ng, "gradients", lambda x, t, g: right(x, t, g)[::-1])


for _claim in (shape, linear_part):
    saboteur(_claim)(_minimum)
saboteur(derivative)(_shares_exchanged)
