"""Scripts for statements of real algebra, with the products that a linear program found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs_check.kernel.hints.branches import Problem, TooMany, around, contradicts_itself, problems
from proofs_check.kernel.hints.products import certificate
from proofs_check.kernel.translate import Translation

_RELATION = {"gt": "<", "ge": "<=", "eq": "="}
#: Takes a statement apart into cases in which it is to be contradicted.
APART = "goals; branches; contra; branches; cases"


def from_products(
    formula: Any, domain: Mapping[Any, Any], assuming: tuple[Any, ...], degree: int = 4, limit: float = 30.0
) -> str | None:
    """Script that contradicts the negation of a statement by products, where they are found for every case.

    Returns
    -------
    str or None
        One tactic; ``None`` where a case is left without a certificate.
    """
    try:
        cases = problems(formula, domain, assuming)
    except TooMany:
        return None
    translation = Translation(tuple(domain))
    steps: list[str] = []
    for case in cases:
        found = None if contradicts_itself(case) else certificate(case, degree, limit)
        if found is None and not contradicts_itself(case):
            return None
        for step in _cleared(case, translation) + [
            _product(case, translation, *each) for each in found or []
        ]:
            if step and step not in steps:
                steps.append(step)
    constants = {step for case in cases for step in _constants(case, translation)}
    return "; ".join(
        [APART, *sorted(constants), "roots; bounds; bounds_of_phi; circles; parts", *steps, "lra"]
    )


def _constants(case: Problem, translation: Translation) -> list[str]:
    steps = []
    for atom in case.atoms:
        if atom.is_number and not atom.is_NumberSymbol:
            low, high = around(atom)
            name = translation.term(atom)
            steps.append(
                f"try (assert ({translation.term(low)} < {name} < {translation.term(high)}) "
                "by (unfold phi; split; interval with (i_prec 60)))"
            )
    return steps


def _cleared(case: Problem, translation: Translation) -> list[str]:
    steps = []
    for sign, expr, denominator, product in case.cleared:
        shown = [translation.term(case.shown(e)) for e in (product, expr, denominator)]
        steps.append(
            f"try (assert (0 {_RELATION[sign]} {shown[0]}) "
            f"by (apply (clear_{sign} {shown[1]} {shown[2]}); "
            "[first [nonzero | pos] | field; nonzeros | lra]))"
        )
    return steps


def _product(case: Problem, translation: Translation, kind: str, data: tuple[Any, ...]) -> str | None:
    def term(expr: Any) -> str:
        return translation.term(case.shown(expr))

    if kind == "product":
        if len(data) < 2:
            return None
        strict = all(sign == "gt" for sign, _ in data)
        product, proof = term(data[-1][1]), "lra"
        for _, expr in reversed(data[:-1]):
            product = f"{term(expr)} * ({product})"
            proof = f"apply {'Rmult_lt_0_compat' if strict else 'Rmult_le_pos'}; [lra | {proof}]"
        return f"try (assert (0 {'<' if strict else '<='} {product}) by ({proof}))"
    if kind == "square":
        root, other = data
        if other is None:
            return f"pose proof (pow2_ge_0 {term(root)})"
        return (
            f"try (assert (0 <= ({term(root)} ^ 2) * {term(other)}) "
            "by (apply Rmult_le_pos; [apply pow2_ge_0 | lra]))"
        )
    equation, monomial = data
    if monomial == 1:
        return None
    left = term(equation)
    return f"try (assert ({left} * {term(monomial)} = 0) by (replace ({left}) with 0 by lra; ring))"
