import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def bench():
    """The modules of the table, which are scripts and no package."""
    before = set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        yield importlib.import_module("table")
        for name in set(sys.modules) - before:
            if Path(getattr(sys.modules[name], "__file__", None) or "/").parent == BENCHMARKS:
                del sys.modules[name]


@pytest.fixture
def toys(bench, monkeypatch):
    def toy(_profile):
        for size in (100, 1000, 10_000):
            yield bench.measuring_case(size)

    case = importlib.import_module("measuring").Case

    def made(size):
        return case(
            "sums",
            f"of {size} numbers",
            lambda: sum(range(size)),
            {"NumPy": lambda: int(np.arange(size).sum()), "a library": None},
            series="numbers",
            size=size,
            floor=1e-9,
            agree=lambda a, b: a == b,
        )

    monkeypatch.setattr(bench, "measuring_case", made, raising=False)
    monkeypatch.setattr(bench, "SUBJECTS", (toy,))
    return bench


def test_a_quiet_machine_writes_the_table(toys, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(toys.Load, "others", lambda _: 0.02)
    assert toys.main(["--profile", "tiny", "--to", str(tmp_path / "table.md")]) == 0
    page = (tmp_path / "table.md").read_text()
    assert page in capsys.readouterr().out
    assert "Other processes took 2% of the processors meanwhile." in page
    rows = [line for line in page.splitlines() if line.startswith("| sums | of ")]
    assert len(rows) == 3
    assert all("NumPy; a library: not installed" in row and row.endswith("| 0.001 µs |") for row in rows)
    assert "| sums | numbers | 100, 1000, 10000 | " in page
    assert all(len(row.split("|")) == 9 for row in rows)


def test_a_loaded_machine_says_so_and_writes_nothing(toys, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(toys.Load, "others", lambda _: 0.3)
    assert toys.main(["--profile", "tiny", "--to", str(tmp_path / "table.md")]) == 1
    assert not (tmp_path / "table.md").exists()
    assert "not written: other processes took 30% of the machine" in capsys.readouterr().err


def test_a_part_of_the_subjects_is_never_written(toys, tmp_path, monkeypatch):
    monkeypatch.setattr(toys.Load, "others", lambda _: 0.0)
    assert toys.main(["--profile", "tiny", "--only", "toy", "--to", str(tmp_path / "table.md")]) == 0
    assert not (tmp_path / "table.md").exists()


def test_ways_that_disagree_are_an_error(bench):  # noqa: ARG001 - puts the modules on the path
    measuring = importlib.import_module("measuring")
    wrong = measuring.Case("sums", "wrong", lambda: 1, {"other": lambda: 2}, agree=lambda a, b: a == b)
    with pytest.raises(AssertionError, match="sums, wrong: other gives something else"):
        measuring.measure(wrong, 1)


def test_where_ours_is_behind_a_profile_says_why(bench):
    measuring = importlib.import_module("measuring")

    def ponderous():
        return sum(i % 7 for i in range(100_000))

    found = measuring.measure(measuring.Case("sums", "slow", ponderous, {"none": lambda: None}), 2)
    assert found.ratio[0] > 1
    assert any("ponderous" in line for line in found.spent)
    page = bench.document([found], "tiny", 0.0)
    assert "- sums, slow: " in page
    assert "spent on " in page.split("## Where ours is behind")[1]


def test_an_exponent_is_that_of_a_power_law(bench):  # noqa: ARG001 - as above
    measuring = importlib.import_module("measuring")
    cases = [measuring.Case("toy", "x", lambda: None, series="n", size=n) for n in (1, 10, 100, 1000)]
    found = [measuring.Measured(case, 3e-6 * case.size**1.5, "", None, None) for case in cases]
    (exponent, error, sizes) = measuring.exponents(found)["toy", "n"]
    assert exponent == pytest.approx(1.5)
    assert error == pytest.approx(0, abs=1e-6)
    assert sizes == [1, 10, 100, 1000]
    assert measuring.exponents(found[:2]) == {}


@pytest.mark.skipif(not Path("/proc/stat").exists(), reason="the load is read from /proc/stat")
def test_own_work_is_not_that_of_others(bench):
    load = bench.Load()
    sum(range(3_000_000))
    share = load.others()
    assert 0 <= share <= 1.1
