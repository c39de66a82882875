"""The engines: each judges a statement in one way and records what its judgement is worth."""

from proofs_check.engines.certified import certifies
from proofs_check.engines.chain import chain
from proofs_check.engines.proportion import prevails
from proofs_check.engines.sharpness import sharpens
from proofs_check.engines.smt import for_all
from proofs_check.engines.statistics import consistent
from proofs_check.engines.symbolic import identity
from proofs_check.engines.values import agrees, exactly, has_order
from proofs_check.engines.witness import attains, refutes

__all__ = [
    "agrees",
    "attains",
    "certifies",
    "chain",
    "consistent",
    "exactly",
    "for_all",
    "has_order",
    "identity",
    "prevails",
    "refutes",
    "sharpens",
]
