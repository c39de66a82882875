"""Write statements and proofs as a Rocq project of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from proofs_check.kernel import prelude, store
from proofs_check.kernel.check import sentences
from proofs_check.kernel.theorem import theorem_of
from proofs_check.kernel.theorems import FOLDER as THEOREMS
from proofs_check.kernel.translate import Untranslatable
from theory.claim import Claim

_MAKEFILE = """\
all: Makefile.coq
\t$(MAKE) -f Makefile.coq

Makefile.coq: _CoqProject
\tcoq_makefile -f _CoqProject -o Makefile.coq

clean: Makefile.coq
\t$(MAKE) -f Makefile.coq clean

.PHONY: all clean
"""


def identifier(text: str) -> str:
    """A name that Rocq allows for a claim or a part."""
    return re.sub(r"[^A-Za-z0-9_]", "_", text)


def _comment(text: str) -> str:
    """A comment of Rocq; quotes and stars mean something in one."""
    plain = re.sub('[*"]', "", text)
    return f"(* {plain} *)"


def export(claims: Iterable[Claim], folder: Path) -> list[Path]:
    """Write the prelude, statements with their stored proofs, theorems for all sizes and a Makefile.

    ``make`` builds it. Statements without a proof that fits are written as propositions to be proved.

    Returns
    -------
    list of Path
        The files written.
    """
    claims = list(claims)
    folder.mkdir(parents=True, exist_ok=True)
    files = [Path(shutil.copy(prelude.FOLDER / f"{name}.v", folder)) for name in prelude.FILES]
    scripts = store.load({claim.paper for claim in claims})
    for claim in claims:
        lines = []
        for part in claim.parts:
            try:
                theorem = theorem_of(claim, part)
            except Untranslatable as gap:
                lines.append(_comment(f"{part or 'the formula'}: not translated, {gap}"))
                continue
            name = identifier(part) or "formula"
            script = scripts.get((claim.id, part))
            fits = script is not None and script.key == theorem.key
            for kind, text in (("holds", theorem.holds), ("defined", theorem.defined)):
                if script is not None and fits:
                    lines.append(sentences(f"{name}_{kind}", text, getattr(script, kind)))
                else:
                    lines.append(f"Definition {name}_{kind} : Prop := {text}.")
        if lines:
            file = folder / f"{identifier(claim.id)}.v"
            heading = _comment(f"{claim.id}: {claim.title} ({claim.where})")
            file.write_text("\n".join([heading, "Require Import Tactics.", *lines]) + "\n", encoding="utf-8")
            files.append(file)
    for paper in sorted({claim.paper for claim in claims}):
        for source in sorted((THEOREMS / paper).glob("*.v")):
            target = folder / f"all_sizes_{paper}_{source.name}"
            files.append(Path(shutil.copy(source, target)))
    project = ['-R . ""', "-arg -w -arg none", *(file.name for file in files)]
    (folder / "_CoqProject").write_text("\n".join(project) + "\n", encoding="utf-8")
    (folder / "Makefile").write_text(_MAKEFILE, encoding="utf-8")
    return [*files, folder / "_CoqProject", folder / "Makefile"]
