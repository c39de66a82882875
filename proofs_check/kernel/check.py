"""Check stored scripts: Rocq's kernel accepts each proof, and rests on nothing but the listed axioms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.kernel import rocq
from proofs_check.kernel.store import Script
from proofs_check.kernel.theorem import Theorem

Name = tuple[str, str]

#: What the real numbers of Rocq's library and of Coquelicot rest on.
AXIOMS = {
    "ClassicalDedekindReals.sig_forall_dec": "a property of natural numbers always holds or fails somewhere",
    "ClassicalDedekindReals.sig_not_dec": "a proposition or its negation is not refuted",
    "FunctionalExtensionality.functional_extensionality_dep": "functions with equal values are equal",
    "classic": "a proposition holds or does not",
    "Classical_Prop.classic": "a proposition holds or does not",
}
#: Modules of machine integers and floats, which ``interval`` computes with.
MACHINE = ("PrimInt63.", "Uint63.", "PrimFloat.", "FloatAxioms.", "FloatOps.")
#: Seconds for the theorems of one file.
FILE_LIMIT = 900.0
#: Theorems of one file.
CHUNK = 60

_STALE = "stale: the statement or the prelude has changed"
_LINE = re.compile(r'File "[^"]*", line (\d+)')
_AXIOM = re.compile(r"^([A-Za-z_][\w.']*)\s*(?::|$)")


@dataclass(frozen=True)
class Result:
    """What became of a part's script.

    Parameters
    ----------
    accepted
        Whether the kernel accepts both proofs, and nothing forbidden is assumed.
    axioms
        What they rest on together with the others of their file.
    why
        Why not, in Rocq's words.
    judged
        Whether Rocq has read it; a stale script is not shown to it.
    """

    accepted: bool
    axioms: frozenset[str] = frozenset()
    why: str = ""
    judged: bool = True


def sentences(name: str, statement: str, script: str) -> str:
    """A theorem with its proof, on a line of its own."""
    return " ".join(f"Theorem {name} : {statement}. Proof. {script}. Qed.".split())


def check(
    theorems: Mapping[Name, tuple[Theorem, Script]], *, build: Path = rocq.BUILD, workers: int = 2
) -> dict[Name, Result]:
    """Check parts.

    Parameters
    ----------
    theorems
        Statements with their scripts, whose keys must fit.
    build
        Where the compiled prelude is kept.
    workers
        Files at a time.

    Returns
    -------
    dict
        A result for every part.
    """
    results = {n: Result(False, why=_STALE, judged=False) for n in theorems}
    fresh = {name: pair for name, pair in theorems.items() if pair[0].key == pair[1].key}
    if not fresh:
        return results
    library = rocq.compiled_prelude(build)
    # What computes with machine integers apart from what does not: its axioms are its own.
    groups = [
        [n for n, (_, script) in fresh.items() if ("interval" in script.holds + script.defined) == machine]
        for machine in (False, True)
    ]
    size = max(1, min(CHUNK, -(-len(fresh) // (2 * workers))))
    chunks = [group[i : i + size] for group in groups for i in range(0, len(group), size)]
    with ThreadPoolExecutor(workers) as pool:
        for done in pool.map(lambda chunk: _file({n: fresh[n] for n in chunk}, library), chunks):
            results.update(done)
    return results


def _file(theorems: dict[Name, tuple[Theorem, Script]], library: Path) -> dict[Name, Result]:
    results: dict[Name, Result] = {}
    left = dict(theorems)
    with TemporaryDirectory() as folder:
        while left:
            lines, owners, names = ["Require Import Tactics."], [None], []
            for i, (name, (theorem, script)) in enumerate(left.items()):
                lines.append(sentences(f"holds_{i}", theorem.holds, script.holds))
                lines.append(sentences(f"defined_{i}", theorem.defined, script.defined))
                owners += [name, name]  # type: ignore[list-item]
                names += [f"holds_{i}", f"defined_{i}"]
            lines.append(f"Definition everything := ({', '.join(names)}).")
            lines.append("Print Assumptions everything.")
            file = Path(folder) / "chunk.v"
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            try:
                axioms = assumptions(rocq.run(file, library, FILE_LIMIT))
            except rocq.Failed as refusal:
                at = _LINE.search(str(refusal))
                culprit = owners[int(at[1]) - 1] if at and int(at[1]) <= len(owners) else None
                if culprit is None:
                    results.update(dict.fromkeys(left, Result(False, why=str(refusal)[-500:])))
                    return results
                results[culprit] = Result(False, why=str(refusal)[-500:])
                del left[culprit]
                continue
            forbidden = sorted(axiom for axiom in axioms if not allowed(axiom))
            if forbidden and len(left) > 1:  # whose are they?
                for name, pair in left.items():
                    results.update(_file({name: pair}, library))
                return results
            why = f"rests on {', '.join(forbidden)}" if forbidden else ""
            results.update(dict.fromkeys(left, Result(not forbidden, frozenset(axioms), why)))
            return results
    return results


def assumptions(printed: str) -> set[str]:
    """Names of the axioms in what ``Print Assumptions`` prints.

    Raises
    ------
    rocq.Failed
        If it printed neither axioms nor that there are none.
    """
    if "Closed under the global context" in printed:
        return set()
    _, found, listed = printed.rpartition("Axioms:\n")
    if not found:
        raise rocq.Failed("Print Assumptions printed nothing")
    return {match[1] for match in map(_AXIOM.match, listed.splitlines()) if match}


def allowed_axioms() -> dict[str, str]:
    """Axioms that a proof may rest on, each with what it says."""
    return AXIOMS | {f"{module}*": "machine integers and floats compute as they should" for module in MACHINE}


def allowed(axiom: str) -> bool:
    """Whether a proof may rest on an axiom."""
    return axiom in AXIOMS or axiom.startswith(MACHINE)
