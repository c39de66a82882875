"""All claims of the built-in papers, imported on demand."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from theory.bibliography import PAPERS
from theory.claim import Claim, claims


def load(paper: str | None = None) -> list[Claim]:
    """Import everything that a paper claims, and return it.

    Parameters
    ----------
    paper
        Key of a paper; every paper of the bibliography by default. A paper whose module ``theory.<key>`` is
        not there has no claims; an error inside a module that is there is raised.

    Returns
    -------
    list of Claim
        In reading order: papers as the bibliography lists them, claims as their modules register them.

    Raises
    ------
    ValueError
        If there is no paper with this key.

    Examples
    --------
    >>> load("dying_relu")[0].paper
    'dying_relu'
    """
    if paper is not None and paper not in PAPERS:
        raise ValueError(f"paper={paper!r}: must be one of {', '.join(PAPERS)}")
    found: list[Claim] = []
    for key in PAPERS if paper is None else (paper,):
        _import_whole(f"theory.{key}")
        found += claims(key)
    return found


def _import_whole(name: str) -> None:
    """Import a module, and all below it if it is a package; do nothing where there is no such module."""
    if find_spec(name) is None:
        return
    module = import_module(name)
    for below in sorted(
        pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."), key=lambda found: found.name
    ):
        import_module(below.name)
