"""How many quantities the gradient flow of a small architecture conserves, counted from both sides.

A function is conserved by the flow of every loss on every data set exactly if its gradient is orthogonal to
the gradients of the coefficients phi_k of the output, and then also to every bracket of them. The number of
independent conserved functions near a generic point is therefore the number of weights less the rank of the
Lie algebra which the fields grad phi_k generate (Frobenius). A rank found modulo a prime at one point is a
lower bound, so the count from it is an upper one; independent explicit laws are a lower one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from flint import fmpz_mat, nmod, nmod_mat

from numerics.arrays import arguments
from numerics.invariances.conservation.polynomials import PRIME, Polynomial

Field = list[Polynomial]


def gradient(f: Polynomial) -> Field:
    """Field of partial derivatives."""
    return [f.derivative(i) for i in range(f.context().nvars())]


def bracket(v: Field, w: Field) -> Field:
    """Lie bracket: component a is the sum over b of v_b d_b w_a - w_b d_b v_a."""
    result = []
    for va, wa in zip(v, w, strict=True):
        total = va * 0
        for b, (vb, wb) in enumerate(zip(v, w, strict=True)):
            if vb != 0:
                total = total + vb * wa.derivative(b)
            if wb != 0:
                total = total - wb * va.derivative(b)
        result.append(total)
    return result


def lie_rank(outputs: Sequence[Polynomial], *, seed: int = 0, at_most: int | None = None) -> int:
    """Rank, at a random point, of the Lie algebra that the gradients of the outputs generate.

    Parameters
    ----------
    outputs
        Polynomials modulo `PRIME`.
    seed
        Of the point.
    at_most
        A rank known not to be exceeded, at which the search stops; the number of weights by default.

    Returns
    -------
    int
        A lower bound of the generic rank, whatever the point.
    """
    _require_polynomials(outputs)
    arguments.seed(seed)
    n = outputs[0].context().nvars()
    at_most = n if at_most is None else at_most
    rng = random.Random(seed)
    point = [rng.randrange(PRIME) for _ in range(n)]
    echelon = _Echelon()
    # Fields that add nothing at a generic point are combinations of others with functions as coefficients;
    # so are their brackets with anything, up to those of the others. They can be left out.
    basis: list[Field] = []
    waiting = [gradient(f) for f in outputs]
    while waiting and len(basis) < at_most:
        field = waiting.pop(0)
        if echelon.adds([int(component(*point)) for component in field]):
            waiting.extend(bracket(other, field) for other in basis)
            basis.append(field)
    return len(basis)


class _Echelon:
    """Independent vectors modulo the prime."""

    def __init__(self) -> None:
        self.rows: dict[int, list[Any]] = {}

    def adds(self, vector: list[int]) -> bool:
        v = [nmod(x, PRIME) for x in vector]
        for pivot in range(len(v)):
            if int(v[pivot]) == 0:
                continue
            row = self.rows.get(pivot)
            if row is None:
                self.rows[pivot] = [x / v[pivot] for x in v]
                return True
            factor = v[pivot]
            v = [x - factor * y for x, y in zip(v, row, strict=True)]
        return False


def is_law(law: Polynomial, outputs: Sequence[Polynomial]) -> bool:
    """Whether the derivative of a polynomial along every gradient of an output is the zero polynomial."""
    _require_polynomials(outputs)
    slopes = gradient(law)
    for f in outputs:
        total = law * 0
        for a, b in zip(slopes, gradient(f), strict=True):
            total = total + a * b
        if total != 0:
            return False
    return True


def independent(laws: Sequence[Polynomial], *, seed: int = 0) -> int:
    """Rank of the Jacobian of polynomials over the integers at a random integer point, exactly.

    It is a lower bound of how many of them are independent.
    """
    if not laws:
        return 0
    n = laws[0].context().nvars()
    rng = random.Random(seed)
    point = [rng.randint(-99, 99) for _ in range(n)]
    return int(fmpz_mat([[int(d(*point)) for d in gradient(law)] for law in laws]).rank())


def quadratic_laws(outputs: Sequence[Polynomial]) -> int:
    """Dimension of the space of homogeneous quadratic laws, by an exact nullspace over the integers.

    Parameters
    ----------
    outputs
        Polynomials over the integers, or modulo `PRIME`: then an upper bound, for the rank may fall.
    """
    _require_polynomials(outputs)
    return int(_dimension([gradient(f) for f in outputs]))


def _require_polynomials(outputs: Any) -> None:
    """Raise TypeError or ValueError unless these are polynomials, at least one."""
    allowed = "at least one polynomial of python-flint, in a sequence"
    if not isinstance(outputs, list | tuple) or not all(hasattr(f, "derivative") for f in outputs):
        raise TypeError(f"outputs must be {allowed}, got {arguments.shorten(outputs)}")
    arguments.require(len(outputs) > 0, "outputs", outputs, allowed)


def _dimension(fields: list[Field]) -> int:
    """Quadratic forms w_i w_j whose derivative along all fields has no term left."""
    context = fields[0][0].context()
    n, w = context.nvars(), context.gens()
    forms = [(i, j) for i in range(n) for j in range(i, n)]
    columns: dict[tuple[int, ...], int] = {}
    entries = []
    for row, (i, j) in enumerate(forms):
        for k, field in enumerate(fields):
            along = w[j] * field[i] + w[i] * field[j]
            for exponents, coefficient in along.to_dict().items():
                column = columns.setdefault((k, *map(int, exponents)), len(columns))
                entries.append((row, column, int(coefficient)))
    table = [[0] * max(len(columns), 1) for _ in forms]
    for row, column, value in entries:
        table[row][column] += value
    if "nmod" in type(w[0]).__name__:
        flat = [entry for line in table for entry in line]
        return len(forms) - nmod_mat(len(forms), len(table[0]), flat, PRIME).rank()
    return len(forms) - fmpz_mat(table).rank()
