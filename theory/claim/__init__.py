"""What a claim is: a statement as data, its domain, and the register of them all.

| module | subject |
|---|---|
| `statement` | the claim itself |
| `symbols` | domains, and what SymPy may take for granted on them |
| `numbers` | exact numbers at points |
| `registry` | all claims there are |
| `printing` | how a claim shows itself |
"""

from theory.claim.numbers import evaluate_with, exact_number
from theory.claim.registry import claims, find, separate_registry
from theory.claim.statement import WHOLE, Claim, Erratum, Kind
from theory.claim.symbols import Reals, check_symbol, negative, nonnegative, positive

__all__ = [
    "WHOLE",
    "Claim",
    "Erratum",
    "Kind",
    "Reals",
    "check_symbol",
    "claims",
    "evaluate_with",
    "exact_number",
    "find",
    "negative",
    "nonnegative",
    "positive",
    "separate_registry",
]
