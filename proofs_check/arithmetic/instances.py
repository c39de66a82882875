"""Statements about any size at exact random instances: matrices, families and laws with rational entries.

This is the second route of the engines for symbolic sizes. It shares nothing with their normal forms: a
formula is walked as it stands, with numbers in the place of its symbols
(`proofs_check.arithmetic.exact_values`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from flint import fmpq
from sympy import Integers, Naturals, Naturals0, Rational, Set
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import domain, exact_values
from proofs_check.arithmetic.exact_matrices import Matrix, inverse
from proofs_check.ledger.evidence import Undecided
from theory.claim.arrays import (
    DiagonalMatrices,
    InvertibleMatrices,
    NonzeroMatrices,
    RealArrays,
    RealMatrices,
    StrictlyLowerMatrices,
    SymmetricMatrices,
)

#: Largest size drawn where the domain has no bound.
LARGEST = 4
#: Attempts at an instance that meets the assumptions and at which the statement is defined.
ATTEMPTS = 200

_SIZES = (Naturals, Naturals0, Integers)


class Instance:
    """Values of the symbols of a domain, drawn as they are needed.

    Parameters
    ----------
    over
        Domain of the statement.
    rng
        Where the numbers come from.
    smallest
        Whether all sizes are as small as the domain allows.
    """

    def __init__(self, over: Mapping[Any, Set], rng: random.Random, *, smallest: bool) -> None:
        self.over, self.rng = over, rng
        self.numbers: dict[Any, Any] = {}
        self.arrays: dict[tuple[Any, ...], fmpq] = {}
        self.matrices: dict[Any, Matrix] = {}
        self.laws: dict[Any, list[tuple[fmpq, tuple[fmpq, ...]]]] = {}
        self.functions: dict[tuple[str, tuple[str, ...]], fmpq] = {}
        for symbol, values in over.items():
            if not isinstance(values, RealMatrices | RealArrays):
                self.numbers[symbol] = self._number(values, smallest)
        for symbol, values in over.items():
            if isinstance(values, RealMatrices):
                self.matrices[symbol] = self._matrix(values)

    def _number(self, values: Set, smallest: bool) -> Any:
        for kind in _SIZES:
            if values == kind:
                least = {Naturals: 1, Naturals0: 0, Integers: -2}[kind]
                return Rational(least if smallest else self.rng.randint(least, LARGEST))
        return domain.sample(values, self.rng)

    def entry(self) -> fmpq:
        """Draw a small rational number, 0 now and then."""
        return fmpq(self.rng.randint(-4, 4), self.rng.randint(1, 3))

    def _matrix(self, values: RealMatrices) -> Matrix:
        rows, columns = (int(size.xreplace(self.numbers)) for size in values.shape)
        for _ in range(ATTEMPTS):
            drawn = [[self.entry() for _ in range(columns)] for _ in range(rows)]
            if isinstance(values, DiagonalMatrices):
                drawn = [[e if i == j else fmpq(0) for j, e in enumerate(row)] for i, row in enumerate(drawn)]
            if isinstance(values, StrictlyLowerMatrices):
                drawn = [[e if i > j else fmpq(0) for j, e in enumerate(row)] for i, row in enumerate(drawn)]
            if isinstance(values, SymmetricMatrices):
                drawn = [[drawn[max(i, j)][min(i, j)] for j in range(columns)] for i in range(rows)]
            singular = isinstance(values, InvertibleMatrices) and inverse(drawn) is None
            vanishing = isinstance(values, NonzeroMatrices) and all(e == 0 for row in drawn for e in row)
            if not singular and not vanishing:
                return drawn
        raise Undecided(f"found no member of {values}")

    def array(self, label: Any, indices: tuple[int, ...]) -> fmpq:
        """Member of an indexed family."""
        key = (label, *indices)
        if key not in self.arrays:
            self.arrays[key] = self.entry()
        return self.arrays[key]

    def law(self, group: tuple[Any, ...]) -> list[tuple[fmpq, tuple[fmpq, ...]]]:
        """Chances and values of a group of random symbols: up to four values, sometimes one."""
        if group not in self.laws:
            raw = [fmpq(self.rng.randint(1, 5)) for _ in range(self.rng.randint(1, 4))]
            total = sum(raw, fmpq(0))
            self.laws[group] = [(chance / total, tuple(self.entry() for _ in group)) for chance in raw]
        return self.laws[group]

    def shown(self) -> dict[str, str]:
        """Values of a witness as text."""
        numbers = {str(symbol): str(value) for symbol, value in self.numbers.items()}
        matrices = {
            str(symbol): "[" + "; ".join(" ".join(map(str, row)) for row in matrix) + "]"
            for symbol, matrix in self.matrices.items()
        }
        families = {f"{key[0]}[{','.join(map(str, key[1:]))}]": str(v) for key, v in self.arrays.items()}
        return numbers | matrices | families


def instances(
    over: Mapping[Any, Set], assuming: tuple[Boolean, ...], *, seed: int, count: int
) -> Iterator[Instance]:
    """Draw instances that meet the assumptions, the first with all sizes as small as they can be.

    Raises
    ------
    Undecided
        If the assumptions are hardly ever met.
    """
    rng = random.Random(seed)
    for number in range(count):
        for attempt in range(ATTEMPTS):
            drawn = Instance(over, rng, smallest=number == 0 and attempt < ATTEMPTS // 4)
            if all(exact_values.truth(relation, drawn) is True for relation in assuming):
                yield drawn
                break
        else:
            raise Undecided(f"no instance met the assumptions {', '.join(map(str, assuming))}")
