"""Domains of matrices and of indexed families whose sizes are symbols.

A claim about matrices of any size declares the sizes as integer symbols and each ``MatrixSymbol`` as a member
of one of these sets; a claim about sums up to a symbolic limit declares the label of each ``IndexedBase``:

>>> from sympy import MatrixSymbol, Naturals, symbols
>>> m, n = symbols("m n", integer=True)
>>> A = MatrixSymbol("A", m, n)
>>> {m: Naturals, n: Naturals, A: RealMatrices(m, n)}[A]
RealMatrices(m, n)
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sympy import (
    Basic,
    Indexed,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Set,
    Symbol,
    Trace,
    sympify,
)
from sympy import S as _S
from sympy.core.relational import Relational


class RealMatrices(Set):  # type: ignore[misc]
    """All real matrices with these numbers of rows and columns, which may be symbols."""

    def __new__(cls, rows: Any, columns: Any) -> RealMatrices:
        """Make the set of matrices of one shape."""
        made: RealMatrices = Basic.__new__(cls, sympify(rows), sympify(columns))
        return made

    @property
    def shape(self) -> tuple[Any, ...]:
        """Rows and columns."""
        return tuple(self.args)

    is_empty = False

    def _contains(self, other: Any) -> bool | None:  # noqa: ARG002 - SymPy's protocol; None is "unknown"
        return None

    def _sympystr(self, printer: Any) -> str:
        return f"{type(self).__name__}({', '.join(printer._print(size) for size in self.args)})"


class NonzeroMatrices(RealMatrices):
    """Real matrices other than 0."""


class _Square(RealMatrices):
    def __new__(cls, rows: Any) -> _Square:
        made: _Square = Basic.__new__(cls, sympify(rows))
        return made

    @property
    def shape(self) -> tuple[Any, ...]:
        """Rows and columns."""
        return self.args[0], self.args[0]


class InvertibleMatrices(_Square):
    """Invertible real matrices of an order."""


class DiagonalMatrices(_Square):
    """Real diagonal matrices of an order."""


class SymmetricMatrices(_Square):
    """Real symmetric matrices of an order."""


class StrictlyLowerMatrices(_Square):
    """Real matrices with zeros on and above the diagonal; the identity plus one of them is invertible."""


class RealArrays(Set):  # type: ignore[misc]
    """Families of real numbers with so many indices, each any integer."""

    def __new__(cls, indices: Any = 1) -> RealArrays:
        """Make the set of families with a number of indices."""
        made: RealArrays = Basic.__new__(cls, sympify(indices))
        return made

    is_empty = False

    def _contains(self, other: Any) -> bool | None:  # noqa: ARG002 - SymPy's protocol; None is "unknown"
        return None

    def _sympystr(self, printer: Any) -> str:
        return f"RealArrays({printer._print(self.args[0])})"


#: Names of the sets in plain words, for domains that are printed.
WORDS = {
    RealMatrices: "a real {} matrix",
    NonzeroMatrices: "a real {} matrix other than 0",
    InvertibleMatrices: "an invertible {} matrix",
    DiagonalMatrices: "a diagonal {} matrix",
    SymmetricMatrices: "a symmetric {} matrix",
    StrictlyLowerMatrices: "a strictly lower triangular {} matrix",
}


def variables(relation: Any) -> set[Any]:
    """Free symbols of a relation that a domain must speak of.

    Of an indexed symbol this is the label; of a matrix, itself and the symbols in its shape.
    """
    found: set[Any] = set()
    for symbol in relation.free_symbols:
        if isinstance(symbol, Indexed):
            continue
        found.add(symbol)
        if isinstance(symbol, MatrixSymbol):
            found |= set().union(*[size.free_symbols for size in symbol.shape])
    return found


def check_shapes(expr: Any) -> None:
    """Check that the factors and terms of matrices of symbolic size fit together; SymPy lets some pass.

    Raises
    ------
    ValueError
        If they do not for every size.
    """
    for arg in getattr(expr, "args", ()):
        check_shapes(arg)
    parts = [arg for arg in getattr(expr, "args", ()) if getattr(arg, "is_Matrix", False)]
    if isinstance(expr, MatMul):
        pairs = [(a.cols, b.rows) for a, b in pairwise(parts)]
    elif isinstance(expr, MatAdd | Relational):
        pairs = [pair for a, b in pairwise(parts) for pair in zip(a.shape, b.shape, strict=True)]
        if isinstance(expr, Relational) and len(parts) == 1:
            raise ValueError(f"{expr}: relates a matrix and a number")
    elif isinstance(expr, MatPow | Inverse | Trace):
        pairs = [parts[0].shape]
    else:
        return
    for one, other in pairs:
        if sympify(one - other).expand() != 0:
            raise ValueError(f"{expr}: the shapes do not fit, {one} against {other}")


def check_array(symbol: Any, values: Set, what: str) -> bool:
    """Check the set of a matrix or of an indexed family.

    Returns
    -------
    bool
        Whether it is one; anything else is a number's business.

    Raises
    ------
    ValueError
        If the shapes differ, or a matrix is given a set of numbers or a number a set of matrices.
    """
    of_matrices = isinstance(values, RealMatrices)
    if isinstance(symbol, MatrixSymbol) != of_matrices:
        raise ValueError(f"{what}: a matrix symbol goes with a set of matrices, got {values}")
    if isinstance(symbol, MatrixSymbol) and tuple(symbol.shape) != values.shape:
        raise ValueError(f"{what}: the symbol has shape {symbol.shape}, its set {values.shape}")
    return of_matrices or isinstance(values, RealArrays)


def is_whole(values: Set) -> bool:
    """Whether a set restricts nothing: every number, matrix or family of its kind is in it."""
    return type(values) in (RealMatrices, RealArrays) or values == _S.Reals


def array_text(symbol: Symbol, values: Set) -> str | None:
    """Return such a domain on a line, such as ``A a real m × n matrix``; ``None`` for sets of numbers."""
    if isinstance(values, RealMatrices):
        return f"{symbol} " + WORDS[type(values)].format(" × ".join(map(str, values.shape)))
    if isinstance(values, RealArrays):
        indices = ", ".join("ijkl"[: int(values.args[0])])
        return f"{symbol}[{indices}] real"
    return None
