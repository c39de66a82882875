"""Which papers there are: those of the companion, those installed as packages, and those in a folder.

All end up in the one register, `theory.bibliography.PAPERS`. A package is a paper when it holds a `Paper`
by the name of ``paper``; one without it, and a folder of loose files, is a paper when claims stand in it.
Nothing heavy is imported, and installed packages are looked for only when they are needed.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module, invalidate_caches
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from proofs_check.rooms import HOME, ROOMS
from relucidate.layouts import CLAIM, GROUP, is_ours, layout, speaks_of_claims
from theory.bibliography import PAPERS, Paper

__all__ = ["GROUP", "PaperError", "at", "folders", "here", "installed", "known", "meant", "resolve"]

#: Folder of each paper that was found in one, by key.
_folders: dict[str, Path] = {}


class PaperError(LookupError):
    """There is no paper where one was looked for, or it cannot be used; the message says what to do."""


def known() -> dict[str, Paper]:
    """Every paper: of the companion, installed, and in the current folder."""
    here()
    installed()
    return PAPERS


def meant() -> list[str]:
    """Keys of the papers that a command is about when it names none: of this folder, or else all."""
    own = here()
    if not own:
        installed()
    return own or list(PAPERS)


def resolve(names: Iterable[str]) -> list[str]:
    """Put the keys of papers in the place of paths and modules; ids and keys stay as they are.

    Parameters
    ----------
    names
        Claim ids, keys of papers, paths of papers' folders or files, names of modules.

    Raises
    ------
    PaperError
        If a path or module is there but is no paper.
    """
    found: list[str] = []
    for name in names:
        key = name.partition(".")[0]
        path = Path(name)
        is_path = "/" in name or "\\" in name or name in (".", "..") or path.suffix == ".py"
        if is_path or (key not in PAPERS and path.is_dir()):
            found += at(path)
            continue
        if key not in PAPERS:
            here()
        if key not in PAPERS:
            installed()
        if key not in PAPERS:
            found += _of_module(name) or [name]
        else:
            found.append(name)
    return found


@cache
def installed() -> None:
    """Register the papers of installed packages; one that cannot be loaded is named on standard error."""
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        if point.name in _folders:  # the same paper, found in a folder before
            continue
        try:
            paper = point.load()
            if not isinstance(paper, Paper):
                raise PaperError(f"{point.value} must be a relucidate.Paper, not {type(paper).__name__}")
            if paper.key != point.name:
                raise PaperError(f"its key is {paper.key!r}; name the entry point so")
            _add(paper, (point.module,), None)
        except Exception as error:  # whatever an author's module raises, other papers can be used
            print(f"the installed paper {point.name} is left out: {error}", file=sys.stderr)


def here() -> list[str]:
    """Keys of the papers in the current folder; none where it is no paper."""
    folder = Path.cwd()
    for name in ROOMS:
        room = folder / name
        if (room / "__init__.py").is_file() and room != HOME / name and speaks_of_claims(room):
            raise PaperError(_clash(room, "my_paper"))
    return at(folder) if layout(folder) is not None else []


def folders() -> tuple[Path, ...]:
    """Folders to which the names of the files of authors' papers are relative."""
    return tuple(root for paper in PAPERS.values() for root in {_home(name) for name in paper.modules})


def at(path: Path) -> list[str]:
    """Register the papers of a folder or a file, and return their keys.

    Parameters
    ----------
    path
        A project with an entry point in its ``pyproject.toml``, a package, a folder of loose files, or one of
        these files.

    Raises
    ------
    PaperError
        If there is none, or it cannot be imported.
    """
    found = layout(path.resolve())
    if found is None:
        what = "there is no such folder or file" if not path.exists() else "no claim stands there"
        raise PaperError(
            f"no paper at {str(path)!r}: {what}; a paper is a folder with claims, or a package with a Paper "
            "(relucidate new KEY makes one)"
        )
    folder, candidates = found
    _make_importable(folder, [module for modules in candidates for module in modules])
    return [_read(modules, folder) for modules in candidates]


def _make_importable(folder: Path, modules: list[str]) -> None:
    for name in ROOMS:
        if (folder / name / "__init__.py").is_file() or (folder / f"{name}.py").is_file():
            raise PaperError(_clash(folder / name, modules[0]))
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
        invalidate_caches()
    for name in modules:
        if _home(name) != folder:
            raise PaperError(
                f"the module {name} of {folder} is hidden by another one in {_home(name)}; rename one of them"
            )


def _clash(there: Path, package: str) -> str:
    return (
        f"{there} bears the name of a package of relucidate, and Python would import one for the other; "
        f"move it into a package of your own, such as {package}/{there.name}"
    )


def _home(name: str) -> Path:
    """Folder from which a module is imported."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise PaperError(f"no module {name!r}")
    file = Path(spec.origin).resolve()
    package = file.parent if file.name == "__init__.py" else file
    return package.parents[name.count(".")]


def _read(modules: tuple[str, ...], folder: Path | None) -> str:
    """Register the paper that some modules make up."""
    for name in modules:
        if "paper" in _assigned(name):
            try:
                paper = import_module(name).paper
            except Exception as error:
                raise PaperError(f"{name} cannot be imported: {type(error).__name__}: {error}") from error
            if isinstance(paper, Paper):
                return _add(paper, modules, folder)
    keys = dict.fromkeys(key for text in _texts(modules) for key in CLAIM.findall(text))
    if len(keys) != 1:
        told = " and ".join(keys) or "none"
        raise PaperError(
            f"{', '.join(modules)}: claims of one paper are expected, not of {told}; say which paper it is: "
            f'paper = Paper("{next(iter(keys), "my_paper")}", title="...") in {modules[0]}'
        )
    key = next(iter(keys))
    return _add(Paper(key, title=key), modules, folder)


def _assigned(name: str) -> set[str]:
    """Names that a module assigns at its top level."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return set()
    try:
        tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise PaperError(f"{spec.origin}: {error}") from error
    targets = (target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets)
    typed = (node.target for node in tree.body if isinstance(node, ast.AnnAssign))
    return {target.id for target in (*targets, *typed) if isinstance(target, ast.Name)}


def _texts(modules: Iterable[str]) -> Iterator[str]:
    for name in modules:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            file = Path(spec.origin)
            files = sorted(file.parent.rglob("*.py")) if file.name == "__init__.py" else [file]
            yield from (one.read_text(encoding="utf-8") for one in files)


def _of_module(name: str) -> list[str]:
    """Key of the paper that a module is, with the rest of an id if there is one; none if it is none."""
    for module, rest in ((name, ""), (name.partition(".")[0], name.partition(".")[2])):
        try:
            found = find_spec(module) is not None and module.partition(".")[0] not in ROOMS
        except (ImportError, ValueError):
            found = False
        if found and any(is_ours(text) for text in _texts((module,))):
            key = _read((module,), None)
            return [f"{key}.{rest}" if rest else key]
    return []


def _add(paper: Paper, modules: tuple[str, ...], folder: Path | None) -> str:
    paper = replace(paper, modules=paper.modules or modules)
    there = PAPERS.get(paper.key)
    if there is not None and there.modules != paper.modules:
        owner = ", ".join(there.modules) or "the companion"
        raise PaperError(f"the key {paper.key!r} of {modules[0]} is taken by {owner}; give the paper another")
    PAPERS[paper.key] = paper
    if folder is not None:
        _folders[paper.key] = folder
    return paper.key
