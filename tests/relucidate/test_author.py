"""One import for authors: every name is there, typed, light, and each engine has an example that runs."""

import ast
import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import proofs_check.engines as engines
import relucidate
from relucidate.author import NAMES
from relucidate.engine_examples import EXAMPLES
from relucidate.site import author
from theory.claim import separate_registry


def test_every_name_is_what_it_is_where_it_lives():
    for name, module in NAMES.items():
        assert getattr(relucidate, name) is getattr(sys.modules[module], name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = relucidate.nothing
    assert set(engines.__all__) <= set(NAMES)
    assert set(NAMES) <= set(dir(relucidate))


def test_a_type_checker_sees_the_same_names():
    tree = ast.parse(Path(relucidate.__file__).read_text())
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.asname: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    seen.pop(None, None)
    seen.pop("Any", None)
    assert seen == NAMES


def test_importing_it_loads_nothing_heavy():
    code = "import relucidate, sys; print(sorted({'sympy', 'numpy', 'pytest', 'theory'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", engines.__all__)
def test_the_example_of_an_engine(name):
    test = doctest.DocTestParser().get_doctest(EXAMPLES[name], {}, name, None, 0)
    assert any(f"{name}" in example.source for example in test.examples)
    report = []
    with separate_registry():
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        runner.run(test, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)
    assert EXAMPLES[name].strip().split("\n")[-1] in inspect.getdoc(getattr(relucidate, name))


def test_the_page_shows_every_name_with_its_example():
    page = str(author.reference())
    assert all(f'id="{name}"' in page for name in NAMES)
    assert "identity(what, part=None, *, over=None, assuming=())" in page
    assert "refutes(square, {x: 1, y: 1})" in page
