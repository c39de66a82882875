"""Machine-checked claims: one import for authors, the command line and the site.

An author needs no other module::

    from relucidate import Claim, Assertion, Paper, proof, identity, for_all

Names are imported from where they live when they are first used, so that ``import relucidate`` costs nothing.
`relucidate.author.NAMES` lists them by subject, and the page ``api.html`` of the site shows each with its
signature and an example.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from relucidate.author import NAMES

if TYPE_CHECKING:
    from figures.registry import figure as figure
    from proofs_check.engines import agrees as agrees
    from proofs_check.engines import attains as attains
    from proofs_check.engines import bounded as bounded
    from proofs_check.engines import certifies as certifies
    from proofs_check.engines import chain as chain
    from proofs_check.engines import coincides as coincides
    from proofs_check.engines import consistent as consistent
    from proofs_check.engines import exactly as exactly
    from proofs_check.engines import for_all as for_all
    from proofs_check.engines import has_order as has_order
    from proofs_check.engines import identity as identity
    from proofs_check.engines import induction as induction
    from proofs_check.engines import induction_on_vertices as induction_on_vertices
    from proofs_check.engines import leaves_nonnegative as leaves_nonnegative
    from proofs_check.engines import loosens as loosens
    from proofs_check.engines import prevails as prevails
    from proofs_check.engines import recorded as recorded
    from proofs_check.engines import refutes as refutes
    from proofs_check.proof import by_hand as by_hand
    from proofs_check.proof import proof as proof
    from proofs_check.proof import refutation as refutation
    from proofs_check.proof import relies_on as relies_on
    from proofs_check.proof import saboteur as saboteur
    from theory.bibliography import Paper as Paper
    from theory.claim import Assertion as Assertion
    from theory.claim import Claim as Claim
    from theory.claim import RealArrays as RealArrays
    from theory.claim import RealMatrices as RealMatrices
    from theory.claim import Reals as Reals
    from theory.claim import Remark as Remark
    from theory.claim import equation as equation
    from theory.claim import expectation as expectation
    from theory.claim import find as find
    from theory.claim import negative as negative
    from theory.claim import nonnegative as nonnegative
    from theory.claim import positive as positive
    from theory.claim import relation as relation
    from theory.gaussian import Phi as Phi
    from theory.gaussian import phi as phi

__all__ = ["__version__", *NAMES]  # noqa: PLE0604 - all of them are strings


def __getattr__(name: str) -> Any:
    """Import a name when it is asked for."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415

        return version("relucidate")
    if name not in NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from proofs_check.rooms import shadowed  # noqa: PLC0415

    hidden = shadowed()
    if hidden:
        raise ImportError(hidden)
    value = getattr(import_module(NAMES[name]), name)
    if NAMES[name] == "proofs_check.engines":
        from relucidate.engine_examples import documented  # noqa: PLC0415

        documented(name, value)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
