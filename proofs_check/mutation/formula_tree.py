"""A formula as a tree: what it is made of, and how to put something else in the place of one part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sympy
from sympy import (
    BlockMatrix,
    Derivative,
    Expr,
    Identity,
    Implies,
    Indexed,
    MatrixBase,
    MatrixSymbol,
    OneMatrix,
    Piecewise,
    Pow,
    Subs,
    ZeroMatrix,
)
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.relational import Relational

from theory.expectation import Expectation

#: A child of a node, how to put another in its place, and whether its sign is its own: a child of a sum or a
#: product shares the sign of the term that it belongs to.
Child = tuple[Any, Callable[[Any], Any], bool]


def put(items: Any, index: int, new: Any) -> list[Any]:
    """Copy a sequence with another item in one place."""
    return [*items[:index], new, *items[index + 1 :]]


def replaced(node: Any, index: int, new: Any) -> Any:
    """Rebuild a node with another argument in one place."""
    return node.func(*put(node.args, index, new))


def without(node: Any, index: int) -> Any:
    """Rebuild a node without one of its arguments."""
    return node.func(*node.args[:index], *node.args[index + 1 :])


def children(node: Any) -> Iterator[Child]:
    """Take a node apart where it may change; bound variables and sizes of matrices stay as they are."""
    args = getattr(node, "args", ())
    if isinstance(node, MatrixSymbol | Identity | ZeroMatrix | OneMatrix):
        return
    if isinstance(node, Relational):
        for i, side in enumerate(args):
            yield side, partial(_relation, node, i), True
    elif isinstance(node, BlockMatrix):
        for i, block in enumerate(node.blocks.flat()):
            yield block, partial(_block, node, i), True
    elif isinstance(node, Expectation):
        yield node.function, partial(replaced, node, 0), False
    elif isinstance(node, Indexed):
        for i, index in enumerate(node.indices, start=1):
            yield index, partial(replaced, node, i), False
    elif isinstance(node, MatrixBase):
        for i, entry in enumerate(node.flat()):
            yield entry, partial(_matrix, node, i), True
    elif isinstance(node, ExprWithLimits):
        yield node.function, partial(replaced, node, 0), False
        for i, limit in enumerate(node.limits):
            for j, end in enumerate(limit[1:], start=1):
                yield end, partial(_limit, node, i, j), True
    elif isinstance(node, Derivative):
        yield node.expr, partial(replaced, node, 0), False
    elif isinstance(node, Subs):
        yield node.expr, partial(replaced, node, 0), False
        for i, value in enumerate(node.point):
            yield value, partial(_point, node, i), True
    elif isinstance(node, Piecewise):
        for i, (value, condition) in enumerate(args):
            yield value, partial(_branch, node, i, 0), True
            yield condition, partial(_branch, node, i, 1), False
    elif isinstance(node, Implies):
        for i, arg in enumerate(args):
            yield arg, partial(_implication, node, i), False
    elif isinstance(node, Pow):
        yield node.base, partial(replaced, node, 0), False
        if not node.exp.is_number:
            yield node.exp, partial(replaced, node, 1), True
    else:
        signed = isinstance(node, sympy.Function | sympy.Max | sympy.Min)
        for i, arg in enumerate(args):
            yield arg, partial(replaced, node, i), signed and isinstance(arg, Expr)


def _relation(node: Relational, index: int, new: Any) -> Any:
    left, right = put(node.args, index, new)
    if _shape(left) != _shape(right):
        raise ValueError("the two sides have different shapes")
    return node.func(left, right, evaluate=False)


def _shape(side: Any) -> Any:
    """Shape of a matrix; an entry of an indexed family has an attribute that only raises."""
    return getattr(side, "shape", None) if not isinstance(side, Indexed) else None


def _matrix(node: Any, index: int, new: Any) -> Any:
    return type(node)(*node.shape, put(node.flat(), index, new))


def _block(node: BlockMatrix, index: int, new: Any) -> Any:
    blocks = put(node.blocks.flat(), index, new)
    width = node.blockshape[1]
    return BlockMatrix([blocks[start : start + width] for start in range(0, len(blocks), width)])


def _limit(node: Any, index: int, end: int, new: Any) -> Any:
    return replaced(node, index + 1, put(node.limits[index], end, new))


def _point(node: Any, index: int, new: Any) -> Any:
    return Subs(node.expr, node.variables, put(node.point, index, new))


def _branch(node: Any, index: int, which: int, new: Any) -> Any:
    return Piecewise(*put(node.args, index, put(node.args[index].args, which, new)), evaluate=False)


def _implication(node: Any, index: int, new: Any) -> Any:
    return Implies(*put(node.args, index, new), evaluate=False)
