"""The engines: each judges a statement in one way and records what its judgement is worth."""

from proofs_check.engines.certified import certifies
from proofs_check.engines.chain import chain
from proofs_check.engines.induction import induction, induction_on_vertices
from proofs_check.engines.looseness import loosens
from proofs_check.engines.nonnegative import leaves_nonnegative
from proofs_check.engines.orderings import bounded, coincides
from proofs_check.engines.proportion import prevails
from proofs_check.engines.recorded import recorded
from proofs_check.engines.smt import for_all
from proofs_check.engines.statistics import consistent
from proofs_check.engines.symbolic import identity
from proofs_check.engines.values import agrees, exactly, has_order
from proofs_check.engines.watch import watched
from proofs_check.engines.witness import attains, refutes

__all__ = [
    "agrees",
    "attains",
    "bounded",
    "certifies",
    "chain",
    "coincides",
    "consistent",
    "exactly",
    "for_all",
    "has_order",
    "identity",
    "induction",
    "induction_on_vertices",
    "leaves_nonnegative",
    "loosens",
    "prevails",
    "recorded",
    "refutes",
]

for _name in __all__:
    globals()[_name] = watched(globals()[_name])
