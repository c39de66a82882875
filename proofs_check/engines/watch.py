"""What a proof may not keep quiet about: an engine without a judgement, a claim that was changed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from proofs_check.ledger.constancy import require_unchanged
from proofs_check.ledger.evidence import Rejected, listening

P = ParamSpec("P")
R = TypeVar("R")


def watched(engine: Callable[P, R]) -> Callable[P, R]:
    """Let the running proof know when this engine ends in an error, whoever catches it.

    An engine may fall back on another route when one is undecided; a proof that lets an engine fail and goes
    on has not shown what it set out to show.
    """

    @functools.wraps(engine)
    def judge(*args: P.args, **kwargs: P.kwargs) -> R:
        recorder = listening()
        if recorder is not None and recorder.stated:
            require_unchanged((recorder.claim, recorder.stated))
        try:
            return engine(*args, **kwargs)
        except Exception as error:
            control = type(error).__module__.partition(".")[0] == "hypothesis"  # how it skips an example
            if recorder is not None and not control and not isinstance(error, Rejected):
                recorder.doubts.append(f"{engine.__name__}: {type(error).__name__}: {error}".split("\n")[0])
            raise

    return judge
