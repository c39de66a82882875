"""Initialisation formulas and what batch normalisation forgets."""

from sympy import Eq

from proofs_check.engines import for_all, identity
from proofs_check.proof import proof
from theory.nonlinearity_generator.initialisation import bn_scale, msra, xavier


def _equations(claim):
    return [name for name, part in claim.parts.items() if isinstance(part, Eq)]


@proof(xavier, *_equations(xavier))
def proof_of_the_uniform_variance():
    identity(xavier)


@proof(xavier, "glorot")
def proof_that_only_root_six_is_glorots():
    for_all(xavier)


@proof(msra, *_equations(msra))
def proof_of_the_energy():
    identity(msra)


@proof(msra, "kept", "unequal")
def proof_of_the_scale():
    for_all(msra)


@proof(bn_scale, "forward")
def proof_of_the_rescaling():
    for_all(bn_scale)


@proof(bn_scale, "gradient")
def proof_of_the_gradient():
    identity(bn_scale)
