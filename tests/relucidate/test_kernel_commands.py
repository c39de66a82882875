"""The command that has claims proved again by Rocq, with and without Rocq."""

import pytest
from click.testing import CliRunner

from proofs_check import kernel
from relucidate import cli


@pytest.fixture
def invoke():
    return lambda *given: CliRunner().invoke(cli.main, ["kernel", *given])


def test_without_rocq_it_says_what_is_missing_and_what_is_stored(invoke, monkeypatch):
    monkeypatch.setattr(kernel, "available", lambda: "no coqc")
    found = invoke("dying_relu")
    assert found.exit_code == 2
    assert "not checked here, scripts stored (no coqc" in found.output


def test_an_unknown_name_is_bad_usage(invoke):
    found = invoke("no_such_claim")
    assert found.exit_code == 3
    assert "no_such_claim" in found.output


def test_a_project_is_exported(invoke, tmp_path):
    found = invoke("dying_relu.eq28", "--export", str(tmp_path / "project"))
    assert found.exit_code == 0
    assert list((tmp_path / "project").rglob("*.v"))


@pytest.mark.skipif(kernel.available() is not None, reason="Rocq is not installed")
def test_a_claim_is_checked(invoke):
    found = invoke("dying_relu.eq28")
    assert found.exit_code == 0, found.output
    assert "accepted by the kernel" in found.output
