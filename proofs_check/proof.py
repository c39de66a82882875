"""Decorators that make a pytest function a proof, a refutation or a saboteur of a claim."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from proofs_check.ledger.evidence import Recorder, Role, active
from theory.claim import WHOLE, Claim

F = TypeVar("F", bound=Callable[..., Any])
_saboteurs: dict[str, list[Callable[..., Any]]] = {}


@dataclass(frozen=True)
class ProofOf:
    """What a proof function speaks for.

    Parameters
    ----------
    claim
        The claim.
    parts
        Names of its parts.
    role
        ``"proof"`` of the formula or ``"refutation"`` of the printed form.
    """

    claim: Claim
    parts: tuple[str, ...]
    role: Role

    def recorder(self) -> Recorder:
        """A fresh recorder for one run."""
        return Recorder(self.claim, self.parts, self.role)


def proof(claim: Claim, *parts: str) -> Callable[[F], F]:
    """Make a function ``proof_...`` a proof of a claim.

    Parameters
    ----------
    claim
        The claim.
    *parts
        The parts it proves; all of them by default. Engines that are handed the claim judge exactly these,
        and engines on values (``agrees``, ``exactly``, ``bounded``, ``consistent``, ``has_order``) count for
        those of them that the proof reads (``claim.rhs_at``, ``claim.part``).

    Raises
    ------
    ValueError
        If the function's name does not begin with ``proof_`` or a part does not exist.
    TypeError
        If ``claim`` is no claim.
    """
    return _decorator(claim, parts, "proof")


def refutation(claim: Claim, *parts: str) -> Callable[[F], F]:
    """Make a function ``proof_...`` a refutation of what the paper prints; it must call ``refutes``.

    Takes and raises what `proof` does; the parts are those of the printed form.
    """
    return _decorator(claim, parts, "refutation")


def saboteur(claim: Claim) -> Callable[[F], F]:
    """Register a small wrong implementation that the claim's proofs must reject.

    The decorated function takes a ``pytest.MonkeyPatch`` and puts something wrong in the place of something
    right; its name says what is wrong (``a_forgotten_path``).
    """

    def decorate(function: F) -> F:
        known = _saboteurs.setdefault(claim.id, [])
        known[:] = [other for other in known if other.__name__ != function.__name__]
        known.append(function)
        return function

    return decorate


def saboteurs(claim: Claim) -> list[Callable[..., Any]]:
    """Saboteurs registered for a claim."""
    return list(_saboteurs.get(claim.id, ()))


def relies_on(*others: Claim) -> None:
    """Record that the running proof uses other claims; the ledger caps its strength by theirs."""
    recorder = active()
    if recorder is None:
        return
    for other in others:
        if other is recorder.claim:
            raise ValueError(f"{other.id}: a proof cannot rely on the claim it proves")
        if other.id not in recorder.relies_on:
            recorder.relies_on.append(other.id)


def by_hand(step: str) -> None:
    """Record a step of the running proof that a person takes and no engine judges.

    Such steps are counted and shown with every verdict that rests on the proof.

    Parameters
    ----------
    step
        What follows from what, in a sentence; mathematics in TeX between dollar signs.

    Raises
    ------
    ValueError
        If the sentence is empty.
    """
    if not step.strip():
        raise ValueError(f"step={step!r}: must say what is done by hand")
    recorder = active()
    line = " ".join(step.split())
    if recorder is not None and line not in recorder.by_hand:
        recorder.by_hand.append(line)


def proof_of(function: object) -> ProofOf | None:
    """What a function is a proof of, if it is one."""
    found = getattr(function, "__proof_of__", None)
    return found if isinstance(found, ProofOf) else None


def _decorator(claim: Claim, parts: tuple[str, ...], role: Role) -> Callable[[F], F]:
    if not isinstance(claim, Claim):
        raise TypeError(f"claim={claim!r}: must be a Claim")
    known = claim.printed if role == "refutation" else claim.parts
    for part in parts:
        if part not in known:
            raise ValueError(f"part={part!r} of {claim.id}: must be one of {list(known)}")

    def decorate(function: F) -> F:
        name = getattr(function, "__name__", repr(function))
        if not name.startswith("proof_"):
            raise ValueError(f"{name}: the name of a proof must begin with 'proof_'")
        inner = getattr(function, "hypothesis", None)
        if inner is not None:
            inner.inner_test = _counting(inner.inner_test)
        function.__proof_of__ = ProofOf(claim, parts or tuple(known) or (WHOLE,), role)  # type: ignore[attr-defined]
        function.__test__ = True  # type: ignore[attr-defined] # how pytest is told to collect it
        return function

    return decorate


def _counting(test: Callable[..., Any]) -> Callable[..., Any]:
    """Count examples, and those in which an engine got to judge: the others missed the assumptions."""

    @functools.wraps(test)
    def counted(*args: Any, **kwargs: Any) -> Any:
        recorder = active()
        if recorder is None:
            return test(*args, **kwargs)
        before = recorder.judgements
        recorder.next_example(hash(repr((args, kwargs))))
        result = test(*args, **kwargs)
        recorder.hits += recorder.judgements > before
        return result

    return counted
