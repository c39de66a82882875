import pytest
from sympy import Eq, Gt, symbols

from theory.claim import Assertion, Reals, Remark
from theory.claim.reading import observed

x = symbols("x", real=True)
PARTS = {"a": Eq(x, 2), "b": Gt(x, 0)}


def test_a_claim_says_assertions_and_remarks(make_claim):
    said = [Assertion("First $x$.", shown_by=["a", "proof_by_thought"], source="prose"), Remark("Second.")]
    claim = make_claim(PARTS, {x: Reals}, says=said)
    assert claim.says == "First $x$. Second."
    assert claim.sayings == tuple(said)
    assert [item.shown_by for item in claim.assertions] == [("a", "proof_by_thought")]


def test_a_plain_string_is_a_remark(make_claim):
    claim = make_claim(says="one\n  two")
    assert claim.sayings == (Remark("one two"),)
    assert claim.assertions == ()


def test_the_only_formula_has_a_name(make_claim):
    claim = make_claim(Eq(x, 1), {x: Reals}, says=[Assertion("It is $1$.", shown_by=["formula"])])
    assert claim.assertions[0].shown_by == ("",)


@pytest.mark.parametrize("name", ["c", "formula", "", "by_thought"])
def test_what_an_assertion_names_must_be_there(make_claim, name):
    with pytest.raises(ValueError, match="must be a part"):
        make_claim(PARTS, {x: Reals}, says=[Assertion("It is.", shown_by=[name])])


def test_an_algorithm_has_no_parts_to_name(make_claim):
    with pytest.raises(ValueError, match="no formula"):
        make_claim(says=[Assertion("It is.", shown_by=["formula"])])


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Remark(" "), "empty"),
        (lambda: Remark("a $x"), "partner"),
        (lambda: Assertion("a", shown_by=[]), "Remark"),
        (lambda: Assertion("a", shown_by=["b"], source="rumour"), "printed, prose, reconstructed"),
    ],
)
def test_malformed_sentences_are_refused(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_names_come_in_a_list():
    with pytest.raises(TypeError, match="list"):
        Assertion("a", shown_by="proof_a")


@pytest.mark.parametrize("says", [["text"], [None]])
def test_only_sentences_are_said(make_claim, says):
    with pytest.raises(TypeError, match="Assertion or a Remark"):
        make_claim(says=says)


@pytest.mark.parametrize(
    ("particulars", "message"),
    [
        ({"says": []}, "empty"),
        ({"captions": {"c": "no part"}}, "captions"),
        ({"scaled": "digits"}, "only an experiment"),
        ({"scaled": " ", "kind": "experiment"}, "scaled"),
        ({"printed_source": "hearsay"}, "printed_source"),
    ],
)
def test_other_particulars(make_claim, particulars, message):
    with pytest.raises(ValueError, match=message):
        make_claim(PARTS, {x: Reals}, **particulars)


def test_readings_are_passed_on_to_who_listens(make_claim):
    claim = make_claim(PARTS, {x: Reals})
    seen = []
    with observed(lambda of, part: seen.append((of, part))):
        claim.rhs_at({x: 1}, "a")
        claim.part("b")
        with observed(None):
            claim.part("a")
    claim.part("a")
    assert seen == [(claim, "a"), (claim, "b")]
