"""Pages for authors: the tutorial, and what there is to import, made from the docstrings themselves."""

from __future__ import annotations

import inspect
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

import relucidate
from relucidate.author import SUBJECTS
from relucidate.site import mathematics


def tutorial() -> Markup:
    """Return the tutorial as HTML.

    Raises
    ------
    ValueError
        If a formula in it cannot be read.
    """
    text = tutorial_file().read_text(encoding="utf-8")
    held: list[Markup] = []

    def hold(match: re.Match[str]) -> str:
        if match[1] is None:  # code, in which a dollar sign is one
            return match[0]
        held.append(mathematics.inline(match[1]))
        return f"@@{len(held) - 1}@@"

    marked = re.sub(r"```.*?```|`[^`]*`|\$([^$]+)\$", hold, text, flags=re.DOTALL)
    html = str(MarkdownIt("commonmark", {"html": False}).enable("table").render(marked))
    html = html.replace("<pre>", '<pre tabindex="0">')  # so that code wider than a phone scrolls by keyboard
    return Markup(re.sub(r"@@(\d+)@@", lambda match: str(held[int(match[1])]), html))


def tutorial_file() -> Path:
    """Return the tutorial: within the package where it is installed, in ``docs`` in a checkout."""
    package = Path(str(files("relucidate")))
    installed = package / "docs" / "tutorial.md"
    return installed if installed.is_file() else package.parent / "docs" / "tutorial.md"


def reference() -> Markup:
    """Return every name that ``from relucidate import ...`` gives: its signature and its docstring."""
    pieces = [
        Markup("<h1>For authors</h1>\n<p>Everything is imported from one place: <code>{}</code>.</p>").format(
            "from relucidate import Claim, proof, identity"
        )
    ]
    for subject, names in SUBJECTS.items():
        pieces.append(Markup("<h2>{}</h2>").format(subject))
        pieces += [_entry(name, getattr(relucidate, name)) for name in names]
    return Markup("\n").join(pieces)


def _entry(name: str, value: Any) -> Markup:
    if not (inspect.isclass(value) or inspect.isfunction(value)):  # a set, such as the reals
        return Markup('<h3 id="{0}"><code>{0}</code></h3>\n<p>The set <code>{1}</code>.</p>').format(
            name, value
        )
    head, _, rest = (inspect.getdoc(value) or "").partition("\n\n")
    return Markup('<h3 id="{}"><code>{}</code></h3>\n<p>{}</p>\n<pre tabindex="0">{}</pre>').format(
        name, name + _signature(value), _prose(head), rest
    )


def _signature(value: Any) -> str:
    if getattr(value, "__module__", "").startswith("sympy") or not hasattr(value, "__doc__"):
        return "(...)"
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return "(...)"
    plain = [parameter.replace(annotation=parameter.empty) for parameter in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=signature.empty))


def _prose(text: str) -> Markup:
    return Markup(re.sub(r"``([^`]*)``|`([^`]*)`", r"<code>\1\2</code>", str(escape(" ".join(text.split())))))
