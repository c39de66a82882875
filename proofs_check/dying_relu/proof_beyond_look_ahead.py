"""Momentum is descent in a point ahead, and what that makes certain."""

from proofs_check.engines import for_all, identity
from proofs_check.proof import proof, relies_on
from theory.dying_relu.gradient import along_b, along_w
from theory.dying_relu.phase import look_ahead

_BY_INEQUALITY = ("kept", "bias_right", "bias_left", "weight_right")
_BY_ALGEBRA = [name for name in look_ahead.parts if name not in _BY_INEQUALITY]


@proof(look_ahead, *_BY_ALGEBRA)
def proof_by_differentiation():
    relies_on(along_w, along_b)
    identity(look_ahead)


@proof(look_ahead, *_BY_INEQUALITY)
def proof_over_the_whole_domain():
    for_all(look_ahead)
