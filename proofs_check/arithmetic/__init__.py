"""Arithmetic that never guesses: balls, Z3 formulas, domains, and whether a statement is defined."""

from proofs_check.arithmetic.evaluation import number_at
from theory.claim import evaluate_with

evaluate_with(number_at)
