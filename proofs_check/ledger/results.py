"""One run of one proof as plain data, ready to travel from a worker process to the ledger."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args

import pytest

from proofs_check.arithmetic.wellposed import require_inhabited
from proofs_check.engines.necessity import challenge
from proofs_check.ledger.evidence import Evidence, Recorder, Undecided
from proofs_check.ledger.strength import Scope
from proofs_check.proof import ProofOf
from theory import claim as claims_module
from theory.claim import Claim, Remark, Saying, Source
from theory.claim.printing import domain_lines, formula_latex, formula_mathml, formula_text


def summary(recorder: Recorder) -> dict[str, Any]:
    """What a recorder holds, as JSON data."""
    return {
        "claim": recorder.claim.id,
        "role": recorder.role,
        "parts": list(recorder.parts),
        "evidence": [_as_data(evidence) for evidence in recorder.settled()],
        "relies_on": list(recorder.relies_on),
        "by_hand": list(recorder.by_hand),
        "examples": recorder.examples,
        "hits": recorder.hits,
    }


def _as_data(evidence: Evidence) -> dict[str, Any]:
    data = dataclasses.asdict(evidence) | {
        "strength": evidence.strength.label,
        "scope": evidence.scope.label,
        "scope_note": evidence.scope_note or _extent(evidence),
        "parts": list(evidence.parts),
    }
    del data["size"]
    return data


def _extent(evidence: Evidence) -> str:
    """How many instances there were and how large they were, for a judgement on instances."""
    if evidence.scope is not Scope.INSTANCES:
        return ""
    text = f"{evidence.instances} instance{'s' * (evidence.instances != 1)}"
    return f"{text} of up to {evidence.size} values" if evidence.size > 1 else text


def verdict_of_run(excinfo: pytest.ExceptionInfo[BaseException] | None) -> tuple[str, str]:
    """Outcome and reason of one run: passed, failed or undecided."""
    if excinfo is None:
        return "passed", ""
    leaves = list(_leaves(excinfo.value))
    reason = "; ".join(dict.fromkeys(f"{type(leaf).__name__}: {leaf}".split("\n")[0] for leaf in leaves))
    return ("undecided" if all(isinstance(leaf, Undecided) for leaf in leaves) else "failed"), reason


def _leaves(error: BaseException) -> Any:
    """The errors inside a group, as Hypothesis raises where it finds several."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def finish(of: ProofOf, recorder: Recorder) -> None:
    """Check that a proof has shown something, and about something.

    Raises
    ------
    Exception
        What `Recorder.finish` raises, or `Undecided` if no point is known to meet the claim's assumptions.
    """
    recorder.finish()
    if of.role == "proof":
        require_inhabited(of.claim.domain, of.claim.assuming, of.claim.id)


def challenge_once(of: ProofOf, done: set[str]) -> list[dict[str, Any]]:
    """Challenge a claim's assumptions, once a process, after a proof of it has passed."""
    if of.role != "proof" or of.claim.id in done:
        return []
    done.add(of.claim.id)
    return [dataclasses.asdict(finding) for finding in challenge(of.claim)]


def describe(papers: set[str]) -> list[dict[str, Any]]:
    """Registered claims of these papers as JSON data, without verdicts."""
    return [_row(claim) for claim in claims_module.claims() if claim.paper in papers]


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "paper": claim.paper,
        "title": claim.title,
        "where": claim.where,
        "says": claim.says,
        "kind": claim.kind,
        "conjecture": claim.conjecture,
        "scaled": claim.scaled,
        "sayings": [_saying(saying) for saying in claim.sayings],
        "formula": _formulas(claim, printed=False),
        "domain": domain_lines(claim),
        "printed": _printed(claim),
    }


def _saying(saying: Saying) -> dict[str, Any]:
    if isinstance(saying, Remark):
        return {"text": saying.text, "shown_by": [], "source": None}
    return {"text": saying.text, "shown_by": list(saying.shown_by), "source": saying.source}


def _formulas(claim: Claim, *, printed: bool) -> list[dict[str, str]]:
    text = formula_text(claim, printed=printed)
    latex, mathml = formula_latex(claim, printed=printed), formula_mathml(claim, printed=printed)
    captions = {} if printed else claim.captions
    return [
        {
            "part": name,
            "caption": captions.get(name, ""),
            "text": text[name],
            "latex": latex[name],
            "mathml": mathml[name],
        }
        for name in text
    ]


def _printed(claim: Claim) -> dict[str, Any] | None:
    if not claim.printed:
        return None
    return {
        "erratum": claim.erratum,
        "objection": claim.objection,
        "source": min(claim.printed_sources.values(), key=get_args(Source).index),
        "sources": dict(claim.printed_sources),
        "formula": _formulas(claim, printed=True),
        "domain": domain_lines(claim, printed=True),
    }
