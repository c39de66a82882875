"""The generator's sweep in its quick size, as a reader would run it."""

import csv

import pytest
from click.testing import CliRunner

from numerics.nonlinearity_generator.experiments import EXPERIMENTS, Setting, records
from relucidate import cli, sweeps
from relucidate.sweeps import nonlinearity_generator

pytest.importorskip("sklearn", reason="the digits come with scikit-learn")


@pytest.fixture
def invoke():
    return lambda *arguments: CliRunner().invoke(cli.main, ["sweep", "nonlinearity-generator", *arguments])


def rows(path):
    with path.open() as file:
        return list(csv.DictReader(file))


def test_the_quick_profile(invoke, tmp_path, monkeypatch):
    ran = invoke("--profile", "quick", "--out", str(tmp_path))
    assert ran.exit_code == 0
    files = {path.name for path in tmp_path.iterdir() if path.is_file()}
    drawn = {f"nonlinearity-generator-{e}-{kind}.svg" for e in EXPERIMENTS for kind in ("curves", "inside")}
    tables = {f"nonlinearity-generator{what}.csv" for what in ("", "-layers", "-printed")}
    assert files == drawn | tables
    for words in ("Table 3 as printed", "16.94 *", "848,954", "dense 20, digits, rate 0.003", "wrote "):
        assert words in ran.stdout

    results = rows(tmp_path / "nonlinearity-generator.csv")
    assert {row["experiment"] for row in results} == set(EXPERIMENTS)
    for row in results:
        assert 0 <= float(row["low"]) <= float(row["test"]) <= float(row["high"]) <= 1
        assert float(row["tested"]) == 359
    deep = {row["activation"]: float(row["training"]) for row in results if row["experiment"] == "e1"}
    assert deep["generator"] > 0.6 > deep["prelu"]
    assert deep["generator"] > deep["relu"]

    layers = rows(tmp_path / "nonlinearity-generator-layers.csv")
    first = [
        row for row in layers if (row["experiment"], row["curve"], row["update"]) == ("e1", "generator", "0")
    ]
    assert [row["layer"] for row in first] == [str(i) for i in range(1, 21)]
    assert first[-1]["clipped"] == ""
    assert {float(row["level"]) for row in first[:-1]} == {-1.0}
    for row in layers:
        if row["spread"] != "nan":
            assert sum(float(row[part]) for part in ("spread", "forward", "backward")) == pytest.approx(1)
    assert len(rows(tmp_path / "nonlinearity-generator-printed.csv")) == 24

    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    monkeypatch.setattr(
        "numerics.nonlinearity_generator.experiments.running.train", None
    )  # nothing is trained again
    assert invoke("--profile", "quick", "--out", str(tmp_path)).exit_code == 0
    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}


def test_without_a_folder_what_needs_photographs_is_left_out(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("RELUCIDATE_DATA", raising=False)
    monkeypatch.setattr(nonlinearity_generator, "settings", lambda *_, **__: [])
    files = sweeps.run("nonlinearity-generator", tmp_path, 1, lambda _: None, profile="full")
    assert "e2: nothing to run without the data sets it needs (--data)" in capsys.readouterr().out
    assert [file.name for file in files] == [
        f"nonlinearity-generator{what}.csv" for what in ("", "-layers", "-printed")
    ]


def test_the_folder_may_come_from_the_environment(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(nonlinearity_generator, "settings", lambda *_, have: asked.append(have) or [])
    monkeypatch.setenv("RELUCIDATE_DATA", str(tmp_path))
    (tmp_path / "test_batch.png").touch()
    sweeps.run("nonlinearity-generator", tmp_path, 1, lambda _: None)
    assert asked == [{"cifar10"}] * len(EXPERIMENTS)


def test_a_folder_that_is_not_there_is_bad_usage_and_an_empty_one_is_told_of(invoke, monkeypatch, tmp_path):
    monkeypatch.setenv("RELUCIDATE_DATA", str(tmp_path / "nowhere"))
    ran = invoke("--profile", "quick", "--out", str(tmp_path / "out"))
    assert ran.exit_code == 3
    assert "there is no such folder" in ran.stderr
    assert not (tmp_path / "out").exists()
    (tmp_path / "nowhere").mkdir()
    monkeypatch.setattr("relucidate.sweeps.nonlinearity_generator.settings", lambda *_, **__: [])
    assert "holds no data set" in invoke("--out", str(tmp_path / "out")).stdout


def test_the_papers_networks_begin_with_an_estimate_and_leave_a_record(invoke, tmp_path, monkeypatch):
    small = Setting(
        "tables3to6", "plain", 8, (2, 3, 4), "generator", 0.01, 6, batch=16, records=2, patience=2
    )
    monkeypatch.setattr(
        nonlinearity_generator, "settings", lambda *given, **_: [small] if given[1] == "tables3to6" else []
    )
    ran = invoke("--profile", "paper", "--epochs", "1", "--out", str(tmp_path))
    assert ran.exit_code == 0
    assert "hours on one core" in ran.stdout
    record = records.read(tmp_path / "nonlinearity-generator-record.json")
    assert record.provenance["command"].endswith("--profile paper --data DIR --epochs 1")
    assert {"kernel", "numpy", "python", "relucidate"} <= set(record.provenance)
    assert [(run.setting, run.seed, run.updates) for run in record.runs] == [(small, 0, 6), (small, 1, 6)]


def test_damaged_data_are_bad_usage(invoke, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "train-images-idx3-ubyte").touch()
    ran = invoke("--profile", "standard", "--data", "data")
    assert ran.exit_code == 3
    assert "no train-labels-idx1-ubyte" in ran.stderr
    assert "of MNIST, which can be had from" in ran.stderr


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--profile", "huge"], "'huge' is not one of"),
        (["--data", "nowhere"], "does not exist"),
        (["--epochs", "2"], "--epochs goes with --profile paper"),
    ],
)
def test_bad_usage(invoke, given, message):
    ran = invoke(*given)
    assert ran.exit_code == 3
    assert message in ran.stderr


def test_parameter_counts_are_those_of_the_networks():
    assert nonlinearity_generator.parameter_counts(20) == {
        "plain": 268_346,
        "resnet": 268_346,
        "thresholds": 688,
    }
