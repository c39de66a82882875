"""Theorems for all sizes, written by hand in mathcomp, each tied to a claim.

Rocq checks the proofs. That a theorem says what its claim says is for a person to compare: ``says`` puts the
statement of Rocq in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.kernel import rocq
from proofs_check.kernel.check import Result, allowed, assumptions

#: Folder of the files, a folder a paper.
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class ForAllSizes:
    """A theorem.

    Parameters
    ----------
    claim
        Id of the claim that it supports.
    file
        The file without its suffix; it lies in the folder of the claim's paper.
    name
        Name of the theorem in the file.
    says
        What the statement says, in words.
    """

    claim: str
    file: str
    name: str
    says: str

    @property
    def path(self) -> Path:
        """The file."""
        return FOLDER / self.claim.split(".", 1)[0] / f"{self.file}.v"


_TWO_LAYERS = (
    "Of a map W behind inputs X and a map behind it that is a sum of parts T_s, each behind a fixed "
    "linear map of "
    "the columns, the entry (i, j) of W W^T - sum T_s^T T_s has the derivative 0 along the flow if the "
    "slopes of "
    "units i and j are equal in every column; for any sizes, columns, parts and gradients behind. "
)

#: All of them.
THEOREMS = (
    ForAllSizes(
        "invariances.eq1",
        "path_sums",
        "sum_over_paths",
        "On any acyclic graph the arguments z of all vertices, as the fixed point of one pass, are at "
        "each vertex the "
        "sum, over inputs and paths of any number of edges, of the input times all weights and slopes on "
        "the path.",
    ),
    ForAllSizes(
        "invariances.beyond.dp",
        "path_sums",
        "sum_over_paths",
        "One pass forward gives the sum over all paths of products along them, for any acyclic graph, "
        "weights and "
        "inputs; with squared or unit weights and inputs in their place these are the path kernels and "
        "the number.",
    ),
    ForAllSizes(
        "invariances.eq8",
        "vertex_balance",
        "balance",
        "At a vertex with any edges in and out and any examples, the sum of w dR/dw over the edges in "
        "equals that "
        "over the edges out, whatever the slopes.",
    ),
    ForAllSizes(
        "invariances.lemma2.eq4",
        "vertex_balance",
        "balance",
        "At a vertex with any edges in and out and any examples, the sums of squared weights in and out "
        "change at "
        "the same rate, whatever the slopes.",
    ),
    ForAllSizes(
        "invariances.lemma3",
        "squares",
        "conserved",
        "If the outputs are linear in either of two sets of trained weights, the others held fixed, the "
        "two sums of "
        "squares change at the same rate (rate: minus twice the sum of c f).",
    ),
    ForAllSizes(
        "invariances.lemma9",
        "two_layers",
        "conserved",
        _TWO_LAYERS + "Here all slopes are 1 and the columns are patches.",
    ),
    ForAllSizes("invariances.theorem1.1", "two_layers", "conserved", _TWO_LAYERS + "Here there is one part."),
    ForAllSizes(
        "invariances.theorem1.2",
        "two_layers",
        "conserved",
        _TWO_LAYERS + "Here X holds the patches, and the parts are the offsets of the second convolution.",
    ),
    ForAllSizes(
        "invariances.theorem1.3",
        "two_layers",
        "conserved",
        _TWO_LAYERS + "Here W is Y and T is U; the skip enters through the gradient behind only.",
    ),
    ForAllSizes(
        "invariances.theorem1.4",
        "two_layers",
        "conserved",
        _TWO_LAYERS + "Here W is [U Z], which reads the stacked hidden units and inputs, and T is [Y; Z].",
    ),
    ForAllSizes(
        "invariances.theorem1.5",
        "two_layers",
        "conserved",
        _TWO_LAYERS + "Here X holds the patches, and the parts are the positions that the dense map reads.",
    ),
    ForAllSizes(
        "invariances.theorem1.7",
        "two_layers",
        "conserved",
        _TWO_LAYERS + "Here one of the two maps is dense, the other [U Z] or [Y; Z].",
    ),
    ForAllSizes(
        "invariances.remark1",
        "ranks",
        "difference",
        "With q examples the difference of the two velocities has rank at most 4 q, each of them at most 2 q "
        "(first, second), over any field.",
    ),
    ForAllSizes(
        "invariances.beyond.stream",
        "residual_stream",
        "conserved",
        "With any number of blocks x + U sigma(Y x), any slopes inside them, sizes and examples, the "
        "derivatives of "
        "W_0 W_0^T + sum U U^T and of sum Y^T Y + W^T W are equal.",
    ),
    ForAllSizes(
        "gunn.eq1",
        "gradual_layer",
        "layer_map",
        "For any number of units the equations of the layer hold exactly if y = (1 - L)^-1 (1 + U) x; for "
        "any y "
        "they leave the same rest as the triangular system (system).",
    ),
    ForAllSizes(
        "gunn.eq2",
        "gradual_layer",
        "gradient",
        "For any number of units, with delta (1 - L) = g, a change t of the weight ij changes g.y by "
        "exactly t "
        "delta_i h_j, which is thus linear in t with this slope.",
    ),
    ForAllSizes(
        "gunn.eq3",
        "gradual_layer",
        "step",
        "For any number of units and any eps, one step of all weights moves y_i by -eps delta_i <h_i, "
        "h_i+> plus the "
        "sum of omega_ij times the moves before it.",
    ),
    ForAllSizes(
        "gunn.lu",
        "factorisation",
        "reached",
        "For any number of units every product of a unit lower and an upper triangular matrix is the "
        "matrix of a "
        "layer, and every layer's matrix is such a product (factors).",
    ),
    ForAllSizes(
        "gunn.simultaneous",
        "simultaneous",
        "together",
        "If two rows of T and the same two columns of S are equal, with equal slopes and activations on "
        "every sample, "
        "they are equal after a step too; for any sizes, samples, step size and gradient behind.",
    ),
    ForAllSizes(
        "nonlinearity_generator.theorem1",
        "update_variance",
        "identity",
        "For any positive numbers of outputs and inputs, Var(-eta d z^T) over all entries is eta^2 "
        "[Var(d) E(z)^2 + "
        "Var(z) Var(d) + Var(z) E(d)^2].",
    ),
)


def checked(claims: Iterable[str] | None = None, *, workers: int = 2) -> dict[ForAllSizes, Result]:
    """Check theorems of claims, by default of all.

    Returns
    -------
    dict
        A result for each; accepted ones name their axioms, of which there are none without real numbers.
    """
    ids = None if claims is None else set(claims)
    chosen = [theorem for theorem in THEOREMS if ids is None or theorem.claim in ids]
    names: dict[Path, list[str]] = {}
    for theorem in chosen:
        if theorem.name not in names.setdefault(theorem.path, []):
            names[theorem.path].append(theorem.name)
    with ThreadPoolExecutor(workers) as pool:
        found = dict(zip(names, pool.map(_file, names.items()), strict=True))
    return {theorem: found[theorem.path][theorem.name] for theorem in chosen}


def _file(entry: tuple[Path, list[str]]) -> dict[str, Result]:
    path, names = entry
    with TemporaryDirectory() as folder:
        file = Path(folder) / path.name
        marks = "".join(f'Print Assumptions {name}.\nGoal True. idtac "{_MARK}". Abort.\n' for name in names)
        file.write_text(path.read_text(encoding="utf-8") + marks, encoding="utf-8")
        try:
            printed = rocq.run(file).split(_MARK)
        except rocq.Failed as refusal:
            return dict.fromkeys(names, Result(False, why=str(refusal)[-500:]))
    results = {}
    for name, each in zip(names, printed, strict=False):
        axioms = assumptions(each)
        forbidden = sorted(axiom for axiom in axioms if not allowed(axiom))
        why = f"rests on {', '.join(forbidden)}" if forbidden else ""
        results[name] = Result(not forbidden, frozenset(axioms), why)
    return results


_MARK = "-- end of assumptions --"
