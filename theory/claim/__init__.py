"""What a claim is: a statement as data, its domain, and the register of them all.

| module | subject |
|---|---|
| `statement` | the claim itself |
| `assertion` | its sentences, and what shows each |
| `reading` | who looks at its parts |
| `arrays` | domains of matrices and indexed families of any size |
| `building` | relations and expectations that stay as they are written |
| `validation` | what a formula must be before anyone judges it |
| `symbols` | domains, and what SymPy may take for granted on them |
| `bound_symbols` | the same for bound variables |
| `numbers` | exact numbers at points |
| `registry` | all claims there are |
| `printing` | how a claim shows itself |
"""

from theory.claim.arrays import (
    DiagonalMatrices,
    InvertibleMatrices,
    NonzeroMatrices,
    RealArrays,
    RealMatrices,
    StrictlyLowerMatrices,
    SymmetricMatrices,
    variables,
)
from theory.claim.assertion import WHOLE, Assertion, Remark, Saying, Source
from theory.claim.building import equation, expectation, relation
from theory.claim.numbers import evaluate_with, exact_number
from theory.claim.registry import claims, find, separate_registry
from theory.claim.statement import Claim, Erratum, Kind
from theory.claim.symbols import Reals, check_symbol, negative, nonnegative, positive

__all__ = [
    "WHOLE",
    "Assertion",
    "Claim",
    "DiagonalMatrices",
    "Erratum",
    "InvertibleMatrices",
    "Kind",
    "NonzeroMatrices",
    "RealArrays",
    "RealMatrices",
    "Reals",
    "Remark",
    "Saying",
    "Source",
    "StrictlyLowerMatrices",
    "SymmetricMatrices",
    "check_symbol",
    "claims",
    "equation",
    "evaluate_with",
    "exact_number",
    "expectation",
    "find",
    "negative",
    "nonnegative",
    "positive",
    "relation",
    "separate_registry",
    "variables",
]
