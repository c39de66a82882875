"""Statements whose truth is known without any engine: mutants of landed claims, and what follows from them.

A statement counts as false if mpmath, which no engine uses, finds a point of its domain at which its sides
are far apart in the wrong way. Everything is drawn from a seed.
"""

import random
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

import mpmath
from sympy import (
    Derivative,
    Eq,
    Indexed,
    Integral,
    Interval,
    Limit,
    MatrixBase,
    Product,
    Rational,
    Subs,
    Sum,
    count_ops,
    lambdify,
)
from sympy.core.relational import Ge, Gt, Le, Lt, Ne, Relational
from sympy.logic.boolalg import And, Equivalent, Implies, Not, Or

from proofs_check.arithmetic import domain
from proofs_check.ledger.evidence import Undecided
from proofs_check.mutation.mutants import mutants
from theory.catalog import load
from theory.expectation import Expectation

#: Larger formulas are left to the proofs themselves.
LARGEST = 70
#: Points tried for a counterexample.
POINTS = 12
#: Sides that differ by more than this, relative to their size, are different; by less than TINY, equal.
APART, TINY = mpmath.mpf("1e-9"), mpmath.mpf("1e-20")

_ANALYTIC = (Derivative, Expectation, Integral, Limit, Product, Subs, Sum, MatrixBase)
_MODULES = [
    {
        "phi": mpmath.npdf,
        "Phi": mpmath.ncdf,
        "Heaviside": lambda x, at=0.5: 1 if x > 0 else 0 if x < 0 else at,
    },
    "mpmath",
]


@dataclass(frozen=True)
class Case:
    """A statement, where it is made, and where it comes from."""

    formula: object
    over: dict
    assuming: tuple = ()
    origin: str = ""
    witness: dict = field(default_factory=dict)


@lru_cache(maxsize=4096)
def _function(expr, symbols):
    return lambdify(symbols, expr, _MODULES)


def _value(expr, at):
    with mpmath.workdps(40):
        value = _function(expr, tuple(at))(*[mpmath.mpf(v.p) / v.q for v in at.values()])
        value = mpmath.mpmathify(value)
        if isinstance(value, mpmath.mpc) or not mpmath.isfinite(value):
            raise ValueError(value)
        return value


def truth(formula, at):
    """Truth at a point by floating point of 40 digits; ``None`` where that is not clear."""
    if formula in (True, False):
        return bool(formula)
    if isinstance(formula, Relational):
        return _compared(formula, at)
    parts = [truth(arg, at) for arg in formula.args]
    if isinstance(formula, Not):
        return None if parts[0] is None else not parts[0]
    if isinstance(formula, Implies):
        parts = [None if parts[0] is None else not parts[0], parts[1]]
    if isinstance(formula, Or | Implies):
        return True if True in parts else None if None in parts else False
    if isinstance(formula, And):
        return False if False in parts else None if None in parts else True
    if isinstance(formula, Equivalent):
        return None if None in parts else len(set(parts)) == 1
    return None


def _compared(relation, at):
    try:
        left, right = _value(relation.lhs, at), _value(relation.rhs, at)
    except (ArithmeticError, AttributeError, NameError, SyntaxError, TypeError, ValueError, KeyError):
        return None
    apart, size = left - right, 1 + abs(left) + abs(right)
    if isinstance(relation, Eq | Ne):
        equal = True if abs(apart) <= TINY * size else False if abs(apart) > APART * size else None
        return equal if equal is None or isinstance(relation, Eq) else not equal
    if abs(apart) <= APART * size:
        return None
    return (apart < 0) is isinstance(relation, Le | Lt)


def _draw(values, rng):
    """A rational inside a set, in a window where it is unbounded."""
    if not isinstance(values, Interval):
        return domain.sample(values, rng)
    low, high = domain.window(values)
    return low + (high - low) * Rational(rng.randint(1, 95), 96)


def points(over, assuming, seed):
    """Points of a domain at which the assumptions hold clearly."""
    rng = random.Random(seed)
    for _ in range(POINTS):
        try:
            at = {symbol: _draw(values, rng) for symbol, values in over.items()}
        except Undecided:
            return
        if all(truth(relation, at) for relation in assuming):
            yield at


def landed():
    """Small parts of all landed claims, with their domains."""
    for claim in load():
        if claim.kind == "experiment":  # a statement about what was measured, not about all values
            continue
        for name, part in claim.parts.items():
            if part.has(*_ANALYTIC) or count_ops(part) > LARGEST or _of_chance(part) or _of_course(part):
                continue
            used = part.free_symbols.union(*[relation.free_symbols for relation in claim.assuming])
            over = {symbol: values for symbol, values in claim.domain.items() if symbol in used}
            yield Case(part, over, claim.assuming, f"{claim.id}[{name}]")


def _of_course(part):
    """Whether a part speaks of families at a free index, and so of those only that obey a recursion."""
    places = [place for entry in part.atoms(Indexed) for place in entry.indices]
    return any(place.free_symbols & part.free_symbols for place in places)


def _of_chance(part):
    """Whether a part compares a chance, or another number that is measured, with a bound."""
    return isinstance(part, Relational) and part.lhs.is_Symbol and part.rhs.is_number


def false_cases(count, seed):
    """Mutants of landed parts that have a counterexample."""
    rng = random.Random(seed)
    pool = list(landed())
    rng.shuffle(pool)
    streams = [_wrong(case, rng.randrange(10**9)) for case in pool]
    found = []
    while streams and len(found) < count:  # in turn, so that every claim has its share
        for stream in list(streams):
            case = next(stream, None)
            if case is None:
                streams.remove(stream)
            elif len(found) < count:
                found.append(case)
    return found


def _wrong(case, seed):
    rng = random.Random(seed)
    places = list(points(case.over, case.assuming, seed))
    some = islice(mutants(case.formula, tuple(case.over)), rng.randrange(9), None, rng.randint(1, 7))
    for mutant in some:
        if mutant.formula is None:
            continue
        witness = next((at for at in places if truth(mutant.formula, at) is False), None)
        if witness is not None:
            origin = f"{case.origin}: {mutant.operator}, {mutant.description}"
            yield _own_domain(Case(mutant.formula, case.over, case.assuming, origin, witness))


_WEAKER = {Lt: (Le, Ne), Gt: (Ge, Ne), Eq: (Le, Ge)}


def true_cases(count, seed):
    """Landed parts and what follows from them at once."""
    rng = random.Random(seed)
    found = []
    for case in landed():
        found.append(case)
        formula = case.formula
        for weaker in _WEAKER.get(type(formula), ()):
            relation = weaker(formula.lhs, formula.rhs, evaluate=False)
            found.append(Case(relation, case.over, case.assuming, f"{case.origin}, weakened"))
        if isinstance(formula, And):
            found += [Case(arg, case.over, case.assuming, f"{case.origin}, in part") for arg in formula.args]
        if isinstance(formula, Implies) and isinstance(formula.args[1], And):
            premise, conclusion = formula.args
            found += [
                Case(Implies(premise, arg), case.over, case.assuming, f"{case.origin}, in part")
                for arg in conclusion.args
            ]
    rng.shuffle(found)
    return [_own_domain(case) for case in found if isinstance(case.formula, Relational | And | Or | Implies)][
        :count
    ]


def _own_domain(case):
    used = case.formula.free_symbols.union(*[relation.free_symbols for relation in case.assuming])
    over = {symbol: values for symbol, values in case.over.items() if symbol in used}
    return replace(case, over=over)
