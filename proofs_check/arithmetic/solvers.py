"""Whether constraints can be met: Z3 answers, and cvc5 judges what Z3 calls unsatisfiable."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import z3

from proofs_check.arithmetic import second_solver
from proofs_check.ledger.evidence import active

#: Z3's resource limit for one query: deterministic, unlike seconds.
RESOURCES = 30_000_000
#: Milliseconds after which a query is given up where its resources did not run out: a backstop only.
BACKSTOP = 30_000
#: Where queries are kept on which the solvers contradict each other.
KEPT_IN = Path("build") / "contradictions"


class Contradiction(AssertionError):
    """Two solvers give opposite answers to one query: one of them is wrong, and nothing follows."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        recorder = active()
        if recorder is not None:  # so that a proof that goes on regardless is red all the same
            recorder.rejections.append(message)


@dataclass(frozen=True)
class Answer:
    """What the solvers say of constraints.

    Parameters
    ----------
    verdict
        ``"sat"`` with a model, ``"unsat"``, or ``"unknown"`` with a reason.
    model
        Z3's model, which has been put into the constraints.
    why
        Why the verdict is unknown.
    confirmed
        Whether a second solver agrees that they cannot be met.
    """

    verdict: Literal["sat", "unsat", "unknown"]
    model: Any = None
    why: str = ""
    confirmed: bool = False


def check(constraints: list[Any]) -> Answer:
    """Ask whether constraints can be met.

    Raises
    ------
    Contradiction
        If Z3 says that they cannot be met and cvc5 that they can; the query is kept in a file.
    KeyboardInterrupt
        If the user interrupts the solver.
    """
    # A context of its own: what was asked before must not steer this search, nor use up its resources.
    context = z3.Context()
    own = [constraint.translate(context) for constraint in constraints]
    integral = any(z3.is_int(v) for v in z3.z3util.get_vars(z3.And(*constraints))) if constraints else False
    integral = integral or any("to_int" in c.sexpr() or "is_int" in c.sexpr() for c in constraints)
    solvers = [z3.Solver(ctx=context)]
    if not integral:
        solvers.append(z3.SolverFor("QF_NRA", context))
    why = "resource limit"
    for solver in solvers:
        solver.set("rlimit", RESOURCES)
        solver.set("timeout", BACKSTOP)
        solver.add(*own)
        answer = solver.check()
        if answer == z3.unsat:
            return _judged(solver, "QF_NIRA" if integral else "QF_NRA")
        if answer == z3.sat:
            model = solver.model()
            if all(z3.is_true(model.eval(constraint, model_completion=True)) for constraint in own):
                return Answer("sat", model)
            why = "its model does not meet the constraints"
            continue
        why = solver.reason_unknown()
        if "interrupted" in why:
            raise KeyboardInterrupt
    return Answer("unknown", why=why)


def _judged(solver: Any, logic: str) -> Answer:
    query = solver.to_smt2()
    opinion = second_solver.opinion(query, logic)
    if opinion != "sat":
        return Answer("unsat", confirmed=opinion == "unsat")
    path = KEPT_IN / f"{hashlib.sha256(query.encode()).hexdigest()[:16]}.smt2"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(query)
    raise Contradiction(f"Z3 calls a query unsatisfiable that cvc5 calls satisfiable; it is kept in {path}")
