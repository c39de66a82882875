"""What a picture says of claims that are not upheld."""

import pytest

from relucidate.upheld import stamp


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ({}, ""),
        ({"toy.a": "holds", "toy.b": "corrected"}, ""),
        ({"toy.a": "refuted", "toy.b": "holds"}, "toy.a: refuted"),
        ({"toy.a": "undecided", "toy.b": "not_reproduced"}, "toy.a: undecided; toy.b: not reproduced"),
        ({"toy.c": "failed"}, ""),
    ],
)
def test_only_what_is_not_upheld_is_named(outcomes, words):
    assert stamp(("toy.a", "toy.b"), outcomes) == words
