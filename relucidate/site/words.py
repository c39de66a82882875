"""What the words of a verdict mean, in one place."""

from __future__ import annotations

#: What each outcome means, and a sign for it, since colour must not be the only one.
OUTCOMES = {
    "holds": ("✓", "The statement holds as the paper gives it."),
    "corrected": (
        "✎",
        "What the paper says is false as it stands; a corrected statement holds in its place.",
    ),
    "sharpened": ("▲", "What is printed holds, but not with the best constant; the best one is given."),
    "refuted": ("✗", "The statement is false, and a witness shows it."),
    "reproduced": ("✓", "The paper's experiment, redone, came out as reported."),
    "not_reproduced": ("✗", "The paper's experiment, redone, did not come out as reported."),
    "open": ("?", "A conjecture: there is evidence, but no proof."),
    "definition": ("≔", "A definition: listed, with nothing to verify."),
    "undecided": ("…", "An engine could not tell, or there is no proof."),
    "failed": ("!", "A proof failed."),
}
#: What each strength means, strongest first.
STRENGTHS = {
    "kernel": "A proof assistant's kernel has checked a proof of it, besides the routes below.",
    "proved": "Algebra or a solver covers the statement, and a second, independent route agrees.",
    "certified": "Ball arithmetic covers a compact box cell by cell; none is left undecided.",
    "exact": "Two computations agree in exact rational arithmetic on every instance drawn.",
    "sampled": "Two computations agree in floating point, within a tolerance that has a reason.",
    "statistical": "A test with a declared rate of false alarms and a declared power agrees.",
    "recorded": "Read from a record of runs too long to be made again, which says how it was made.",
    "none": "No evidence.",
}
#: What each scope means, widest first.
SCOPES = {
    "all": "The whole domain of the statement, every size that it speaks of.",
    "box": "A part of the domain that the evidence names.",
    "instances": "Instances that were drawn or listed; of the rest nothing is shown.",
    "none": "Nothing.",
}
#: What is wrong with what a paper says, gravest first, each in the middle of a sentence.
ERRATA = {
    "false": "is false as it stands",
    "gap": "does not follow from what is given for it",
    "missing assumption": "needs an assumption that the text does not make",
    "loose constant": "holds, but its constant is not the best",
    "typo": "has a slip that the context gives away",
}
#: How a piece of evidence bears on its claim.
BEARINGS = {
    "proves": "for the statement",
    "refutes": "against what is printed",
    "attains": "the bound is attained",
    "loosens": "the printed bound never is",
    "supports": "a step on the way",
}


def outcome_word(outcome: str) -> str:
    """Name of an outcome as it stands in a sentence."""
    return outcome.replace("_", " ")
