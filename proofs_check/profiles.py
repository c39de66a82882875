"""How many examples Hypothesis tries in a proof: few and always the same, or many.

The profiles hold for proofs only; the settings of other tests are left as they are.
"""

from __future__ import annotations

from typing import Any

from hypothesis import settings

QUICK, THOROUGH = "relucidate-quick", "relucidate-thorough"

settings.register_profile(
    QUICK,
    max_examples=50,
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=False,
)
settings.register_profile(THOROUGH, settings.get_profile(QUICK), max_examples=1000)


def apply(function: Any, *, thorough: bool) -> None:
    """Give a Hypothesis test the settings of a profile.

    A proof that sets ``max_examples`` or ``suppress_health_check`` itself keeps them (``thorough`` may still
    raise the number of examples); nothing in a proof may be random from run to run.
    """
    if not getattr(function, "is_hypothesis_test", False):
        return
    profile = settings.get_profile(THOROUGH if thorough else QUICK)
    if hasattr(function, "_hypothesis_internal_settings_applied"):
        own = function._hypothesis_internal_use_settings
        profile = settings(
            profile,
            max_examples=max(own.max_examples, profile.max_examples) if thorough else own.max_examples,
            suppress_health_check=own.suppress_health_check,
        )
    function._hypothesis_internal_use_settings = profile
