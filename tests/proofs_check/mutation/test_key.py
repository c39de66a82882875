import pytest
from sympy import Eq, symbols

from proofs_check.mutation import key
from theory.claim import Reals

x = symbols("x", real=True)


@pytest.fixture
def keyed(make_claim, tmp_path):
    """Key of a claim whose proof reads a table and imports what lies beside it."""
    claim = make_claim(Eq(x * (x + 1), x**2 + x, evaluate=False), {x: Reals})
    proof = tmp_path / "proof_toy.py"
    proof.write_text("from proofs_check.engines import identity\nTABLE = 'table.csv'\n")
    (tmp_path / "table.csv").write_text("1")

    def compute():
        for function in (key._digest, key._imports, key._names, key._strings, key.machinery):
            function.cache_clear()
        return key.content_key(claim, [proof], tmp_path)

    return compute


def test_the_machinery_is_all_that_decides():
    names = {file.name for file in key.machinery()}
    assert {"plugin.py", "profiles.py", "results.py", "evidence.py", "verdict.py", "equivalence.py"} <= names
    assert {"worker.py", "collected_proof.py", "mutants.py", "formula_tree.py", "recording.py"} <= names
    assert "checker.ini" in {file.name for file in key.data_beside(key.machinery())}


def test_the_key_stays_while_nothing_changes(keyed, tmp_path):
    before = keyed()
    (tmp_path / "ledger.json").write_text("{}")  # which a run writes
    assert keyed() == before


@pytest.mark.parametrize("changed", ["table", "proof", "python", "mpmath", "machinery", "data sets"])
def test_the_key_covers_what_decides_a_verdict(keyed, tmp_path, monkeypatch, changed):
    before = keyed()
    if changed == "table":
        (tmp_path / "table.csv").write_text("2")
    elif changed == "proof":
        (tmp_path / "proof_toy.py").write_text("from proofs_check.engines import for_all\n")
    elif changed == "python":
        monkeypatch.setattr(key.platform, "python_version", lambda: "3.99")
    elif changed == "mpmath":
        right = key.version
        monkeypatch.setattr(key, "version", lambda name: "0" if name == "mpmath" else right(name))
    elif changed == "machinery":
        monkeypatch.setattr(key, "machinery", _without_profiles(key.machinery()))
    else:
        (tmp_path / "sets").mkdir()
        (tmp_path / "sets" / "train").write_text("images")
        monkeypatch.setenv("RELUCIDATE_DATA", str(tmp_path / "sets"))
    assert keyed() != before


def _without_profiles(files):
    def machinery():
        return {file for file in files if file.name != "profiles.py"}

    machinery.cache_clear = lambda: None
    return machinery


def test_every_distribution_that_the_sources_import_counts(tmp_path):
    (tmp_path / "proof_toy.py").write_text("import networkx.algorithms\nimport os\n")
    assert key._distributions([tmp_path / "proof_toy.py"]) == {"networkx"}
