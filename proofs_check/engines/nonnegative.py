"""``leaves_nonnegative``: an inequality of any size whose sides differ by what cannot be negative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import (
    Abs,
    Add,
    Eq,
    Expr,
    Ge,
    Interval,
    Le,
    MatMul,
    Mul,
    Naturals,
    Naturals0,
    Pow,
    Set,
    Sum,
    Trace,
    Transpose,
    exp,
    oo,
)
from sympy.logic.boolalg import Boolean

from proofs_check.engines import any_size
from proofs_check.engines.statement import statements
from proofs_check.ledger.evidence import Fact, Strength, Undecided, active, record
from theory.claim import Claim
from theory.expectation import Expectation

_NONNEGATIVE = Interval(0, oo)


def leaves_nonnegative(
    what: Claim | Boolean,
    part: str | None = None,
    *,
    rest: Expr,
    over: Mapping[Any, Set] | None = None,
    assuming: tuple[Boolean, ...] = (),
) -> None:
    """Prove an inequality about matrices, sums or laws of any size by what the larger side has more.

    Parameters
    ----------
    what
        A claim, or an inequality that serves as a step of an argument.
    part
        One part of the claim; by default those that the running proof speaks for.
    rest
        The larger side minus the smaller, written so that it shows its sign: sums, products, expectations and
        means of squares and of nonnegative symbols.
    over, assuming
        Domain and assumptions of a step.

    Raises
    ------
    Rejected
        If the inequality, or the equation with the rest, is false at an exact instance.
    Undecided
        If the normal forms differ, the sign does not show, or the inequality is strict.
    ValueError
        If the statement is no inequality.
    """
    for statement in statements(what, part, over, assuming):
        relation = statement.formula
        if not hasattr(relation, "gts"):
            raise ValueError(f"{statement.name}: must be an inequality, got {relation}")
        doubt = any_size.second_route(statement)
        if not isinstance(relation, Le | Ge):
            doubt = "the rest may be 0, and the inequality is strict"
        equation = Eq(relation.gts - relation.lts, rest, evaluate=False)
        doubt = doubt or any_size.holds(equation, statement.domain, statement.assuming)
        if doubt is None and not is_nonnegative(rest, statement.domain):
            doubt = f"{rest} does not show that it is not negative"
        if doubt is not None:
            raise Undecided(f"{statement.name}: {doubt}")
        recorder = active()
        if recorder is not None:
            fact = Fact(relation, statement.domain, statement.assuming, Strength.PROVED)
            recorder.facts.append(fact)
        record(
            "leaves_nonnegative",
            Strength.PROVED,
            parts=statement.parts,
            bearing=statement.bearing,
            detail=f"the sides differ by squares; holds at {any_size.INSTANCES} exact random instances",
        )


def is_nonnegative(expr: Any, over: Mapping[Any, Set]) -> bool:
    """Whether an expression shows that it is not negative anywhere on a domain."""
    if expr.is_number:
        return bool(expr.is_nonnegative)
    if expr.is_Symbol:
        return expr in over and over[expr].is_subset(_NONNEGATIVE) is True
    if isinstance(expr, Add | Mul):
        return all(is_nonnegative(arg, over) for arg in expr.args)
    if isinstance(expr, Pow):
        return bool(expr.exp.is_even) or is_nonnegative(expr.base, over)
    if isinstance(expr, Sum):
        forward = all(low == 1 and over.get(high) in (Naturals, Naturals0) for _, low, high in expr.limits)
        return forward and is_nonnegative(expr.function, over)
    if isinstance(expr, Expectation):
        return is_nonnegative(expr.function, over)
    if isinstance(expr, Trace) and isinstance(expr.arg, MatMul) and len(expr.arg.args) == 2:
        left, right = expr.arg.args
        return bool(Transpose(left).doit() == right)
    return isinstance(expr, Abs | exp)
