"""A formula about matrices of several sizes, read where all sizes are equal.

Most ways to get a matrix formula wrong (a forgotten transpose, two factors in the wrong order) do not even
fit where the sizes differ, so that no statement comes of them. Where all sizes are equal they do, and a proof
of the general statement that reads its formula must reject them there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import MatrixSymbol, Set, Symbol
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from theory.claim.arrays import RealMatrices


def sizes(formula: Boolean) -> list[Symbol]:
    """Symbols that are sizes of matrices in a formula, in alphabetical order."""
    found: set[Symbol] = set()
    for matrix in formula.atoms(MatrixSymbol):
        found |= {size for size in matrix.shape if isinstance(size, Symbol)}
    return sorted(found, key=str)


def with_equal_sizes(formula: Boolean, over: Mapping[Any, Set]) -> tuple[Boolean, dict[Any, Set]] | None:
    """Put one size in the place of all.

    Parameters
    ----------
    formula
        A relation.
    over
        The claim's domain.

    Returns
    -------
    tuple or None
        The formula, and the sets of its matrices; ``None`` where it has fewer than two sizes.
    """
    different = sizes(formula)
    if len(different) < 2:
        return None
    same = dict.fromkeys(different, different[0])
    put: dict[Any, Any] = dict(same)
    extra: dict[Any, Set] = {}
    for matrix in formula.atoms(MatrixSymbol):
        put[matrix] = MatrixSymbol(matrix.name, *(size.xreplace(same) for size in matrix.shape))
        extra[put[matrix]] = over.get(matrix, RealMatrices(*matrix.shape)).xreplace(same)
    if isinstance(formula, Relational):
        return formula.func(*(side.xreplace(put) for side in formula.args), evaluate=False), extra
    return formula.xreplace(put), extra
