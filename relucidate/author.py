"""What an author of a paper needs, by subject: the names that ``from relucidate import ...`` gives."""

from __future__ import annotations

#: Names by subject, each with the module that it lives in.
SUBJECTS: dict[str, dict[str, str]] = {
    "What a paper is": {"Paper": "theory.bibliography"},
    "What it claims": dict.fromkeys(("Claim", "Assertion", "Remark", "find"), "theory.claim"),
    "Formulas that stay as they are written": {
        **dict.fromkeys(("equation", "relation", "expectation"), "theory.claim"),
        **dict.fromkeys(("Phi", "phi"), "theory.gaussian"),
    },
    "Domains": dict.fromkeys(
        ("Reals", "positive", "negative", "nonnegative", "RealMatrices", "RealArrays"), "theory.claim"
    ),
    "Proofs": dict.fromkeys(
        ("proof", "refutation", "saboteur", "relies_on", "by_hand"), "proofs_check.proof"
    ),
    "Engines that prove": dict.fromkeys(
        (
            "identity",
            "for_all",
            "induction",
            "induction_on_vertices",
            "chain",
            "certifies",
            "leaves_nonnegative",
        ),
        "proofs_check.engines",
    ),
    "Engines on values": dict.fromkeys(
        ("exactly", "agrees", "bounded", "coincides", "has_order", "consistent", "prevails", "recorded"),
        "proofs_check.engines",
    ),
    "Engines against what is printed": dict.fromkeys(
        ("refutes", "attains", "loosens"), "proofs_check.engines"
    ),
    "Figures": {"figure": "figures.registry"},
}
#: The module of every name.
NAMES: dict[str, str] = {name: module for names in SUBJECTS.values() for name, module in names.items()}
