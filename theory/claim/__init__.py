"""What a claim is: a statement as data, its domain, and the register of them all.

| module | subject |
|---|---|
| `statement` | the claim itself |
| `assertion` | its sentences, and what shows each |
| `reading` | who looks at its parts |
| `arrays` | domains of matrices and indexed families of any size |
| `symbols` | domains, and what SymPy may take for granted on them |
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
from theory.claim.numbers import exact_number
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
    "exact_number",
    "find",
    "negative",
    "nonnegative",
    "positive",
    "separate_registry",
    "variables",
]
