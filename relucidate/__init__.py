"""The command line and the report: the layer above the five rooms."""

from importlib.metadata import version

__version__ = version("relucidate")
