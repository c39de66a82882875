"""Arithmetic that never guesses: balls, Z3 formulas, domains, and whether a statement is defined."""
