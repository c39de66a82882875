"""The command line and the report: the layer above the five rooms."""

from __future__ import annotations

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for, which takes longer than most commands' own imports."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415

        return version("relucidate")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
