"""Which proofs are taken to rest on random runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import proofs_check
from proofs_check.engines import agrees, consistent, prevails
from proofs_check.engines.proportion import largest
from proofs_check.statistical import rests_on_runs

ENGINE = re.compile(r"\b_?(prevails|consistent)\(")


def _judge(chance, events):
    prevails(None, chance, events)


def proof_by_an_engine():
    consistent([], mean=0, detects=1)


def proof_by_a_helper():
    _judge(None, [])


def proof_in_an_inner_function():
    def inner():
        return [largest(runs, 0.1) for runs in []]

    return inner()


@given(st.integers())
def proof_on_examples(number):
    _judge(number, [])


def proof_in_floats():
    agrees(1, 1, atol=1, because="consistent and prevails are only spoken of")


def proof_that_calls_itself():
    proof_that_calls_itself()


@given(st.integers())
def proof_in_floats_on_examples(number):
    agrees(number, number, atol=1, because="rounding")


@pytest.mark.parametrize(
    "proof", [proof_by_an_engine, proof_by_a_helper, proof_in_an_inner_function, proof_on_examples]
)
def test_random_runs_are_seen(proof):
    assert rests_on_runs(proof)


@pytest.mark.parametrize("proof", [proof_in_floats, proof_that_calls_itself, proof_in_floats_on_examples])
def test_other_proofs_are_left_alone(proof):
    assert not rests_on_runs(proof)


def test_the_marker_selects_in_every_file_that_names_an_engine():
    root = Path(proofs_check.__file__).parents[1]
    files = sorted((root / "proofs_check").glob("*/proof_*.py"))
    named = {path.name for path in files if ENGINE.search(path.read_text(encoding="utf-8"))}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-m",
        "statistical",
        "-p",
        "no:randomly",
    ]
    done = subprocess.run([*command, *files], cwd=root, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if "::" in line]
    assert {line.split("::")[0].rpartition("/")[2] for line in lines} == named
