"""Write figures to disk: a vector drawing, a bitmap, and a sidecar that says what they are.

The sidecar carries `data_hash`, so that "the figure is the same" is a statement about its numbers and
survives a change of fonts, colours or Matplotlib version.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures import style
from figures.provenance import source_hash
from figures.registry import Plate, select

__all__ = ["SIGNIFICANT_DIGITS", "data_hash", "render", "render_all", "svg", "write_whole"]

SIGNIFICANT_DIGITS = 10
"""Decimal digits of a floating-point value that the hash looks at."""

PNG_DPI = 200


def data_hash(data: Mapping[str, npt.ArrayLike]) -> str:
    """Hash a figure's numbers, blind to noise in the last bits.

    The SHA-256 runs over the entries in order of their names. Each contributes its name, dtype and shape,
    then its values: floating-point ones as little-endian float64 rounded to 10 significant decimal digits,
    complex ones as pairs (real, imaginary) of those; -0.0 counts as 0.0 and every NaN as one and the same;
    integers, booleans and strings count exactly.

    Rounding moves the places where noise matters; it cannot remove them. A value that happens to lie
    within the noise of a rounding boundary can still fall on either side: for relative noise of 1e-15 that
    is about one value in 100 000. A value that is zero but for cancellation has no stable digits at all. A
    figure whose data should hash alike everywhere therefore rounds them itself, to the decimals that matter
    in the drawing.

    Parameters
    ----------
    data : mapping of str to array_like
        Real, complex, integer, boolean or string arrays or numbers.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    TypeError
        If an entry is of any other type, such as object arrays.

    Examples
    --------
    >>> data_hash({"x": [1.0, 2.0]}) == data_hash({"x": [1.0 + 1e-15, 2.0]})
    True
    >>> data_hash({"x": [1.0, 2.0]}) == data_hash({"x": [1.0, 2.0 + 1e-6]})
    False
    """
    digest = hashlib.sha256()
    for name in sorted(data):
        values = np.asarray(data[name])
        if values.dtype.kind not in "biufcU":
            raise TypeError(
                f"data[{name!r}] has dtype {values.dtype}; a figure's data are real, complex, integer, "
                "boolean or string arrays"
            )
        dtype = values.dtype.newbyteorder("<")
        # The header fixes how many bytes follow, so no two different mappings feed the same stream.
        digest.update(json.dumps([name, dtype.str, values.shape]).encode() + b"\n")
        digest.update(_canonical_bytes(values))
    return digest.hexdigest()


def _canonical_bytes(values: npt.NDArray[Any]) -> bytes:
    flat = np.ascontiguousarray(values).ravel()
    if flat.dtype.kind == "c":
        flat = np.stack([flat.real, flat.imag], axis=-1).ravel()
    if flat.dtype.kind != "f":
        return flat.astype(flat.dtype.newbyteorder("<")).tobytes()
    # Decimal formatting rounds correctly on every platform, which arithmetic with powers of ten does not.
    rounded = np.array([float(f"{x:.{SIGNIFICANT_DIGITS - 1}e}") for x in flat.tolist()], dtype="<f8")
    rounded[np.isnan(rounded)] = np.nan
    return (rounded + 0.0).tobytes()  # -0.0 + 0.0 is 0.0


def render(
    plate: Plate, folder: str | os.PathLike[str], *, stamp: str = "", slide: bool = False
) -> dict[str, Any]:
    """Compute a figure, draw it, and write it with what it is made from.

    Written are ``<id>.svg``, ``<id>.png`` (200 dpi), its numbers ``<id>.npz`` and the sidecar ``<id>.json``.

    Everything is made in memory first and each file then put in place in one step, the sidecar last, so a
    failure or an interruption leaves no partial file. Run again with the same versions, it writes the same
    bytes.

    Parameters
    ----------
    plate : Plate
        A registered figure, as `figures.registry.get` gives.
    folder : path
        Where to write; made if missing.
    stamp : str
        Words across its face, where what it shows is not upheld.
    slide : bool
        Write ``<id>.slide.svg`` and ``<id>.slide.png`` as well, if the figure has a version for slides.

    Returns
    -------
    dict
        What the sidecar says: ``id``, ``title``, ``caption``, ``paper``, ``shows``, ``seeds``, ``data_hash``,
        ``files`` (name by format), ``stamp``, ``source_hash`` (of the code that gives its numbers),
        ``versions`` (of NumPy and Matplotlib).
    """
    data = plate.data()
    files = {extension: f"{plate.id}.{extension}" for extension in ("svg", "png")}
    sidecar: dict[str, Any] = {
        "id": plate.id,
        "title": plate.title,
        "caption": plate.caption,
        "paper": plate.paper,
        "shows": list(plate.shows),
        "seeds": list(plate.seeds),
        "data_hash": data_hash(data),
        "files": files,
        "stamp": stamp,
        "source_hash": source_hash(plate.compute.__module__),
        "versions": {"numpy": np.__version__, "matplotlib": matplotlib.__version__},
    }
    contents = dict(zip(files.values(), _pictures(plate, data, stamp), strict=True))
    if slide and plate.has_slide:
        names = [name.replace(plate.id, f"{plate.id}.slide") for name in files.values()]
        contents |= dict(zip(names, _pictures(plate, data, stamp, slide=True), strict=True))
    contents[f"{plate.id}.npz"] = _packed(data)
    contents[f"{plate.id}.json"] = (json.dumps(sidecar, indent=2, ensure_ascii=False) + "\n").encode()

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    write_whole(target, contents)
    return sidecar


def render_all(
    names: Iterable[str],
    folder: str | os.PathLike[str],
    progress: Callable[[int, int, str], None] | None = None,
) -> list[dict[str, Any]]:
    """Render the figures that ids and paper keys name, or every figure when none is named.

    Parameters
    ----------
    names : iterable of str
        Figure ids and paper keys, in any mixture. All names are looked up before anything is drawn.
    folder : path
        Where to write.
    progress : callable, optional
        Called as ``progress(done, total, id)`` before each figure, and once with the last id at the end.

    Returns
    -------
    list of dict
        The sidecars, in order.
    """
    plates = select(names)
    sidecars = []
    for done, plate in enumerate(plates):
        if progress is not None:
            progress(done, len(plates), plate.id)
        sidecars.append(render(plate, folder))
    if progress is not None and plates:
        progress(len(plates), len(plates), plates[-1].id)
    return sidecars


def _packed(data: Mapping[str, npt.NDArray[Any]]) -> bytes:
    numbers = io.BytesIO()
    np.savez_compressed(numbers, allow_pickle=False, **data)
    return numbers.getvalue()


def _pictures(
    plate: Plate, data: Mapping[str, npt.NDArray[Any]], stamp: str, *, slide: bool = False
) -> tuple[bytes, bytes]:
    drawn = plate.draw(data, slide=slide)
    if stamp:
        style.stamp(drawn, stamp)
    png = io.BytesIO()
    vector = svg(drawn, plate.id)
    with style.context():
        drawn.savefig(png, format="png", dpi=PNG_DPI)
    return vector, png.getvalue()


def svg(picture: Figure, name: str) -> bytes:
    """Save a picture as SVG, the same bytes every time.

    Parameters
    ----------
    picture : Figure
    name : str
        Tells its inner ids from those of other drawings on one HTML page.

    Returns
    -------
    bytes
    """
    drawing = io.BytesIO()
    # Matplotlib draws ids in an SVG from random numbers unless salted.
    with style.context(svg__hashsalt=name):
        picture.savefig(drawing, format="svg", dpi=PNG_DPI, metadata={"Date": None})
    return drawing.getvalue()


def write_whole(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files, given by name, into a folder that exists; each of them whole or not at all."""
    token = secrets.token_hex(4)  # two runs at once must not share their half-written files
    parts = {name: folder / f".{name}.{token}.part" for name in contents}
    try:
        for name, part in parts.items():
            part.write_bytes(contents[name])
        for name, part in parts.items():
            part.replace(folder / name)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
