"""The command that has claims proved again by Rocq, with and without Rocq, and the ledger that it adds to."""

import json

import pytest
from click.testing import CliRunner

from proofs_check import kernel
from proofs_check.kernel import known, rocq
from relucidate import cli, rechecking

CLAIM = "nonlinearity_generator.prelu1"
no_rocq = kernel.available() is not None


@pytest.fixture
def invoke(tmp_path):
    def call(*given):
        command, *rest = given
        return CliRunner().invoke(cli.main, [command, *rest, "--out", str(tmp_path)])

    return call


@pytest.fixture
def row(tmp_path):
    def read():
        ledger = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))
        return next(one for one in ledger["claims"] if one["id"] == CLAIM)

    return read


def test_without_rocq_it_says_what_is_missing_and_what_is_stored(invoke, row, monkeypatch):
    monkeypatch.setattr(kernel, "available", lambda: "no coqc")
    checked = invoke("check", CLAIM)
    assert checked.exit_code == 0
    assert rechecking.NOT_CHECKED in checked.output
    found = invoke("kernel", CLAIM)
    assert found.exit_code == 2
    assert f"{rechecking.NOT_CHECKED} (no coqc" in found.output
    assert {one["status"] for one in row()["kernel"]["parts"]} == {"unchecked"}
    assert row()["strength"] == "proved"


def test_an_unknown_name_is_bad_usage(invoke):
    found = invoke("kernel", "no_such_claim")
    assert found.exit_code == 3
    assert "no_such_claim" in found.output


def test_a_project_is_exported(invoke, tmp_path):
    found = invoke("kernel", "dying_relu.eq28", "--export", str(tmp_path / "project"))
    assert found.exit_code == 0
    assert list((tmp_path / "project").rglob("*.v"))


@pytest.mark.skipif(no_rocq, reason="Rocq is not installed")
def test_a_claim_is_checked_and_its_row_says_so(invoke, row, tmp_path, build):
    (tmp_path / rechecking.FOLDER).mkdir()
    compiled = rocq.compiled_prelude(build)
    (tmp_path / rechecking.FOLDER / compiled.name).symlink_to(compiled)
    found = invoke("kernel", CLAIM)
    assert found.exit_code == 0, found.output
    assert "accepted by the kernel" in found.output
    assert "no ledger yet" in found.output
    checked = invoke("check", CLAIM)
    assert "kernel (Rocq" in checked.output
    assert row()["strength"] == "kernel"
    assert {one["status"] for one in row()["kernel"]["parts"]} == {"accepted"}
    (tmp_path / rechecking.FOLDER / known.NAME).unlink()
    invoke("check", CLAIM)
    assert row()["strength"] == "proved"
    invoke("kernel", CLAIM)
    assert row()["strength"] == "kernel"
    assert "kernel" in invoke("list", CLAIM).output
    assert "accepted by the kernel" in invoke("show", CLAIM).output
