"""What the shell may complete: ids of claims and figures, keys of papers, names of sweeps."""

# ruff: noqa: PLC0415 - a shell waits for this, and most commands have no use for it

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem


def claims_and_papers(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of claims, and keys of papers."""
    from relucidate.papers import known
    from relucidate.sources.statements import statements

    items = [(one.id, one.title) for one in statements(_papers(incomplete))]
    return _beginning(incomplete, [*_keys(known()), *items])


def figures_and_papers(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of figures, and keys of papers."""
    from relucidate.papers import known
    from relucidate.sources.plates import figures

    items = [(one.id, one.title) for one in figures(_papers(incomplete))]
    return _beginning(incomplete, [*_keys(known()), *items])


def claims_and_figures(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of claims and figures."""
    from relucidate.sources.plates import figures
    from relucidate.sources.statements import statements

    papers = _papers(incomplete)
    items = {one.id: one.title for one in figures(papers)} | {one.id: one.title for one in statements(papers)}
    return _beginning(incomplete, items.items())


def papers(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Keys of papers."""
    from relucidate.papers import known

    return _beginning(incomplete, _keys(known()))


def sweeps(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of sweeps."""
    from relucidate.sweeps import SWEEPS

    return _beginning(incomplete, [(name, sweep.what) for name, sweep in SWEEPS.items()])


def _keys(papers: Iterable[str]) -> list[tuple[str, str]]:
    from relucidate.papers import known

    return [(key, known()[key].short) for key in papers]


def _papers(incomplete: str) -> list[str]:
    """Papers whose ids can begin like this; before the dot, of those whose key does."""
    from relucidate.papers import known

    key, dot, _ = incomplete.partition(".")
    return [paper for paper in known() if (paper == key if dot else paper.startswith(key))]


def _beginning(incomplete: str, items: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    return [CompletionItem(value, help=text) for value, text in items if value.startswith(incomplete)]
