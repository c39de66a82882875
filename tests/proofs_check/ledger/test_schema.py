"""The ledger's schema: it describes what is written, and refuses what is not a ledger."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from proofs_check.ledger import document, evidence
from proofs_check.ledger.verdict import OUTCOMES
from theory import claim

PAPER = """
from hypothesis import given, strategies as st
from sympy import Eq, symbols
from proofs_check.engines import exactly, identity, refutes
from proofs_check.proof import proof, refutation, relies_on
from theory.claim import Claim, Reals, positive

x, y = symbols("x y", real=True)
square = Claim(
    "toy.square", title="Square", where="Eq. 1", says="A square.", domain={x: positive, y: Reals},
    formula={
        "whole": Eq((x + y) ** 2, x**2 + 2 * x * y + y**2),
        "rest": Eq((x + y) ** 2 - y**2, x**2 + 2 * x * y),
    },
    printed=Eq((x + y) ** 2, x**2 + y**2), erratum="typo",
)
plus = Eq(x + y, x)
wrong = Claim("toy.wrong", title="W", where="Eq. 2", says="W.", formula=plus, domain={x: Reals, y: Reals})
idle = Claim("toy.idle", title="I", where="Eq. 3", says="I.", kind="beyond")
norm = Claim("toy.norm", title="N", where="Eq. 4", says="N.", kind="definition")

@proof(square)
def proof_by_expansion():
    identity(square)

@proof(square)
@given(st.integers())
def proof_on_integers(n):
    exactly((n + 1) ** 2, n**2 + 2 * n + 1)

@refutation(square)
def proof_that_it_breaks():
    refutes(square, {x: 1, y: 1})

@proof(wrong)
def proof_that_fails():
    relies_on(square)
    identity(wrong)
"""


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json.loads((files("proofs_check.ledger") / "ledger.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("toy")
    (folder / "proof_toy.py").write_text(PAPER)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "--ledger",
        "l.json",
    ]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    return document.read(folder / "l.json")


def test_schema_is_one(schema):
    jsonschema.Draft202012Validator.check_schema(schema)


def test_ledger_fits_and_says_what_happened(schema, written):
    jsonschema.validate(written, schema, cls=jsonschema.Draft202012Validator)
    rows = {row["id"]: row for row in written["claims"]}
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "toy.square": "corrected",
        "toy.wrong": "failed",
        "toy.idle": "undecided",
        "toy.norm": "definition",
    }
    assert rows["toy.square"]["assumptions"]
    assert rows["toy.wrong"]["relies_on"] == ["toy.square"]


def test_full_ledger_fits(schema, written):
    full = copy.deepcopy(written)
    full["claims"][0]["mutants"] = {
        "killed": 1,
        "total": 2,
        "void": 0,
        "equivalent": 0,
        "survivors": ["a sign"],
    }
    figure = {
        "id": "toy.fig1",
        "title": "t",
        "caption": "c",
        "paper": "toy",
        "shows": ["toy.square"],
        "seeds": [1],
    }
    hashes = {"source_hash": "0" * 64, "data_hash": "0" * 64}
    full["figures"] = [figure | hashes | {"stamp": "", "files": {"svg": "a.svg", "png": "a.png"}}]
    jsonschema.validate(full, schema, cls=jsonschema.Draft202012Validator)


def test_enumerations_are_those_of_the_code(schema):
    definitions = schema["$defs"]
    row = definitions["claim"]["properties"]
    assert schema["properties"]["schema"]["const"] == document.SCHEMA
    assert set(row["outcome"]["enum"]) == set(OUTCOMES)
    assert set(row["kind"]["enum"]) == set(get_args(claim.Kind))
    assert set(definitions["scope"]["enum"]) == {scope.label for scope in evidence.Scope}
    assert set(definitions["source"]["enum"]) == set(get_args(claim.Source))
    assert set(definitions["printed"]["properties"]["erratum"]["enum"]) == set(get_args(claim.Erratum))
    assert set(definitions["strength"]["enum"]) == {strength.label for strength in evidence.Strength}
    assert set(definitions["evidence"]["properties"]["bearing"]["enum"]) == set(get_args(evidence.Bearing))
    assert set(definitions["proof"]["properties"]["role"]["enum"]) == set(get_args(evidence.Role))


def test_every_field_is_described_and_no_other_allowed(schema):
    for node in _nodes(schema):
        if "properties" in node:
            assert "additionalProperties" in node
            # What several runs put together, and what the command line adds, is not in one of pytest.
            assert set(node["properties"]) - set(node["required"]) <= {"kernel", "run", "runs"}
            assert set(node["required"]) <= set(node["properties"])
            for name, field in node["properties"].items():
                target = field.get("$ref", "").rpartition("/")[2]
                described = field.get("description") or schema["$defs"].get(target, {}).get("description")
                assert described, name


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _nodes(child)


def _set(*path: str | int, value: Any) -> Callable[[Any], None]:
    def change(node: Any) -> None:
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value

    return change


def _drop(*path: str | int) -> Callable[[Any], None]:
    def change(node: Any) -> None:
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]

    return change


@pytest.mark.parametrize(
    "damage",
    [
        _set("schema", value="relucidate-ledger/1"),
        _set("extra", value=1),
        _drop("environment"),
        _drop("environment", "python"),
        _set("environment", "numpy", value=2),
        _set("claims", value={}),
        _drop("claims", 0, "mutants"),
        _drop("claims", 0, "formula"),
        _set("claims", 0, "colour", value="red"),
        _set("claims", 0, "id", value="No Id"),
        _set("claims", 0, "outcome", value="probably"),
        _set("claims", 0, "strength", value="strong"),
        _set("claims", 0, "scope", value="most"),
        _set("claims", 0, "assertions", value=[{"text": "a"}]),
        _drop("claims", 0, "headline"),
        _set("claims", 0, "seconds", value=-1),
        _set("claims", 0, "mutants", value={"killed": 1}),
        _set("claims", 0, "printed", value="x = 1"),
        _set("claims", 1, "evidence", value=[{"engine": "identity"}]),
        _set("figures", value=[{"id": "toy.fig1"}]),
    ],
)
def test_damaged_ledger_is_refused(schema, written, damage):
    damaged = copy.deepcopy(written)
    damage(damaged)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(damaged, schema, cls=jsonschema.Draft202012Validator)


def test_schema_lies_beside_the_code():
    assert (Path(document.__file__).parent / "ledger.schema.json").is_file()
