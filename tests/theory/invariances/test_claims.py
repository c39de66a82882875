"""The encoded statements of the invariances paper."""

from theory import catalog

NAMES = """
def4 lemma6 lemma7 lemma5 lemma1 eq1 eq2 assumption1 claim1 claim2 eq8 lemma2.eq4 lemma2.eq5 lemma8
def7 lemma3 lemma9 theorem1.1 theorem1.2 theorem1.3 theorem1.4 theorem1.5 theorem1.6 theorem1.7
lemma4 remark1 lemma10 lemma11 theorem2 eq15 corollary1 low_rank beyond.dp beyond.count
beyond.stream beyond.step beyond.momentum beyond.rank
""".split()  # noqa: SIM905


def test_every_statement_is_encoded():
    ids = {claim.id for claim in catalog.load("invariances")}
    assert {f"invariances.{name}" for name in NAMES} <= ids


def test_corrections_have_a_kind_and_open_questions_are_open():
    claims = {claim.id: claim for claim in catalog.load("invariances")}
    corrected = {name for name, claim in claims.items() if claim.erratum}
    assert {
        f"invariances.{name}" for name in ("lemma1", "lemma2.eq5", "lemma8", "def7", "theorem1.6.skips")
    } <= corrected
    assert claims["invariances.lemma11"].erratum == "loose constant"
    assert claims["invariances.beyond.quadratic_rule"].conjecture
    assert claims["invariances.beyond.conv_ratio"].conjecture
