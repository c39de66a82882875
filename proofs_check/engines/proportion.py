"""``prevails``: how often something happens, by an exact binomial confidence interval."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import beta, binom
from sympy import Interval, Rational, S, Symbol
from sympy.core.relational import GreaterThan, LessThan, StrictGreaterThan, StrictLessThan

from proofs_check.engines.kernel import blas_kernel
from proofs_check.engines.statement import Statement, statements
from proofs_check.ledger.evidence import Rejected, Strength, Undecided, record
from theory.claim import Claim

#: Fewest independent runs for a statement about a chance.
LEAST_RUNS = 20


def interval(happened: int, runs: int, false_alarm: float) -> tuple[float, float]:
    """Two-sided confidence interval of a chance, never too short whatever the chance is.

    C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the
    binomial", Biometrika 26 (1934), 404-413.

    Parameters
    ----------
    happened, runs
        How often it happened, in how many independent runs.
    false_alarm
        Probability that the interval misses the chance, at most.

    Returns
    -------
    low, high
        Within [0, 1].
    """
    low = float(beta.ppf(false_alarm / 2, happened, runs - happened + 1)) if happened else 0.0
    high = float(beta.isf(false_alarm / 2, happened + 1, runs - happened)) if happened < runs else 1.0
    return low, high


def largest(outcomes: Any, false_alarm: float) -> Rational:
    """Upper end of that interval: the largest chance that runs allow.

    Parameters
    ----------
    outcomes
        For each independent run whether the event happened.
    false_alarm
        As in `interval`.
    """
    events = np.asarray(outcomes, dtype=bool)
    return Rational(interval(int(events.sum()), events.size, false_alarm)[1])


def prevails(
    claim: Claim,
    chance: Symbol,
    outcomes: Any,
    *,
    part: str | None = None,
    false_alarm: float = 1e-6,
    power: float = 0.99,
    against: float = 0.99,
) -> None:
    """An inequality for the chance of an event holds all over the confidence interval of that chance.

    The formula is an inequality in one symbol with domain [0, 1], affine in it. The runs decide it when its
    truth is the same at every point of the Clopper-Pearson interval. The power is declared and checked: were
    the chance as extreme as ``against`` (on the side that the runs speak for), so many runs would decide
    with probability ``power``.

    Parameters
    ----------
    claim
        The claim.
    chance
        The symbol whose runs these are.
    outcomes
        For each independent run whether the event happened: booleans on one axis.
    part
        One part of the claim; by default those that the running proof speaks for.
    false_alarm
        Probability that the interval misses the true chance, at most.
    power
        Probability of a decision if the chance, or its complement, is ``against``.
    against
        A chance above 1/2.

    Raises
    ------
    Rejected
        If the inequality is false all over the interval.
    Undecided
        If it is true in one part of the interval only, the runs are too few for the declared power, or the
        formula is about another chance.
    ValueError
        If a parameter is out of range, or the formula is not as described.
    """
    if not (0 < false_alarm < 0.5 and 0.5 < power < 1 and 0.5 < against < 1):
        given = f"false_alarm={false_alarm!r}, power={power!r}, against={against!r}"
        raise ValueError(f"{given}: must lie in (0, .5), (.5, 1) and (.5, 1)")
    events = np.asarray(outcomes)
    if events.dtype != np.bool_ or events.ndim != 1 or events.size < LEAST_RUNS:
        shape = f"dtype {events.dtype} and shape {events.shape}"
        raise ValueError(f"outcomes of {shape}: at least {LEAST_RUNS} booleans on one axis are needed")
    runs, happened = events.size, int(events.sum())
    for statement in statements(claim, part, None, ()):
        if statement.formula.free_symbols - {chance}:
            raise Undecided(f"{statement.name}: these are runs for {chance}, not all of {statement.formula}")
        truth = _truth(statement, interval(happened, runs, false_alarm))
        seen = f"{happened} of {runs} runs, {statement.formula}"
        if truth is False:
            raise Rejected(f"{statement.name}: false all over the confidence interval: {seen}")
        if truth is None:
            raise Undecided(f"{statement.name}: true in a part of the confidence interval only: {seen}")
        extreme = against if 2 * happened > runs else 1 - against
        counts = np.arange(runs + 1)
        decided = [_truth(statement, interval(int(n), runs, false_alarm)) is True for n in counts]
        if float(binom.pmf(counts, runs, extreme)[decided].sum()) < power:
            raise Undecided(f"{statement.name}: {runs} runs have less than the declared power {power:g}")
        record(
            "prevails",
            Strength.STATISTICAL,
            parts=statement.parts,
            bearing=statement.bearing,
            detail=f"{happened} of {runs} runs; exact binomial interval, false alarms {false_alarm:g}, "
            f"power {power:g} at a chance of {extreme:g}; {blas_kernel()}",
        )


def _truth(statement: Statement, bounds: tuple[float, float]) -> bool | None:
    """Whether an inequality holds everywhere between two chances, nowhere, or here but not there."""
    relation, symbols = statement.formula, statement.formula.free_symbols
    ordered = isinstance(relation, StrictGreaterThan | GreaterThan | StrictLessThan | LessThan)
    (symbol,) = symbols if len(symbols) == 1 else (None,)
    if not ordered or symbol is None or statement.domain[symbol] != Interval(0, 1) or statement.assuming:
        raise ValueError(f"{statement.name}: {relation} must be an inequality in one symbol of [0, 1]")
    slope = (relation.lhs - relation.rhs).diff(symbol)
    if not (slope.is_number and slope.is_finite):
        raise ValueError(f"{statement.name}: {relation} must be affine in {symbol}")
    # Affine sides: what holds, or fails, at both ends does so in between.
    ends = {relation.xreplace({symbol: Rational(bound)}) for bound in bounds}
    if not ends <= {S.true, S.false}:
        raise Undecided(f"{statement.name}: SymPy does not decide {relation} at the ends {bounds}")
    return None if len(ends) > 1 else ends == {S.true}
