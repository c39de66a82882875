"""``induction``: a base and a step, with the hypothesis in the place of what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sympy import And, Eq, Expr, FiniteSet, Ge, Implies, Indexed, Integers, Le, Pow, Reals, Set, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import Boolean

from proofs_check.engines import any_size
from proofs_check.engines.smt import for_all, prove
from proofs_check.engines.statement import Statement, statements
from proofs_check.engines.symbolic import identity
from proofs_check.ledger.evidence import Fact, Rejected, Strength, Undecided, active, record
from theory.claim import Claim, variables

Along = Literal["natural numbers", "layers", "vertices in topological order"]


def induction(
    what: Claim | Boolean,
    part: str | None = None,
    *,
    on: Symbol,
    first: int = 0,
    along: Along = "natural numbers",
    begin: tuple[Boolean, ...] = (),
    step: tuple[Boolean, ...] = (),
    over: Mapping[Any, Set] | None = None,
    assuming: tuple[Boolean, ...] = (),
) -> None:
    """Prove a statement about sequences for every index: where it begins, and from each index to the next.

    Parameters
    ----------
    what
        A claim, or a relation that serves as a step of an argument. Its sequences are undefined functions of
        the index, ``y(n)``.
    part
        One part of the claim; by default those that the running proof speaks for.
    on
        The index, with a domain of all integers from ``first`` on.
    first
        Where it begins.
    along
        What the index counts; it goes into the evidence.
    begin
        What is known of the sequences at the beginning, ``y(0) <= 1``.
    step
        What is known of them from one index to the next, ``y(n + 1) <= y(n)/2``.
    over, assuming
        Domain and assumptions of a step.

    Raises
    ------
    Rejected
        If the base, or the step from the hypothesis, is false.
    Undecided
        If an engine cannot decide one of them.
    ValueError
        If the index does not run over all integers from ``first`` on, or a sequence stands at another index
        than ``first``, the index, or the one after it.

    Examples
    --------
    ::

        y = Function("y", real=True)
        induction(
            Le(y(n), 2), on=n, over={n: Naturals0},
            begin=(Le(y(0), 2),), step=(Eq(y(n + 1), y(n) / 2 + 1),),
        )
    """
    for statement in statements(what, part, over, assuming):
        _check_index(statement, on, first)
        names = _Names(on, first, what.domain if isinstance(what, Claim) else statement.domain)
        goal = statement.formula
        base = names.read(_at(goal, on, first))
        _entails("base", statement, names, [names.read(known) for known in begin], base)
        hypothesis = [names.read(goal), *(names.read(known) for known in step)]
        _entails("step", statement, names, hypothesis, names.read(_at(goal, on, on + 1)))
        _shown(statement, f"induction on {along}: {on} from {first} on, by base and step")


def induction_on_vertices(
    what: Claim | Eq,
    part: str | None = None,
    *,
    on: Symbol,
    recursion: Mapping[Indexed, Expr],
    over: Mapping[Any, Set] | None = None,
) -> None:
    """Prove an equation at every vertex of a directed graph without circles, from those before it.

    Vertices are numbered so that edges go upward (a topological order); vertex 1 has nothing before it, so
    the step for it is the base.

    Parameters
    ----------
    what
        A claim, or an equation that serves as a step of an argument. Its left side is one of the families at
        the vertex, ``H[v]``.
    part
        One part of the claim; by default those that the running proof speaks for.
    on
        The vertex, with the domain of all integers from 1 on.
    recursion
        For each family its value at the vertex, from values at earlier ones only.
    over
        Domain of a step; for a claim, of what the recursion speaks of besides.

    Raises
    ------
    Rejected
        If the step is false.
    Undecided
        If the step is not decided, or a value does not certainly come from an earlier vertex.
    ValueError
        If the goal's left side has no recursion, or the index does not start at 1.
    """
    for statement in statements(what, part, None if isinstance(what, Claim) else over, ()):
        goal, domain = statement.formula, {**(over or {}), **statement.domain}
        _check_index(statement, on, 1)
        if not isinstance(goal, Eq) or goal.lhs not in recursion:
            raise ValueError(f"{goal}: its left side must be one of {', '.join(map(str, recursion))}")
        for value in recursion.values():
            _require_earlier(value, on, [place.base for place in recursion], domain)
        conclusion = _at_vertex(goal, on, recursion)
        used = variables(conclusion)
        try:
            if conclusion.lhs != conclusion.rhs:  # two families with one recursion are the same already
                identity(conclusion, over={s: v for s, v in domain.items() if s in used})
        except Rejected as failure:
            raise Rejected(f"{statement.name}: the step fails: {failure}") from failure
        _shown(statement, f"induction on vertices in topological order: {on} from 1 on")


def _at_vertex(goal: Eq, on: Symbol, recursion: Mapping[Indexed, Expr]) -> Eq:
    """The equation at a vertex: values in the place of families, the hypothesis at earlier vertices."""
    base = goal.lhs.base

    def by_hypothesis(node: Indexed) -> Expr:
        return goal.rhs.xreplace({on: node.indices[0]})

    left = recursion[goal.lhs].replace(
        lambda node: isinstance(node, Indexed) and node.base == base, by_hypothesis
    )
    right = goal.rhs.xreplace({place: value for place, value in recursion.items() if place != goal.lhs})
    return Eq(left, right, evaluate=False)


def _check_index(statement: Statement, on: Symbol, first: int) -> None:
    values = statement.domain.get(on, FiniteSet())
    near = all(values.contains(first + k) == True for k in range(4))  # noqa: E712 - SymPy's own truth values
    if not (near and values.is_subset(Integers) and values.inf == first and values.sup.is_infinite):
        raise ValueError(f"on={on}: its domain {values} must be all integers from {first} on")


def _at(relation: Boolean, on: Symbol, value: Any) -> Boolean:
    """Put a value in the place of the index, without letting relations decide themselves."""
    if isinstance(relation, Eq | Le | Ge) or hasattr(relation, "rel_op"):
        sides = (side.xreplace({on: value}) for side in relation.args)
        return relation.func(*sides, evaluate=False)
    return relation.xreplace({on: value})


class _Names:
    """Symbols for the values of sequences, and for powers with the index in the exponent."""

    def __init__(self, on: Symbol, first: int, over: Mapping[Any, Set]) -> None:
        self.on, self.first = on, first
        self.over = dict(over)
        self.powers: dict[Expr, Symbol] = {}

    def read(self, relation: Boolean) -> Boolean:
        """Put symbols in the place of sequences and powers."""
        if hasattr(relation, "rel_op"):
            return relation.func(*map(self._side, relation.args), evaluate=False)
        if not isinstance(relation, And | Implies):
            raise ValueError(f"relation={relation}: must be a relation, several, or an implication")
        return relation.func(*map(self.read, relation.args), evaluate=False)

    def _side(self, side: Expr) -> Expr:
        named = side.replace(lambda node: isinstance(node, AppliedUndef), self._sequence)
        return named.replace(lambda node: isinstance(node, Pow) and node.exp.has(self.on), self._power)

    def _sequence(self, node: AppliedUndef) -> Symbol:
        places = (self.on, self.on + 1, self.first)
        if len(node.args) != 1 or node.args[0] not in places:
            raise ValueError(f"{node}: a sequence may stand at {', '.join(map(str, places))} only")
        symbol = Symbol(str(node), real=True)
        self.over[symbol] = Reals
        return symbol

    def _power(self, node: Pow) -> Expr:
        offset = node.exp - self.on
        if not offset.is_Integer or node.base.has(self.on):
            raise Undecided(f"nothing is known of the power {node}")
        symbol = self.powers.setdefault(node.base, Symbol(f"({node.base})^{self.on}", real=True))
        self.over[symbol] = Reals
        return symbol * node.base**offset


def _entails(
    name: str,
    statement: Statement,
    names: _Names,
    premises: list[Boolean],
    conclusion: Boolean,
) -> None:
    """Judge that premises entail a conclusion, whatever the values of the sequences."""
    if isinstance(conclusion, Eq | Le | Ge) and conclusion.lhs == conclusion.rhs:
        return
    signs = [Implies(base >= 0, power >= 0, evaluate=False) for base, power in names.powers.items()]
    known = [relation for premise in premises for relation in _members(premise)]
    free = set().union(*[variables(r) for r in (conclusion, *known, *signs, *statement.assuming)])
    missing = sorted(str(symbol) for symbol in free if symbol not in names.over)
    if missing:
        raise ValueError(f"{statement.name}: no domain for {', '.join(missing)}")
    over = {symbol: names.over[symbol] for symbol in free}
    try:
        if any_size.concerns(conclusion):
            put = {r.lhs: r.rhs for r in known if isinstance(r, Eq) and r.lhs.is_Symbol}
            for _ in put:
                conclusion = Eq(*(side.xreplace(put) for side in conclusion.args), evaluate=False)
            used = variables(conclusion)
            identity(conclusion, over={s: v for s, v in over.items() if s in used})
        else:
            given = [*known, *signs]
            whole = Implies(And(*given, evaluate=False), conclusion, evaluate=False) if given else conclusion
            for_all(whole, over=over, assuming=statement.assuming)
    except Rejected as failure:
        raise Rejected(f"{statement.name}: the {name} fails: {failure}") from failure
    except Undecided as doubt:
        raise Undecided(f"{statement.name}: the {name} is not decided: {doubt}") from doubt


def _members(relation: Boolean) -> Iterator[Boolean]:
    if isinstance(relation, And):
        for member in relation.args:
            yield from _members(member)
    else:
        yield relation


def _require_earlier(value: Expr, on: Symbol, bases: list[Any], domain: Mapping[Any, Set]) -> None:
    """Check that a recursion reads earlier vertices only, each under a sum over them."""
    places = [node for node in value.atoms(Indexed) if node.base in bases]
    limits = {index: (low, high) for node in value.atoms(Sum) for index, low, high in node.limits}
    for place in places:
        low, high = limits.get(place.indices[0], (None, None))
        if low is None or len(place.indices) != 1:
            raise Undecided(f"{place} is not read under a sum over its index")
        earlier = And(Ge(low, 1, evaluate=False), Le(high, on - 1, evaluate=False), evaluate=False)
        over = {symbol: domain[symbol] for symbol in variables(earlier)}
        try:
            prove(Statement(earlier, over, (), (), "supports", f"{place} comes from an earlier vertex"))
        except Rejected as failure:
            raise Undecided(f"{place} may come from a later vertex: {failure}") from failure


def _shown(statement: Statement, detail: str) -> None:
    recorder = active()
    if recorder is not None:
        fact = Fact(statement.formula, statement.domain, statement.assuming, Strength.PROVED)
        recorder.facts.append(fact)
    record("induction", Strength.PROVED, parts=statement.parts, bearing=statement.bearing, detail=detail)
