"""No engine accepts a statement that is known to be false, undefined or void, or rejects a true one.

``--thorough``, or RELUCIDATE_THOROUGH in the environment, makes ten times as many.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from sympy import Eq, Interval, Rational

from proofs_check.arithmetic import second_solver, solvers
from proofs_check.engines import certifies, for_all, identity
from proofs_check.ledger.evidence import Rejected, Undecided

sys.path.insert(0, str(Path(__file__).parent))
try:
    from corpus import false_cases, true_cases
    from kinds import void_cases
finally:
    sys.path.pop(0)

SEED = 20_261_130


@pytest.fixture(scope="module")
def times(request):
    thorough = request.config.getoption("--thorough", default=False) or os.environ.get("RELUCIDATE_THOROUGH")
    return 10 if thorough else 1


@pytest.fixture(autouse=True)
def _short_searches(monkeypatch):
    """Undecided is no failure here, so engines may give up early."""
    monkeypatch.setattr(solvers, "RESOURCES", 300_000)
    monkeypatch.setattr(second_solver, "opinion", lambda *_: "silent")  # which forbids nothing


def judged(engine, formula, over, assuming=(), **more):
    """What an engine says: accepted, rejected, undecided, or refused as no statement."""
    try:
        engine(formula, over=over, assuming=assuming, **more)
    except Rejected:
        return "rejected"
    except Undecided:
        return "undecided"
    except ValueError:
        return "refused"
    return "accepted"


def verdicts(formula, over, assuming=()):
    """What the engines that apply say."""
    yield "for_all", judged(for_all, formula, over, assuming)
    if isinstance(formula, Eq):
        yield "identity", judged(identity, formula, over, assuming)


def shown(capsys, what, counts):
    total = sum(counts.values())
    shares = ", ".join(f"{100 * number / total:.0f} % {word}" for word, number in counts.most_common())
    with capsys.disabled():
        print(f"\n{what}: {total} verdicts, {shares}")


def test_no_false_statement_is_accepted(times, capsys):
    cases, counts, wrong = false_cases(300 * times, SEED), Counter(), []
    assert len(cases) >= 300
    for case in cases:
        found = dict(verdicts(case.formula, case.over, case.assuming))
        if all(isinstance(values, Interval) for values in case.over.values()):
            box = {s: _around(case.witness[s], values) for s, values in case.over.items()}
            found["certifies"] = judged(certifies, case.formula, box, case.assuming, cells=20)
        counts.update(found.values())
        wrong += [
            f"{engine}: {case.origin} at {case.witness}" for engine in found if found[engine] == "accepted"
        ]
    shown(capsys, "false statements", counts)
    assert not wrong


def _around(value, values):
    """A short range about the witness, inside its set."""
    found = Interval(value - Rational(1, 8), value + Rational(1, 8)).intersect(values)
    return Interval(found.start, found.end) if found.is_Interval else Interval(value, value)


def test_no_statement_of_a_kind_that_is_known_to_go_wrong_is_accepted(times, capsys):
    counts, wrong = Counter(), []
    for kind, formula, over in void_cases(2 * times, SEED):
        found = dict(verdicts(formula, over))
        counts.update(found.values())
        wrong += [f"{engine}: {kind}: {formula}" for engine in found if found[engine] == "accepted"]
    shown(capsys, "known kinds", counts)
    assert not wrong


def test_no_true_statement_is_rejected(times, capsys):
    cases, counts, wrong = true_cases(300 * times, SEED), Counter(), []
    assert len(cases) >= 300
    for case in cases:
        found = dict(verdicts(case.formula, case.over, case.assuming))
        best = "accepted" if "accepted" in found.values() else next(iter(found.values()))
        counts[best] += 1
        wrong += [f"{engine}: {case.origin}" for engine in found if found[engine] == "rejected"]
    shown(capsys, "true statements", counts)
    assert not wrong
    assert counts["accepted"] > sum(counts.values()) / 2
