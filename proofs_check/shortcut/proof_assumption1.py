"""The shortcut prior bounds the first angle."""

from proofs_check.engines import certifies, identity
from proofs_check.proof import proof
from proofs_check.shortcut.parts import equations
from theory.shortcut.model import prior


@proof(prior, *equations(prior))
def proof_by_algebra():
    identity(prior)


@proof(prior, "rising")
def proof_by_balls():
    certifies(prior)
