"""What a lemma uses of another is named, so that it is never stronger than that one."""

import pytest

from proofs_check.ledger.evidence import recording
from proofs_check.proof import proof_of
from proofs_check.shortcut import (
    proof_lemma6,
    proof_lemma8,
    proof_lemma14,
    proof_lemma15,
    proof_theorem10,
    proof_theorem13,
)

USES = [
    (proof_lemma6.proof_over_the_whole_domain, {"lemma9"}),
    (proof_lemma8.proof_over_the_whole_domain, {"lemma5", "lemma7"}),
    (proof_lemma14.proof_over_the_whole_domain, {"lemma9", "theorem10"}),
    (proof_lemma15.proof_over_the_whole_domain, {"lemma12"}),
    (proof_theorem10.proof_over_the_whole_domain, {"lemma9"}),
    (lambda: proof_theorem13.proof_by_induction_on_the_steps("filter"), {"lemma14", "lemma15"}),
]
FUNCTIONS = [*(proof for proof, _ in USES[:-1]), proof_theorem13.proof_by_induction_on_the_steps]


@pytest.mark.parametrize(
    ("function", "run", "uses"),
    [(function, run, uses) for function, (run, uses) in zip(FUNCTIONS, USES, strict=True)],
    ids=lambda value: getattr(value, "__module__", ""),
)
def test_a_proof_names_the_claims_that_it_uses(function, run, uses):
    with recording(proof_of(function).recorder()) as recorder:
        run()
    assert {f"shortcut.{name}" for name in uses} <= set(recorder.relies_on)
