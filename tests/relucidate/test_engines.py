from functools import partial

import pytest
from click.testing import CliRunner

from numerics.shortcut import table
from relucidate import cli


def run(*arguments):
    return CliRunner().invoke(cli.main, arguments)


def contents(folder):
    files = (f for f in folder.rglob("*") if f.is_file())
    return {f.relative_to(folder): f.read_bytes() for f in files}


def test_a_sweep_on_a_cluster_writes_the_same_bytes(cluster, tmp_path, monkeypatch):
    cluster.add_worker()
    cluster.add_worker()
    monkeypatch.setattr(
        "relucidate.sweeps.shortcut.shortcut_table.table", partial(table.table, runs=20, nodes=4)
    )
    monkeypatch.setattr(table, "SETTINGS", {"S1": table.SETTINGS["S1"]})
    here = run("sweep", "shortcut-table1", "--out", str(tmp_path / "here"))
    there = run(
        "sweep", "shortcut-table1", "--out", str(tmp_path / "there"),
        "--engine", "dask", "--scheduler", cluster.address,
    )  # fmt: skip
    assert (here.exit_code, there.exit_code) == (0, 0)
    assert contents(tmp_path / "here") == contents(tmp_path / "there")
    assert there.stdout.replace("/there/", "/here/") == here.stdout


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--engine", "dask"], "go together"),
        (["--scheduler", "tcp://127.0.0.1:8786"], "go together"),
        (["--engine", "dask", "--scheduler", "tcp://127.0.0.1:8786", "-n", "2"], "a cluster has its own"),
        (["--engine", "ray"], "'local', 'dask'"),
    ],
)
def test_options_that_do_not_fit_are_bad_usage(options, complaint, tmp_path):
    ran = run("sweep", "shortcut-table1", "--out", str(tmp_path), *options)
    assert ran.exit_code == 3
    assert complaint in ran.stderr


def test_a_cluster_that_is_not_there_is_bad_usage(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("numerics.sweeps.dask_engine.PATIENCE", 0.5)
    for command in (["sweep", "shortcut-table1"], ["mutate", "gunn.eq1"]):
        ran = run(*command, "--out", str(tmp_path), "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
        assert ran.exit_code == 3
        assert "one that runs" in ran.stderr
