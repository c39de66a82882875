"""The examples in docstrings do what they show."""

import doctest
import importlib
import pkgutil

import pytest

import figures
import numerics
import proofs_check
import relucidate
import theory

ROOMS = (theory, numerics, proofs_check, figures, relucidate)
FINDER = doctest.DocTestFinder(exclude_empty=True)


def _modules():
    for room in ROOMS:
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            leaf = found.name.rpartition(".")[2]
            # Proofs are collected by the plugin, and __main__ would run.
            if not leaf.startswith("proof_") and leaf not in ("__main__", "plugin"):
                yield found.name


@pytest.mark.parametrize("name", list(_modules()))
def test_examples(name):
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    report = []
    for test in FINDER.find(module):
        runner.run(test, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)
